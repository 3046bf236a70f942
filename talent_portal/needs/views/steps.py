"""The steps of a request: sent by its municipality, decided by the coordinator, answered by partners, copied."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.accounts.permissions import Permission
from talent_portal.core.access import current_actor, requires
from talent_portal.core.actor import Actor
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal
from talent_portal.core.forms import BaseForm
from talent_portal.core.i18n import say
from talent_portal.core.marks import _n
from talent_portal.core.references import new_reference
from talent_portal.needs import actions, policies, queries
from talent_portal.needs.errors import ConditionsMissing
from talent_portal.needs.models import Need, NeedEvent
from talent_portal.needs.rules import complete
from talent_portal.needs.views import show, tasks
from talent_portal.needs.views.blueprint import bp
from talent_portal.needs.views.writing import version_of

PLAIN: dict[str, Callable[[Actor, str, int], Need]] = {
    NeedEvent.SUBMIT: actions.submit,
    NeedEvent.TAKE_BACK: actions.take_back,
    NeedEvent.DISCARD: actions.discard,
    NeedEvent.OPEN: actions.open_need,
}
WITH_REASON: dict[str, Callable[[Actor, str, str, str, int], Need]] = {
    NeedEvent.RETURN: actions.return_need,
    NeedEvent.CLOSE: actions.close_unfilled,
    NeedEvent.WITHDRAW: actions.withdraw,
}
OWN = (NeedEvent.SUBMIT, NeedEvent.TAKE_BACK, NeedEvent.DISCARD)
DECIDED = (NeedEvent.OPEN, NeedEvent.RETURN, NeedEvent.CLOSE, NeedEvent.REOPEN)
DONE: dict[str, str] = {
    NeedEvent.SUBMIT: _n("Sent to the prefecture."),
    NeedEvent.TAKE_BACK: _n("Taken back. You can change it now."),
    NeedEvent.DISCARD: _n("The draft is put away."),
    NeedEvent.OPEN: _n("The request is open. The municipality has been told."),
    NeedEvent.RETURN: _n("Sent back. The municipality has been told."),
    NeedEvent.CLOSE: _n("Closed. Everybody has been told."),
    NeedEvent.WITHDRAW: _n("Withdrawn. Everybody has been told."),
    NeedEvent.REOPEN: _n("Open again. The municipality has been told."),
}


@bp.post("/desk/needs/<ref:reference>/own-step")
@requires(Permission.NEED_EDIT)
def own_step(reference: str) -> ResponseReturnValue:
    """Take a step of the municipality: send, take back, put away."""
    return _step(reference, OWN, Permission.NEED_EDIT)


@bp.post("/desk/needs/<ref:reference>/decision")
@requires(Permission.NEED_OPEN)
def decide(reference: str) -> ResponseReturnValue:
    """Take a step of the coordinator: open, send back, close, open again."""
    return _step(reference, DECIDED, Permission.NEED_OPEN)


@bp.post("/desk/needs/<ref:reference>/withdrawal")
@requires(Permission.NEED_WITHDRAW)
def withdraw(reference: str) -> ResponseReturnValue:
    """Take the request out of the search, for a reason."""
    return _step(reference, (NeedEvent.WITHDRAW,), Permission.NEED_WITHDRAW, NeedEvent.WITHDRAW)


def _step(
    reference: str, allowed: tuple[NeedEvent, ...], permission: Permission, fixed: NeedEvent | None = None
) -> ResponseReturnValue:
    """Take one step; what was typed with it stays on the page when it is refused."""
    need = show.readable(reference)
    policies.must(policies.may(current_actor(), permission, need))
    event = fixed or next((one for one in allowed if one == request.form.get("to", "")), None)
    if event is None:
        abort(422)
    form = show.step_form(event, need, typed=True) if event in show.FORMS else None
    if form is not None and not form.validate_on_submit():
        return show.page(need, 422, form, event)
    try:
        _act(event, reference, form)
    except Refusal as refusal:
        return _refused(reference, refusal, form, event)
    flash(gettext(DONE[event]), "ok")
    return redirect(url_for("needs.show", reference=reference), 303)


def _act(event: NeedEvent, reference: str, form: Any) -> None:
    actor = current_actor()
    if form is None:
        PLAIN[event](actor, reference, version_of())
    elif event is NeedEvent.REOPEN:
        actions.reopen(actor, reference, form.closes_on.data, _version(event))
    else:
        WITH_REASON[event](actor, reference, form.reason.data, form.note.data or "", _version(event))


def _version(event: NeedEvent) -> int:
    text = request.form.get(f"{event}-version", "")[:9]
    return int(text) if text.isascii() and text.isdigit() else 0


def _refused(reference: str, refusal: Refusal, form: BaseForm | None, event: NeedEvent) -> ResponseReturnValue:
    need = queries.full(reading(), reference)
    if form is not None:
        form.refuse(say(refusal), "closes_on" if refusal.code == "period_over" else None)
        form["version"].data = str(need.version)
        return show.page(need, refusal.status, form, event)
    if isinstance(refusal, ConditionsMissing) and event is NeedEvent.SUBMIT:
        flash(say(refusal), "stop")
        return redirect(tasks.of_missing(need, complete.missing(need)), 303)
    flash(say(refusal), "stop")
    return redirect(url_for("needs.show", reference=reference), 303)


@bp.post("/desk/needs/<ref:reference>/part")
@requires(Permission.NEED_EDIT)
def answer_part(reference: str) -> ResponseReturnValue:
    """Confirm or decline one's own part of a joint request."""
    show.readable(reference)
    answer = request.form.get("answer", "")
    try:
        actions.answer_share(current_actor(), reference, yes=answer == "yes")
    except Refusal as refusal:
        flash(say(refusal), "stop")
    else:
        flash(gettext("Your answer has been sent."), "ok")
    return redirect(url_for("needs.show", reference=reference), 303)


@bp.post("/desk/needs/<ref:reference>/copy")
@requires(Permission.NEED_EDIT)
def copy(reference: str) -> ResponseReturnValue:
    """Make a draft of one's own from this request."""
    key = request.form.get("idempotency_key", "") or new_reference()
    made = actions.copy_need(current_actor(), reference, key)
    flash(gettext("Copied into a draft. Enter the dates, and look it over."), "ok")
    return redirect(url_for("needs.show", reference=made.reference), 303)
