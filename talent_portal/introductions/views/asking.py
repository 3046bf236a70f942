"""Ask for interest, print it for those without mail, write down answers, let a second person check, introduce."""

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.accounts.permissions import Permission
from talent_portal.core import clock
from talent_portal.core.access import current_actor, discloses, requires
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal
from talent_portal.core.pages import render
from talent_portal.introductions import actions, policies, queries
from talent_portal.introductions.forms.desk import AskForm, RecordForm, StepForm
from talent_portal.introductions.gateway import links
from talent_portal.introductions.queries import Case
from talent_portal.introductions.rules.choices import SPOKEN
from talent_portal.introductions.rules.states import Event
from talent_portal.introductions.views.blueprint import bp
from talent_portal.introductions.views.case import PLACE, back
from talent_portal.introductions.views.shared import refused, seen, told, version_of
from talent_portal.privacy import queries as privacy

Now = list[dict[str, str]] | None
REFUSED: tuple[int, Now] = (422, None)


def _page(template: str, screen: str, reference: str, form: StepForm, answer: tuple[int, Now]) -> ResponseReturnValue:
    """Note who looks, and show a step's form; `answer` is the status and what stands there now."""
    found, (status, now) = queries.case(reading(), reference), answer
    seen(found, screen)
    form.version.data = form.version.data or str(found.proposal.version)
    return render(template, status, case=found, form=form, stands=now, today=clock.today())


@bp.get(f"{PLACE}/ask")
@requires(Permission.ENQUIRY_SEND)
@discloses
def ask(reference: str) -> ResponseReturnValue:
    """Show what the person will read before it is sent."""
    form = AskForm(formdata=None)
    form.offer()
    return _page("introductions/ask.html", "ask", reference, form, (200, None))


@bp.post(f"{PLACE}/ask")
@requires(Permission.ENQUIRY_SEND)
@discloses
def ask_send(reference: str) -> ResponseReturnValue:
    """Send the enquiry."""
    form, answer = AskForm(), REFUSED
    form.offer()
    if form.validate_on_submit():
        try:
            actions.ask(current_actor(), reference, form.draft(), version_of())
        except Refusal as refusal:
            answer = refusal.status, refused(form, refusal, reference)
        else:
            flash(gettext("The person is being asked. You are told as soon as the answer is there."), "ok")
            return back(reference)
    return _page("introductions/ask.html", "ask", reference, form, answer)


@bp.get(f"{PLACE}/paper")
@requires(Permission.ENQUIRY_SEND)
@discloses
def paper(reference: str) -> ResponseReturnValue:
    """Show the enquiry, or the copy of the answer, as a sheet to print and post, with a slip to send back."""
    found = queries.case(reading(), reference)
    policies.must(found.enquiry is not None)
    seen(found, "paper")
    return render("introductions/paper.html", case=found, host=links.host(), today=clock.today())


@bp.get(f"{PLACE}/answer")
@requires(Permission.ANSWER_ON_PAPER)
@discloses
def record(reference: str) -> ResponseReturnValue:
    """Ask what the person said by telephone or on paper."""
    form = RecordForm(formdata=None, data={"told_on": clock.today(), "event": request.args.get("event")})
    return _record_page(reference, form, (200, None))


def _record_page(reference: str, form: RecordForm, answer: tuple[int, Now]) -> ResponseReturnValue:
    _offer(form, queries.case(reading(), reference))
    text = privacy.current_text(reading(), queries.SHARING)
    found, (status, now) = queries.case(reading(), reference), answer
    seen(found, "record")
    form.version.data = form.version.data or str(found.proposal.version)
    return render("introductions/record.html", status, case=found, form=form, stands=now, text=text)


def _offer(form: RecordForm, found: Case) -> None:
    may = policies.open_steps(current_actor(), found)
    form.offer([event for event in SPOKEN if event in may])


@bp.post(f"{PLACE}/answer")
@requires(Permission.ANSWER_ON_PAPER)
@discloses
def record_send(reference: str) -> ResponseReturnValue:
    """Write down what the person said; a copy goes to them, a second person checks."""
    form, answer = RecordForm(), REFUSED
    _offer(form, queries.case(reading(), reference))
    if form.validate_on_submit():
        try:
            _recorded(reference, form)
        except Refusal as refusal:
            answer = refusal.status, refused(form, refusal, reference)
        else:
            flash(gettext("Written down. Please let a second person check it."), "ok")
            return back(reference)
    return _record_page(reference, form, answer)


def _recorded(reference: str, form: RecordForm) -> None:
    actor, event, version = current_actor(), Event(form.event.data), version_of()
    if event is Event.CONSENT:
        text = privacy.current_text(reading(), queries.SHARING)
        actions.agree(actor, reference, form.draft(), text.version, version)
    else:
        actions.answer(actor, reference, event, form.draft(), version, reason=form.reason_given)


@bp.post(f"{PLACE}/check")
@requires(Permission.ANSWER_ON_PAPER)
def check(reference: str) -> ResponseReturnValue:
    """Confirm, as the second person, what was written down, or say that it is wrong."""
    act = actions.dispute if request.form.get("right") == "no" else actions.check
    try:
        act(current_actor(), reference, version_of())
    except Refusal as refusal:
        told(refusal)
    else:
        flash(gettext("Thank you. It is noted who checked it."), "ok")
    return back(reference)


@bp.get(f"{PLACE}/introduce")
@requires(Permission.REFERRAL_MAKE)
@discloses
def refer(reference: str) -> ResponseReturnValue:
    """Show once more what goes to whom before the name is released."""
    return _page("introductions/refer.html", "refer", reference, StepForm(formdata=None), (200, None))


@bp.post(f"{PLACE}/introduce")
@requires(Permission.REFERRAL_MAKE)
@discloses
def refer_send(reference: str) -> ResponseReturnValue:
    """Release the name to the municipality that asked."""
    form = StepForm()
    try:
        actions.refer(current_actor(), reference, version_of())
    except Refusal as refusal:
        now = refused(form, refusal, reference)
        return _page("introductions/refer.html", "refer", reference, form, (refusal.status, now))
    flash(gettext("The person has been introduced. Both sides are being told."), "ok")
    return back(reference)
