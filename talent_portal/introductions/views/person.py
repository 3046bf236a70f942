"""One's own requests: read what is asked, answer, let the name be passed on, withdraw. A GET never changes anything."""

from dataclasses import dataclass

from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.accounts.permissions import Permission
from talent_portal.core.access import by_link, current_actor, public, requires
from talent_portal.core.actor import Actor, guest
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal
from talent_portal.core.i18n import say
from talent_portal.core.pages import personal, render
from talent_portal.introductions import actions, policies, queries
from talent_portal.introductions.actions import Said
from talent_portal.introductions.forms.person import AnswerForm, CodeForm
from talent_portal.introductions.gateway import links
from talent_portal.introductions.models import Channel
from talent_portal.introductions.queries import Case
from talent_portal.introductions.rules.states import Event
from talent_portal.introductions.views.blueprint import bp
from talent_portal.introductions.views.shared import refused, version_of
from talent_portal.privacy import queries as privacy

PLACE = "/enquiries/<ref:reference>/<token>"
BUTTONS = {"interest": Event.INTEREST, "decline": Event.DECLINE}
BY_LINK = Said(channel=Channel.LINK)


@dataclass(frozen=True, slots=True)
class Holder:
    """Whoever holds the link of a letter: the case it opens, the actor they are, and the way back."""

    case: Case
    actor: Actor
    path: str


def _holder(reference: str, token: str) -> Holder:
    """Prove the link, or answer 404."""
    personal()
    found = policies.case_by_link(reading(), reference, token)
    return Holder(found, guest(reference, found.person.language), f"/enquiries/{reference}/{token}")


@bp.get(PLACE)
@by_link
def mine(reference: str, token: str) -> ResponseReturnValue:
    """Show the request as the letter told it, and where things stand."""
    return _page(_holder(reference, token), AnswerForm(formdata=None))


def _page(holder: Holder, form: AnswerForm, status: int = 200) -> ResponseReturnValue:
    session, found = reading(), holder.case
    text = privacy.current_text(session, queries.SHARING)
    form.offer()
    form.version.data, form.consent_version.data = str(found.proposal.version), text.version
    return render(
        "introductions/mine.html",
        status,
        case=found,
        form=form,
        text=text,
        path=holder.path,
        may=policies.open_steps(holder.actor, found),
        seen=privacy.who_saw(session, found.person.subject),
    )


@bp.post(f"{PLACE}/answer")
@by_link
def answer(reference: str, token: str) -> ResponseReturnValue:
    """Take the answer of the button that was pressed."""
    holder, form = _holder(reference, token), AnswerForm()
    form.offer()
    event = BUTTONS.get(form.answer.data or "")
    if event is None or not form.validate_on_submit():
        return _page(holder, form, 422)
    try:
        _answered(holder, event, form)
    except Refusal as refusal:
        refused(form, refusal, holder.case.proposal.reference)
        return _page(_holder(reference, token), form, refusal.status)
    flash(gettext("Thank you. Your answer has arrived, and a copy is on its way to you."), "ok")
    return redirect(holder.path, 303)


def _answered(holder: Holder, event: Event, form: AnswerForm) -> None:
    interested = event is Event.INTEREST
    actions.answer(
        holder.actor,
        holder.case.proposal.reference,
        event,
        BY_LINK,
        version_of(),
        reason="" if interested else form.reason.data or "",
        consent=form.agreed_version if interested and holder.case.names_the_town else "",
    )


@bp.post(f"{PLACE}/consent")
@by_link
def agree(reference: str, token: str) -> ResponseReturnValue:
    """Let the name go to the municipality of this request."""
    holder = _holder(reference, token)
    text = request.form.get("consent_version", "")[:20]
    try:
        actions.agree(holder.actor, holder.case.proposal.reference, BY_LINK, text, version_of())
    except Refusal as refusal:
        flash(say(refusal), "stop")
    else:
        flash(gettext("Thank you. We introduce you within five working days, and tell you when it is done."), "ok")
    return redirect(holder.path, 303)


@bp.get(f"{PLACE}/withdraw")
@by_link
def withdraw(reference: str, token: str) -> ResponseReturnValue:
    """Ask once before the interest is withdrawn."""
    holder = _holder(reference, token)
    form = AnswerForm(formdata=None)
    form.offer()
    form.version.data = str(holder.case.proposal.version)
    return render("introductions/withdraw.html", case=holder.case, form=form, path=holder.path)


@bp.post(f"{PLACE}/withdraw")
@by_link
def withdraw_send(reference: str, token: str) -> ResponseReturnValue:
    """Withdraw; the municipality sees the name no longer."""
    holder, form = _holder(reference, token), AnswerForm()
    form.offer()
    reason = form.reason.data if form.validate() else ""
    try:
        actions.answer(
            holder.actor, holder.case.proposal.reference, Event.WITHDRAW, BY_LINK, version_of(), reason=reason or ""
        )
    except Refusal as refusal:
        flash(say(refusal), "stop")
    else:
        flash(gettext("You have withdrawn. Thank you for telling us; there is no disadvantage."), "ok")
    return redirect(holder.path, 303)


@bp.get("/answer")
@public
def by_code() -> ResponseReturnValue:
    """Ask for the number and the code of a letter on paper."""
    return render("introductions/by_code.html", form=CodeForm(formdata=None))


@bp.post("/answer")
@public
def by_code_send() -> ResponseReturnValue:
    """Open the request behind number and code; the answer itself is the next page's."""
    form, status = CodeForm(), 422
    if form.validate_on_submit():
        try:
            asked = actions.open_by_code(str(form.number.data), str(form.code.data))
        except Refusal as refusal:
            status = refusal.status
            form.refuse(say(refusal))
        else:
            return redirect(links.answer_path(asked.reference, asked.token_version), 303)
    return render("introductions/by_code.html", status, form=form)


@bp.get("/my/requests")
@requires(Permission.CONSENT_DECIDE)
def own() -> ResponseReturnValue:
    """List everything one was asked, with the way to each."""
    account = current_actor().account_id
    if account is None:
        abort(404)
    rows = [(row, links.answer_path(row.asked, row.token_version)) for row in queries.own(reading(), account)]
    return render("introductions/own.html", rows=rows)
