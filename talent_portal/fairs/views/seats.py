"""How many may come, and how many seats each talk has; one more municipality."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.accounts.permissions import Permission
from talent_portal.core.access import current_actor, requires
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal
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


def _page(
    reference: str, form: CapacityForm, typed: dict[str, int] | None = None, status: int = 200
) -> ResponseReturnValue:
    page = queries.fair_page(reading(), reference, drafts=True)
    form.version.data = str(page.fair.version)
    more = _absent(page, AddBoothForm(formdata=None))
    return render("fairs/seats.html", status, form=form, page=page, fair=page.fair, typed=typed or {}, more=more)


def _absent(page: FairPage, form: AddBoothForm) -> AddBoothForm:
    """Offer the municipalities that do not take part yet."""
    there = {booth.organisation for booth in page.booths}
    towns = municipalities.municipalities(reading())
    named = [(town.organisation.reference, local(town, "name")) for town in towns]
    form.organisation.choices = [choice for choice in named if choice[0] not in there]
    return form


@bp.get("/desk/fairs/<ref:reference>/seats")
@requires(Permission.FAIR_MANAGE)
def seats(reference: str) -> ResponseReturnValue:
    """Show capacity and grid to change."""
    fair = queries.fair(reading(), reference)
    kept = {"capacity": fair.capacity, "overbooking_percent": fair.overbooking_percent}
    return _page(reference, CapacityForm(formdata=None, data=kept))


@bp.post("/desk/fairs/<ref:reference>/capacity")
@requires(Permission.FAIR_MANAGE)
def capacity_send(reference: str) -> ResponseReturnValue:
    """Raise or lower how many may come; never below those who have signed up."""
    form = CapacityForm()
    if form.validate_on_submit():
        numbers = form.capacity.data or 0, form.overbooking_percent.data or 0
        try:
            actions.change_capacity(current_actor(), reference, *numbers, version_of())
        except Refusal as refusal:
            form.refuse(say(refusal), "capacity")
        else:
            flash(gettext("Saved."), "ok")
            return redirect(url_for("fairs.seats", reference=reference), 303)
    return _page(reference, form, status=422)


@bp.post("/desk/fairs/<ref:reference>/seats")
@requires(Permission.FAIR_MANAGE)
def seats_send(reference: str) -> ResponseReturnValue:
    """Save the seats of every talk, all or none."""
    fair = queries.fair(reading(), reference)
    kept = {"capacity": fair.capacity, "overbooking_percent": fair.overbooking_percent}
    form, wanted = CapacityForm(formdata=None, data=kept), _wanted()
    try:
        actions.set_seats(current_actor(), reference, wanted, version_of())
    except Refusal as refusal:
        form.refuse(say(refusal))
        return _page(reference, form, wanted, refusal.status)
    flash(gettext("Saved."), "ok")
    return redirect(url_for("fairs.seats", reference=reference), 303)


def _wanted() -> dict[str, int]:
    """Return seats by slot; whatever is no sensible number is left as it was."""
    found = {}
    for name, value in request.form.items():
        slot = name.removeprefix("seats-")
        text = value.strip()
        if PATTERN.fullmatch(slot) and text.isascii() and text.isdigit() and int(text[:4]) <= MOST_SEATS:
            found[slot] = int(text[:4])
    return found


@bp.post("/desk/fairs/<ref:reference>/booths")
@requires(Permission.FAIR_MANAGE)
def add_booth(reference: str) -> ResponseReturnValue:
    """Let one more municipality take part."""
    form = _absent(queries.fair_page(reading(), reference, drafts=True), AddBoothForm())
    if form.validate_on_submit():
        actions.add_booth(current_actor(), reference, form.organisation.data, form.seats.data or 1)
        flash(gettext("The municipality has been added."), "ok")
    return redirect(url_for("fairs.seats", reference=reference), 303)
