"""Placements on the desk: one whole, the week of a municipality, early ends, wishes, reports."""

from datetime import date, timedelta

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.accounts.permissions import Permission
from talent_portal.core import clock
from talent_portal.core.access import current_actor, discloses, requires
from talent_portal.core.actor import Scope
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal, Stale
from talent_portal.core.pages import personal, render
from talent_portal.core.references import PATTERN, new_reference
from talent_portal.placements import actions, policies, queries
from talent_portal.placements.forms.desk import EndForm, ReasonForm, WishForm
from talent_portal.placements.forms.person import ReportForm
from talent_portal.placements.models import Channel, Side
from talent_portal.placements.queries import PlacementCase
from talent_portal.placements.rules import choices
from talent_portal.placements.rules.halves import working_days
from talent_portal.placements.rules.states import PlacementEvent, PlacementState
from talent_portal.placements.rules.week import Claim, of_terms
from talent_portal.placements.views.blueprint import bp
from talent_portal.placements.views.desk import form_names
from talent_portal.placements.views.shared import (
    all_named,
    chosen_week,
    do,
    named,
    placement_page,
    refused,
    version_of,
    week_of,
    weeks_of,
)

LONGEST_CODE = 40


def _readable(reference: str) -> PlacementCase:
    """Return a placement that this reader may see; 404 for any other."""
    case = queries.placement_case(reading(), reference)
    policies.must(policies.may_read(current_actor(), case.placement.organisation_id, case.partners))
    return case


def _mine(reference: str, event: PlacementEvent) -> PlacementCase:
    """Return a placement on which this reader takes such steps; 404 for any other."""
    case = queries.placement_case(reading(), reference)
    policies.must_move(current_actor(), event, case.placement)
    return case


@bp.get("/desk/placements/<ref:reference>")
@requires(Permission.FORM_CHECK_READ)
@discloses
def placement(reference: str) -> ResponseReturnValue:
    """Show one placement: its state, the week, who must act, and the reports once they are released."""
    case, actor = _readable(reference), current_actor()
    found = case.placement
    can = {each.value for each in policies.moves_of(actor, found) if found.may(each)}
    shown, name = desk_week(case), named(found, "placements.placement", case.partners)
    personal()
    return render(
        "placements/placement.html", case=case, placement=found, name=name, can=can, week=shown, choices=choices,
        forms=form_names(), wish=_wish(), now=clock.now(),
        reports=policies.reads_reports(actor, found), reported=found.reported(Side.TOWN),
    )  # fmt: skip


def desk_week(case: PlacementCase) -> dict[str, object]:
    """Return a week of the placement; a municipality sees its own half-days, and of the rest that they are taken."""
    found, today = case.placement, clock.today()
    monday = chosen_week(max(found.starts_on, min(today, found.last_day)))
    actor = current_actor()
    whole = actor.scope(Permission.FORM_CHECK_READ) is Scope.ALL
    return week_of(found.specialist_id, monday, own_halves(case, monday), None if whole else actor.organisation_id)


def own_halves(case: PlacementCase, monday: date) -> list[Claim]:
    """Return the half-days of this placement in one week, as far as they still stand."""
    found = case.placement
    if found.state is PlacementState.CANCELLED:
        return []
    standing = case.terms.plain.at(found.organisation_id).items()
    at = {slot: where for slot, where in standing if slot[0] <= found.last_day}
    return of_terms(at, monday, found.organisation_id, decided=True)


def _wish() -> WishForm:
    form = WishForm(formdata=None)
    form.offer()
    return form


@bp.get("/desk/placements/week")
@requires(Permission.FORM_CHECK_READ)
@discloses
def week() -> ResponseReturnValue:
    """Show who works when in one week, one shared week per person."""
    monday = chosen_week(clock.today())
    rows = queries.people_of_week(reading(), current_actor(), monday)
    whole = current_actor().scope(Permission.FORM_CHECK_READ) is Scope.ALL
    reader = None if whole else current_actor().organisation_id
    shown = weeks_of([row.specialist_id for row in rows], monday, reader)
    # What is listed concerns the reader: by its own terms, or because the person comes there to work.
    names = all_named(rows, "placements.week", [reader] if reader is not None else [])
    people = list(zip(rows, shown, names, strict=True))
    personal()
    before, after = monday - timedelta(days=7), monday + timedelta(days=7)
    return render("placements/week.html", people=people, monday=monday, before=before, after=after)


@bp.get("/desk/placements/<ref:reference>/end")
@requires(Permission.PLACEMENT_CHANGE)
def end_placement(reference: str) -> ResponseReturnValue:
    """Ask for reason and last day before a placement ends early, or is called off before it began."""
    case, form = _ending(reference)
    form.version.data = str(case.placement.version)
    return render("placements/end_placement.html", case=case, placement=case.placement, form=form)


def _ending(reference: str) -> tuple[PlacementCase, ReasonForm]:
    case = queries.placement_case(reading(), reference)
    scheduled = case.placement.state is PlacementState.SCHEDULED
    policies.must_move(
        current_actor(), PlacementEvent.CANCEL if scheduled else PlacementEvent.END_EARLY, case.placement
    )
    form = ReasonForm() if scheduled else EndForm()
    form.offer(choices.END_REASONS)
    return case, form


@bp.post("/desk/placements/<ref:reference>/end")
@requires(Permission.PLACEMENT_CHANGE)
def end_placement_send(reference: str) -> ResponseReturnValue:
    """End it early, or call it off; everybody is told and the days are free."""
    case, form = _ending(reference)
    status = 422
    if form.validate_on_submit():
        try:
            _end(reference, form)
        except Refusal as refusal:
            status = refusal.status
            form.refuse(refused(refusal), "last_day" if "last_day" in form and status < 409 else None)  # noqa: PLR2004 - HTTP
            form.version.data = str(case.placement.version) if isinstance(refusal, Stale) else form.version.data
        else:
            flash(gettext("Recorded. Everybody whom it concerns has been told."), "ok")
            return redirect(placement_page(reference), 303)
    return render("placements/end_placement.html", status, case=case, placement=case.placement, form=form)


def _end(reference: str, form: ReasonForm) -> None:
    if isinstance(form, EndForm) and form.last_day.data:
        actions.end_early(current_actor(), reference, form.last_day.data, form.reason.data, version_of())
    else:
        actions.cancel(current_actor(), reference, form.reason.data, version_of())


@bp.post("/desk/placements/<ref:reference>/ask")
@requires(Permission.PLACEMENT_CHANGE)
def ask(reference: str) -> ResponseReturnValue:
    """Ask for a change; the approver and the prefecture are told."""
    _mine(reference, PlacementEvent.ASK)
    wish = request.form.get("wish", "")[:LONGEST_CODE]
    said = gettext("The wish has been passed on.")
    return do(lambda: actions.ask(current_actor(), reference, wish), placement_page(reference), said)


@bp.post("/desk/placements/<ref:reference>/hear")
@requires(Permission.PLACEMENT_CHANGE)
def hear(reference: str) -> ResponseReturnValue:
    """Note that a wish has been talked over."""
    _mine(reference, PlacementEvent.HEAR)
    said = gettext("Noted, and the sides have been told.")
    return do(lambda: actions.hear(current_actor(), reference, version_of()), placement_page(reference), said)


@bp.get("/desk/placements/<ref:reference>/report")
@requires(Permission.REVIEW_WRITE)
def report(reference: str) -> ResponseReturnValue:
    """Ask for the facts of the municipality's side."""
    case = _mine(reference, PlacementEvent.REVIEW)
    return report_page("placements/report.html", case, report_form(case))


@bp.post("/desk/placements/<ref:reference>/report")
@requires(Permission.REVIEW_WRITE)
def report_send(reference: str) -> ResponseReturnValue:
    """Keep the report of the municipality's side."""
    case, form, status = _mine(reference, PlacementEvent.REVIEW), ReportForm(), 422
    form.offer()
    if form.validate_on_submit():
        try:
            actions.report(current_actor(), reference, form.draft(), Channel.OFFICE)
        except Refusal as refusal:
            status = refusal.status
            form.refuse(refused(refusal))
        else:
            flash(gettext("Thank you. The report is kept."), "ok")
            return redirect(placement_page(reference), 303)
    return report_page("placements/report.html", case, form, status)


def report_form(case: PlacementCase) -> ReportForm:
    """Return the report with the days that the terms had, to be corrected."""
    halves = [each for each in case.terms.plain.dated if each[0] <= case.placement.last_day]
    form = ReportForm(formdata=None, data={"key": new_reference(), "days_worked": working_days(halves)})
    form.offer()
    return form


def report_page(
    template: str, case: PlacementCase, form: ReportForm, status: int = 200, **more: object
) -> ResponseReturnValue:
    """Show the report to write; a key that was tampered with is made anew."""
    if not PATTERN.fullmatch(str(form.key.data or "")):
        form.key.data = new_reference()
    return render(template, status, case=case, placement=case.placement, form=form, choices=choices, **more)


def page_of_offer(reference: str) -> str:
    """Return where staff see the offer behind a letter or a call."""
    return url_for("placements.offer", reference=reference)


def page_of_placement(reference: str) -> str:
    """Return where staff see the placement behind a letter or a call."""
    return url_for("placements.placement", reference=reference)


SUBJECT_PAGES = {"offer": page_of_offer, "placement": page_of_placement}
