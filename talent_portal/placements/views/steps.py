"""The steps of an offer: check, send, answer, put off, change, end, settle, appoint."""

from collections.abc import Callable, Mapping

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.accounts.permissions import Permission
from talent_portal.core import clock
from talent_portal.core.access import current_actor, requires
from talent_portal.core.actor import Actor
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal, Stale
from talent_portal.core.forms import BaseForm
from talent_portal.core.pages import render
from talent_portal.placements import actions, policies, queries
from talent_portal.placements.actions import Said
from talent_portal.placements.forms.desk import (
    CheckForm,
    LastDayForm,
    NoteForm,
    OrderForm,
    ReasonForm,
    SendForm,
)
from talent_portal.placements.models import Channel, Offer, Side
from talent_portal.placements.queries import OfferCase
from talent_portal.placements.rules import choices, conditions, deadlines
from talent_portal.placements.rules.states import OfferEvent, OfferState
from talent_portal.placements.views.blueprint import bp
from talent_portal.placements.views.shared import (
    do,
    offer_page,
    placement_page,
    refused,
    version_of,
)

LONGEST_CODE = 40
LONGEST_NUMBER = 6
ENDS: Mapping[OfferState, tuple[OfferEvent, Mapping[str, str], Callable[[Actor, str, str, int], Offer]]] = {
    OfferState.DRAFT: (OfferEvent.DISCARD, choices.TOWN_REASONS, actions.discard),
    OfferState.SENT: (OfferEvent.RESCIND, choices.TOWN_REASONS, actions.rescind),
    OfferState.CONDITIONS: (OfferEvent.FAIL, choices.FAIL_REASONS, actions.fail),
    OfferState.READY: (OfferEvent.FAIL, choices.FAIL_REASONS, actions.fail),
}


def _mine(reference: str, event: OfferEvent) -> OfferCase:
    """Return an offer on which this reader takes such steps; 404 for any other."""
    case = queries.offer_case(reading(), reference)
    policies.must_step(current_actor(), event, case.offer)
    return case


def _refuse(form: BaseForm, refusal: Refusal, case: OfferCase) -> int:
    """Put a refusal on its field or on the form; a stale page may be sent again once it was read."""
    field = str(refusal.params.get("field", ""))
    form.refuse(refused(refusal), field if field in form else None)
    if isinstance(refusal, Stale):
        form["version"].data = str(case.offer.version)
    return refusal.status


@bp.post("/desk/offers/<ref:reference>/check")
@requires(Permission.FORM_CHECK_RECORD)
def check(reference: str) -> ResponseReturnValue:
    """Pass the form or stop it."""
    case, form = _mine(reference, OfferEvent.CHECK), CheckForm()
    codes = conditions.to_tick(case.check.verdict, case.check.conditions) if case.check else ()
    form.validate()
    draft = form.draft(codes, request.form, stop=request.form.get("result") == "stop")
    return do(
        lambda: actions.check(current_actor(), reference, draft, version_of()),
        offer_page(reference) + "#check",
        gettext("The check is recorded, and the municipality has been told."),
    )


@bp.get("/desk/offers/<ref:reference>/send")
@requires(Permission.OFFER_SEND)
def send(reference: str) -> ResponseReturnValue:
    """Ask by when both sides answer, before the terms go out."""
    case = _mine(reference, OfferEvent.SEND)
    first = deadlines.earliest_last_day(clock.today())
    form = SendForm(formdata=None, data={"last_day": first, "version": case.offer.version})
    return _send_page(case, form)


@bp.post("/desk/offers/<ref:reference>/send")
@requires(Permission.OFFER_SEND)
def send_send(reference: str) -> ResponseReturnValue:
    """Offer the terms and hold the days."""
    case, form, status = _mine(reference, OfferEvent.SEND), SendForm(), 422
    if form.validate_on_submit() and form.last_day.data:
        try:
            actions.send(current_actor(), reference, form.last_day.data, version_of(), decided=bool(form.decided.data))
        except Refusal as refusal:
            status = _refuse(form, refusal, case)
        else:
            flash(gettext("The terms have been sent, and the days are held."), "ok")
            return redirect(offer_page(reference), 303)
    return _send_page(case, form, status)


def _send_page(case: OfferCase, form: SendForm, status: int = 200) -> ResponseReturnValue:
    earliest = deadlines.earliest_last_day(clock.today())
    return render("placements/send.html", status, case=case, offer=case.offer, form=form, earliest=earliest)


@bp.post("/desk/offers/<ref:reference>/answer")
@requires(Permission.OFFER_ANSWER)
def answer(reference: str) -> ResponseReturnValue:
    """Give the municipality's own answer."""
    case = _mine(reference, OfferEvent.TOWN_YES)
    typed = request.form.get("terms", "")[:LONGEST_NUMBER]
    number = int(typed) if typed.isascii() and typed.isdigit() else 0
    said = Said(
        side=Side.TOWN,
        yes=request.form.get("answer") == "yes",
        channel=Channel.OFFICE,
        reason=request.form.get("reason", "")[:LONGEST_CODE],
    )
    return do(
        lambda: actions.answer(current_actor(), case.offer.reference, said, number),
        offer_page(reference),
        gettext("Your municipality's answer is recorded."),
    )


@bp.get("/desk/offers/<ref:reference>/note")
@requires(Permission.ANSWER_ON_PAPER)
def note(reference: str) -> ResponseReturnValue:
    """Ask what the person said by telephone or on paper."""
    case, form = _mine(reference, OfferEvent.NOTE), NoteForm(formdata=None, data={"told_on": clock.today()})
    form.offer()
    return render("placements/note.html", case=case, offer=case.offer, form=form)


@bp.post("/desk/offers/<ref:reference>/note")
@requires(Permission.ANSWER_ON_PAPER)
def note_send(reference: str) -> ResponseReturnValue:
    """Write the answer down; another person confirms it."""
    case, form, status = _mine(reference, OfferEvent.NOTE), NoteForm(), 422
    form.offer()
    if form.validate_on_submit():
        try:
            actions.note(current_actor(), reference, form.draft())
        except Refusal as refusal:
            status = _refuse(form, refusal, case)
        else:
            flash(gettext("Written down. Another person must confirm it before it counts."), "ok")
            return redirect(offer_page(reference), 303)
    return render("placements/note.html", status, case=case, offer=case.offer, form=form)


@bp.post("/desk/offers/<ref:reference>/confirm")
@requires(Permission.ANSWER_ON_PAPER)
def confirm(reference: str) -> ResponseReturnValue:
    """Let a written-down answer count, or strike it out."""
    _mine(reference, OfferEvent.CONFIRM)
    right = request.form.get("right") == "yes"
    said = gettext("The answer counts now.") if right else gettext("The answer has been struck out.")
    return do(lambda: actions.confirm(current_actor(), reference, right=right), offer_page(reference), said)


@bp.get("/desk/offers/<ref:reference>/extend")
@requires(Permission.OFFER_SEND)
def extend(reference: str) -> ResponseReturnValue:
    """Ask for another last day."""
    case = _mine(reference, OfferEvent.EXTEND)
    form = LastDayForm(formdata=None, data={"version": case.offer.version})
    return render("placements/extend.html", case=case, offer=case.offer, form=form)


@bp.post("/desk/offers/<ref:reference>/extend")
@requires(Permission.OFFER_SEND)
def extend_send(reference: str) -> ResponseReturnValue:
    """Put the last day for answers off, once."""
    case, form, status = _mine(reference, OfferEvent.EXTEND), LastDayForm(), 422
    if form.validate_on_submit() and form.last_day.data:
        try:
            actions.extend(current_actor(), reference, form.last_day.data, version_of())
        except Refusal as refusal:
            status = _refuse(form, refusal, case)
        else:
            flash(gettext("The last day has been put off, and everybody has been told."), "ok")
            return redirect(offer_page(reference), 303)
    return render("placements/extend.html", status, case=case, offer=case.offer, form=form)


@bp.post("/desk/offers/<ref:reference>/change")
@requires(Permission.OFFER_SEND)
def change(reference: str) -> ResponseReturnValue:
    """Go back to the draft, to offer other terms."""
    _mine(reference, OfferEvent.CHANGE)
    said = gettext("You can write other terms now. Both answers begin anew; the days stay held.")
    return do(lambda: actions.change(current_actor(), reference, version_of()), offer_page(reference), said)


def _ending(reference: str) -> tuple[OfferCase, ReasonForm, OfferEvent]:
    """Return what the page of the end needs; 404 where this reader ends nothing."""
    case = queries.offer_case(reading(), reference)
    event, reasons, _ = ENDS.get(case.offer.state, ENDS[OfferState.SENT])
    policies.must_step(current_actor(), event, case.offer)
    form = ReasonForm()
    form.offer(reasons)
    return case, form, event


@bp.get("/desk/offers/<ref:reference>/end")
@requires(Permission.OFFER_DRAFT)
def end(reference: str) -> ResponseReturnValue:
    """Ask for the reason before a draft is given up, terms are taken back, or an agreed case ends."""
    case, form, event = _ending(reference)
    form.version.data = str(case.offer.version)
    return render("placements/end_offer.html", case=case, offer=case.offer, form=form, event=event)


@bp.post("/desk/offers/<ref:reference>/end")
@requires(Permission.OFFER_DRAFT)
def end_send(reference: str) -> ResponseReturnValue:
    """End it, with the reason; everybody is told."""
    case, form, event = _ending(reference)
    status = 422
    if form.validate_on_submit():
        try:
            ENDS.get(case.offer.state, ENDS[OfferState.SENT])[2](
                current_actor(), reference, form.reason.data, version_of()
            )
        except Refusal as refusal:
            status = _refuse(form, refusal, case)
        else:
            flash(gettext("Ended. Everybody whom it concerns has been told."), "ok")
            return redirect(offer_page(reference), 303)
    return render("placements/end_offer.html", status, case=case, offer=case.offer, form=form, event=event)


@bp.post("/desk/offers/<ref:reference>/condition")
@requires(Permission.OFFER_DRAFT)
def condition(reference: str) -> ResponseReturnValue:
    """Tick one thing that had to be settled, or take the tick back."""
    _mine(reference, OfferEvent.SETTLE)
    code, settled = request.form.get("code", "")[:LONGEST_CODE], request.form.get("settled") == "yes"
    return do(
        lambda: actions.settle(current_actor(), reference, code, settled=settled),
        offer_page(reference) + "#conditions",
        gettext("Noted."),
    )


@bp.get("/desk/offers/<ref:reference>/appoint")
@requires(Permission.APPOINTMENT_RECORD)
def appoint(reference: str) -> ResponseReturnValue:
    """Ask for the order of appointment."""
    case = _mine(reference, OfferEvent.APPOINT)
    form = OrderForm(formdata=None, data={"version": case.offer.version, "appointed_on": clock.today()})
    return render("placements/appoint.html", case=case, offer=case.offer, form=form)


@bp.post("/desk/offers/<ref:reference>/appoint")
@requires(Permission.APPOINTMENT_RECORD)
def appoint_send(reference: str) -> ResponseReturnValue:
    """Record the appointment; the days are taken."""
    case, form, status = _mine(reference, OfferEvent.APPOINT), OrderForm(), 422
    if form.validate_on_submit():
        try:
            placement = actions.appoint(current_actor(), reference, form.draft(), version_of())
        except Refusal as refusal:
            status = _refuse(form, refusal, case)
        else:
            flash(gettext("The appointment is recorded. Everybody has been told."), "ok")
            return redirect(placement_page(placement.reference), 303)
    return render("placements/appoint.html", status, case=case, offer=case.offer, form=form)
