"""How many may come, and how many seats each talk has; one more municipality."""

from collections.abc import Mapping

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.accounts.permissions import Permission
from talent_portal.core.access import current_actor, requires
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal, Stale
from talent_portal.core.i18n import local, say
from talent_portal.core.pages import render
from talent_portal.core.references import PATTERN
from talent_portal.fairs import actions, queries
from talent_portal.fairs.forms.desk import AddBoothForm, CapacityForm
from talent_portal.fairs.queries import FairPage
from talent_portal.fairs.views.blueprint import bp
from talent_portal.fairs.views.desk import version_of
from talent_portal.municipalities import queries as municipalities

MOST_SEATS = 999
LONGEST_NUMBER = 3


def _page(
    reference: str,
    form: CapacityForm | None = None,
    typed: Mapping[str, str] | None = None,
    more: AddBoothForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """Show the three forms; `form` (or `more`) is the one that was sent."""
    page = queries.fair_page(reading(), reference, drafts=True)
    capacity = form or _stored(page)
    capacity.version.data = str(page.fair.version)
    context = {"page": page, "fair": page.fair, "typed": typed or {}, "more": more or _absent(page, blank=True)}
    return render("fairs/seats.html", status, form=more if more is not None else capacity, capacity=capacity, **context)


def _stored(page: FairPage) -> CapacityForm:
    kept = {"capacity": page.fair.capacity, "overbooking_percent": page.fair.overbooking_percent}
    return CapacityForm(formdata=None, data=kept)


def _absent(page: FairPage, *, blank: bool = False) -> AddBoothForm:
    """Offer the municipalities that do not take part yet."""
    form = AddBoothForm(formdata=None) if blank else AddBoothForm()
    there = {booth.organisation for booth in page.booths}
    towns = municipalities.municipalities(reading())
    named = [(town.organisation.reference, local(town, "name")) for town in towns]
    form.organisation.choices = [choice for choice in named if choice[0] not in there]
    return form


@bp.get("/desk/fairs/<ref:reference>/seats")
@requires(Permission.FAIR_MANAGE)
def seats(reference: str) -> ResponseReturnValue:
    """Show capacity and grid to change."""
    return _page(reference)


@bp.post("/desk/fairs/<ref:reference>/capacity")
@requires(Permission.FAIR_MANAGE)
def capacity_send(reference: str) -> ResponseReturnValue:
    """Raise or lower how many may come; never below those who have signed up."""
    form, status = CapacityForm(), 422
    if form.validate_on_submit():
        numbers = form.capacity.data or 0, form.overbooking_percent.data or 0
        try:
            actions.change_capacity(current_actor(), reference, *numbers, version_of())
        except Refusal as refusal:
            form.refuse(say(refusal), None if isinstance(refusal, Stale) else "capacity")
            status = refusal.status
        else:
            flash(gettext("Saved."), "ok")
            return redirect(url_for("fairs.seats", reference=reference), 303)
    return _page(reference, form, status=status)


@bp.post("/desk/fairs/<ref:reference>/seats")
@requires(Permission.FAIR_MANAGE)
def seats_send(reference: str) -> ResponseReturnValue:
    """Save the seats of every talk, all or none."""
    form, typed = _stored(queries.fair_page(reading(), reference, drafts=True)), _typed()
    wanted = {slot: int(text) for slot, text in typed.items() if _sensible(text)}
    if len(wanted) < len(typed):
        form.refuse(gettext("Enter the seats of every talk as a number from 0 to %(most)s", most=MOST_SEATS))
        return _page(reference, form, typed, status=422)
    try:
        actions.set_seats(current_actor(), reference, wanted, version_of())
    except Refusal as refusal:
        form.refuse(say(refusal))
        return _page(reference, form, typed, status=refusal.status)
    flash(gettext("Saved."), "ok")
    return redirect(url_for("fairs.seats", reference=reference), 303)


def _typed() -> dict[str, str]:
    """Return what was typed, by slot."""
    named = (
        (name.removeprefix("seats-"), value.strip())
        for name, value in request.form.items()
        if name.startswith("seats-")
    )
    return {slot: value for slot, value in named if PATTERN.fullmatch(slot)}


def _sensible(text: str) -> bool:
    return text.isdecimal() and len(text) <= LONGEST_NUMBER and int(text) <= MOST_SEATS


@bp.post("/desk/fairs/<ref:reference>/booths")
@requires(Permission.FAIR_MANAGE)
def add_booth(reference: str) -> ResponseReturnValue:
    """Let one more municipality take part."""
    form = _absent(queries.fair_page(reading(), reference, drafts=True))
    if not form.validate_on_submit():
        return _page(reference, more=form, status=422)
    try:
        actions.add_booth(current_actor(), reference, form.organisation.data, form.seats.data or 1)
    except Refusal as refusal:
        form.refuse(say(refusal))
        return _page(reference, more=form, status=refusal.status)
    flash(gettext("The municipality has been added."), "ok")
    return redirect(url_for("fairs.seats", reference=reference), 303)
