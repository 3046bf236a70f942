"""What a municipality sees: the card, after the introduction the person, and its own interview and selection."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.accounts.permissions import Permission
from talent_portal.core import clock
from talent_portal.core.access import current_actor, discloses, requires
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal
from talent_portal.core.i18n import local
from talent_portal.core.pages import personal, render
from talent_portal.introductions import actions, policies, queries
from talent_portal.introductions.forms.desk import InviteForm, ResultForm, StepForm
from talent_portal.introductions.models import Result
from talent_portal.introductions.queries import Case
from talent_portal.introductions.rules.states import Event
from talent_portal.introductions.views.blueprint import bp
from talent_portal.introductions.views.case import note_form
from talent_portal.introductions.views.shared import refused, seen, version_of
from talent_portal.specialists.rules.cards import AnonymousCard, NamedCard

PLACE = "/desk/candidates/<ref:reference>"
Now = list[dict[str, str]] | None
REFUSED: tuple[int, Now] = (422, None)


def _own(reference: str) -> Case:
    """Return a case that the actor may see as a card, or answer 404."""
    found = queries.case(reading(), reference)
    policies.must(policies.may_see_card(current_actor(), found))
    personal()
    return found


def _card_of(found: Case) -> tuple[AnonymousCard | None, dict[str, str]]:
    """Return the card and the words for its codes; none after the introduction, when the name stands for itself."""
    card = None if found.referral else queries.shown_card(reading(), found)
    return card, _words_of(card) if card else {}


def _words_of(card: AnonymousCard | NamedCard) -> dict[str, str]:
    """Return the words for the codes on a card, in the reader's language."""
    return {code: local(term, "name") for code, term in queries.terms(reading(), card).items()}


@bp.get(PLACE)
@requires(Permission.CARD_READ)
def card(reference: str) -> ResponseReturnValue:
    """Show the card of a candidate, how things stand, and what is next; nobody's name."""
    found, actor, session = _own(reference), current_actor(), reading()
    office = None if actor.may(Permission.MATCH_READ) else actor.organisation_id
    may_note = policies.may_note(actor, found)
    return render(
        "introductions/card.html",
        case=found,
        shown=_card_of(found),
        steps=queries.steps(session, found.proposal.id),
        notes=queries.notes(session, found.proposal.id, office) if may_note else [],
        may=policies.open_steps(actor, found),
        may_note=may_note,
        may_see_person=policies.may_see_person(actor, found),
        form=note_form(),
        now=clock.now(),
    )


@bp.get(f"{PLACE}/person")
@requires(Permission.PROFILE_IDENTIFY)
@discloses
def profile(reference: str) -> ResponseReturnValue:
    """Show who was introduced: name, career, qualifications, contact. Noted, and the person can read that it was."""
    found = queries.case(reading(), reference)
    policies.must(policies.may_see_person(current_actor(), found))
    card = queries.named_card(reading(), found)
    seen(found, "profile")
    return render("introductions/profile.html", case=found, card=card, said=_words_of(card), now=clock.now())


@bp.get(f"{PLACE}/interview")
@requires(Permission.SELECTION_PREPARE)
def invite(reference: str) -> ResponseReturnValue:
    """Ask when and where the municipality meets the person."""
    return _step_page("introductions/invite.html", Event.INVITE, reference, _stored(_own(reference)), (200, None))


def _stored(found: Case) -> InviteForm:
    """Return the form as the arrangement stands."""
    meeting = found.selection
    names = ("meeting", "interview_on", "interview_at", "place", "contact")
    data = {name: getattr(meeting, name) for name in names} if meeting else {"meeting": "onsite"}
    form = InviteForm(formdata=None, data=data)
    form.offer()
    return form


def _step_page(
    template: str, event: Event, reference: str, form: StepForm, answer: tuple[int, Now]
) -> ResponseReturnValue:
    """Show the form of a step that is this municipality's own."""
    found, (status, now) = _own(reference), answer
    policies.must_take(current_actor(), event, found)
    form.version.data = form.version.data or str(found.proposal.version)
    return render(template, status, case=found, form=form, stands=now, today=clock.today())


@bp.post(f"{PLACE}/interview")
@requires(Permission.SELECTION_PREPARE)
def invite_send(reference: str) -> ResponseReturnValue:
    """Arrange the interview, or move it; the person is told."""
    form, answer = InviteForm(), REFUSED
    form.offer()
    if form.validate_on_submit():
        try:
            actions.invite(current_actor(), reference, form.draft(), version_of())
        except Refusal as refusal:
            answer = refusal.status, refused(form, refusal, reference)
        else:
            flash(gettext("The meeting is arranged. The person is being told."), "ok")
            return _back(reference)
    return _step_page("introductions/invite.html", Event.INVITE, reference, form, answer)


def _back(reference: str) -> ResponseReturnValue:
    return redirect(url_for("introductions.card", reference=reference), 303)


@bp.get(f"{PLACE}/result")
@requires(Permission.SELECTION_RECORD)
def result(reference: str) -> ResponseReturnValue:
    """Ask what the municipality decided."""
    form = ResultForm(formdata=None)
    form.offer()
    return _step_page("introductions/result.html", Event.SELECT, reference, form, (200, None))


@bp.post(f"{PLACE}/result")
@requires(Permission.SELECTION_RECORD)
def result_send(reference: str) -> ResponseReturnValue:
    """Record the decision; the person and the prefecture are told."""
    form, answer = ResultForm(), REFUSED
    form.offer()
    if form.validate_on_submit():
        try:
            actions.record(current_actor(), reference, Result(form.result.data), form.reason_given, version_of())
        except Refusal as refusal:
            answer = refusal.status, refused(form, refusal, reference)
        else:
            flash(gettext("The result is recorded. The person is being told."), "ok")
            return _back(reference)
    return _step_page("introductions/result.html", Event.SELECT, reference, form, answer)
