"""The office's matching days: the list, a new one, its seats and dates, and how far it is."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.accounts.permissions import Permission
from talent_portal.core import clock
from talent_portal.core.access import current_actor, requires
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal, Stale
from talent_portal.core.i18n import local, say
from talent_portal.core.pages import page_number, render
from talent_portal.core.versions import differences
from talent_portal.matching_days import actions
from talent_portal.matching_days.forms.desk import DayForm, day_form
from talent_portal.matching_days.queries import days
from talent_portal.matching_days.queries.days import DayPage
from talent_portal.matching_days.rules import words
from talent_portal.matching_days.rules.states import DayState
from talent_portal.matching_days.views.blueprint import bp
from talent_portal.matching_days.views.shared import PLACE, may_run, up, version_of
from talent_portal.municipalities import queries as municipalities
from talent_portal.professions import queries as professions

# Where the refusals of a draft belong on the form.
FIRST_OF = {"programmes": "seats", "caps": "cap"}


@bp.get("/desk/matching-days")
@requires(Permission.MATCH_READ)
def desk() -> ResponseReturnValue:
    """List the matching days, the newest first."""
    page = days.book(reading(), page_number(request.args))
    return render("matching_days/desk.html", page=page, states=words.DAY_STATES, may_run=may_run())


@bp.get("/desk/matching-days/new")
@requires(Permission.MATCH_RUN)
def new_day() -> ResponseReturnValue:
    """Ask for title, seats, limits and dates."""
    return _page(_form(blank=True))


def _form(*, blank: bool = False) -> DayForm:
    session = reading()
    towns = [(town.organisation.reference, local(town, "name")) for town in municipalities.municipalities(session)]
    regions = municipalities.regions(session, clock.today())
    areas = [(region.code, local(region, "name")) for region, _ in regions]
    made = day_form(towns, areas)
    form = made(formdata=None) if blank else made()
    form.offer([(one.code, local(one, "name")) for one in professions.professions(session)])
    return form


def _page(form: DayForm, status: int = 200, **more: object) -> ResponseReturnValue:
    given: dict[str, object] = {"day": None, "theirs": None, "up": up()} | more
    return render("matching_days/edit.html", status, form=form, **given)


@bp.post("/desk/matching-days/new")
@requires(Permission.MATCH_RUN)
def new_day_send() -> ResponseReturnValue:
    """Keep the draft, then show what it still needs."""
    form = _form()
    if form.validate_on_submit():
        try:
            day = actions.create_day(current_actor(), form.draft(), str(form.key.data))
        except Refusal as refusal:
            form.refuse(say(refusal), _field_of(form, refusal))
        else:
            flash(gettext("The draft is kept. Now enter the applicants."), "ok")
            return redirect(url_for("matching_days.desk_day", reference=day.reference), 303)
    return _page(form, 422)


def _field_of(form: DayForm, refusal: Refusal) -> str | None:
    """Return the field a refusal is about; those about all seats or limits belong to the first of them."""
    name = str(refusal.params.get("field", ""))
    if name in FIRST_OF:
        several = form.several(FIRST_OF[name])
        return str(several[0].name) if several else None
    return name if name in form else None


@bp.get(f"{PLACE}/edit")
@requires(Permission.MATCH_RUN)
def edit_day(reference: str) -> ResponseReturnValue:
    """Show a draft to change, or say that it has opened."""
    page = days.one(reading(), reference)
    return _page(_stored(page), day=page.day, up=up(page.day))


def _stored(page: DayPage) -> DayForm:
    form = _form(blank=True)
    form.fill(page)
    return form


@bp.post(f"{PLACE}/edit")
@requires(Permission.MATCH_RUN)
def edit_day_send(reference: str) -> ResponseReturnValue:
    """Replace the draft, or show both versions when a colleague was faster."""
    page, form, status, theirs = days.one(reading(), reference), _form(), 422, None
    if form.validate_on_submit():
        try:
            actions.change_day(current_actor(), reference, form.draft(), version_of())
        except Refusal as refusal:
            status, theirs = refusal.status, _refused(form, page, refusal)
        else:
            flash(gettext("The matching day is kept as changed."), "ok")
            return redirect(url_for("matching_days.desk_day", reference=reference), 303)
    return _page(form, status, day=page.day, theirs=theirs, up=up(page.day))


def _refused(form: DayForm, page: DayPage, refusal: Refusal) -> list[dict[str, str]] | None:
    """Put the refusal on the form; return the other version where somebody was faster."""
    form.refuse(say(refusal), _field_of(form, refusal))
    if not isinstance(refusal, Stale):
        return None
    form.version.data = str(page.day.version)  # whoever sends again has seen the other version
    return differences(form, _stored(page))


@bp.get(PLACE)
@requires(Permission.MATCH_READ)
def desk_day(reference: str) -> ResponseReturnValue:
    """Show how far a matching day is, who must act next, and by when."""
    page = days.one(reading(), reference)
    return render(
        "matching_days/desk_day.html",
        page=page,
        day=page.day,
        up=up(),
        states=words.DAY_STATES,
        may_run=may_run(),
        reached=list(DayState).index(page.day.state) + 1,
    )
