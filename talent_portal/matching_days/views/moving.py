"""The steps of a matching day: what each will do, then the doing; later dates, a second chance, calling it off."""

from collections.abc import Callable
from datetime import timedelta

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.accounts.permissions import Permission
from talent_portal.core import clock
from talent_portal.core.access import current_actor, requires
from talent_portal.core.actor import Actor
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal
from talent_portal.core.i18n import local, say
from talent_portal.core.pages import render
from talent_portal.matching_days import actions
from talent_portal.matching_days.forms.desk import CallOffForm, DatesForm, StepForm
from talent_portal.matching_days.queries import days
from talent_portal.matching_days.rules.states import DayEvent, DayState
from talent_portal.matching_days.views.blueprint import bp
from talent_portal.matching_days.views.shared import PLACE, up, version_of

STEPS: dict[DayEvent, Callable[[Actor, str, int], object]] = {
    DayEvent.OPEN: actions.open_day,
    DayEvent.PUBLISH: actions.publish_day,
    DayEvent.CLOSE: actions.close_day,
}
STEP = f"{PLACE}/<any('open', 'close-wishes', 'match', 'publish', 'close'):event>"
A_WEEK = timedelta(days=7)


@bp.get(STEP)
@requires(Permission.MATCH_RUN)
def step(reference: str, event: str) -> ResponseReturnValue:
    """Say what a step will do, before it is done."""
    return _step_page(reference, DayEvent(event), _step_form(reference, DayEvent(event), blank=True))


def _step_form(reference: str, event: DayEvent, *, blank: bool = False) -> StepForm:
    """Return the form of a step; it asks for a reason only where a time that everybody was told is cut short."""
    form = StepForm(formdata=None) if blank else StepForm()
    page = days.one(reading(), reference)
    if not (event is DayEvent.CLOSE_WISHES and page.day.may(event) and page.round.ends_early):
        del form.reason_ja, form.reason_en
    return form


def _step_page(reference: str, event: DayEvent, form: StepForm, status: int = 200) -> ResponseReturnValue:
    page = days.one(reading(), reference)
    form.version.data = str(page.day.version)
    return render(
        "matching_days/step.html",
        status,
        page=page,
        day=page.day,
        event=event,
        form=form,
        up=up(page.day),
        possible=page.day.may(event),
    )


@bp.post(STEP)
@requires(Permission.MATCH_RUN)
def step_send(reference: str, event: str) -> ResponseReturnValue:
    """Take the step."""
    wanted = DayEvent(event)
    form = _step_form(reference, wanted)
    if not form.validate_on_submit():
        return _step_page(reference, wanted, form, 422)
    try:
        _take(reference, wanted, form)
    except Refusal as refusal:
        form.refuse(say(refusal))
        return _step_page(reference, wanted, form, refusal.status)
    flash(gettext("The matching day has moved on."), "ok")
    return redirect(url_for("matching_days.desk_day", reference=reference), 303)


def _take(reference: str, event: DayEvent, form: StepForm) -> None:
    if event is DayEvent.MATCH:
        missing = bool(form.without_missing.data)
        actions.match_day(current_actor(), reference, version_of(), without_missing=missing)
    elif event is DayEvent.CLOSE_WISHES:
        why = (form.reason_ja.data or "", form.reason_en.data or "") if "reason_ja" in form else ()
        actions.close_wishes(current_actor(), reference, version_of(), *why)
    else:
        STEPS[event](current_actor(), reference, version_of())


@bp.get(f"{PLACE}/dates")
@requires(Permission.MATCH_RUN)
def postpone(reference: str) -> ResponseReturnValue:
    """Ask for later dates of the present round."""
    return _dates_page(reference, _dates(reference, blank=True))


def _dates(reference: str, *, blank: bool = False) -> DatesForm:
    """Return the form of the dates that can still move."""
    page = days.one(reading(), reference)
    form = DatesForm(formdata=None) if blank else DatesForm()
    if blank:
        form.show(page.round)
    if page.day.state is DayState.RANKING:
        del form.wishes_until
    return form


def _dates_page(reference: str, form: DatesForm, status: int = 200, *, again: bool = False) -> ResponseReturnValue:
    page = days.one(reading(), reference)
    form.version.data = str(page.day.version)
    moving = page.day.state in {DayState.WISHING, DayState.RANKING}
    return render(
        "matching_days/dates.html",
        status,
        page=page,
        day=page.day,
        form=form,
        up=up(page.day),
        again=again,
        left=[local(row.offer, "name") for row in page.programmes if row.offer.offered],
        possible=page.second_chance and page.day.may(DayEvent.SECOND_CHANCE) if again else moving,
    )


@bp.post(f"{PLACE}/dates")
@requires(Permission.MATCH_RUN)
def postpone_send(reference: str) -> ResponseReturnValue:
    """Set the later dates."""
    form = _dates(reference)
    if not form.validate_on_submit():
        return _dates_page(reference, form, 422)
    now = days.one(reading(), reference).round
    wishes = form.moment("wishes_until") if "wishes_until" in form else now.wishes_until
    try:
        actions.postpone(current_actor(), reference, wishes, form.moment("ranks_until"), version_of())
    except Refusal as refusal:
        return _dates_page(reference, _refused(form, refusal), refusal.status)
    flash(gettext("The later dates are kept."), "ok")
    return redirect(url_for("matching_days.desk_day", reference=reference), 303)


def _refused(form: DatesForm, refusal: Refusal) -> DatesForm:
    name = str(refusal.params.get("field", ""))
    form.refuse(say(refusal), name if name in form else None)
    return form


@bp.get(f"{PLACE}/second-chance")
@requires(Permission.MATCH_RUN)
def second_chance(reference: str) -> ResponseReturnValue:
    """Ask for the dates of a second round, and say who takes part in it."""
    form = DatesForm(formdata=None, wishes_until=clock.today() + A_WEEK, ranks_until=clock.today() + 2 * A_WEEK)
    return _dates_page(reference, form, again=True)


@bp.post(f"{PLACE}/second-chance")
@requires(Permission.MATCH_RUN)
def second_chance_send(reference: str) -> ResponseReturnValue:
    """Begin the second round."""
    form = DatesForm()
    if not form.validate_on_submit():
        return _dates_page(reference, form, 422, again=True)
    dates = form.moment("wishes_until"), form.moment("ranks_until")
    try:
        actions.give_second_chance(current_actor(), reference, *dates, version_of())
    except Refusal as refusal:
        return _dates_page(reference, _refused(form, refusal), refusal.status, again=True)
    flash(gettext("The second chance has begun. Everybody without a place has been asked again."), "ok")
    return redirect(url_for("matching_days.desk_day", reference=reference), 303)


@bp.get(f"{PLACE}/call-off")
@requires(Permission.MATCH_RUN)
def call_off(reference: str) -> ResponseReturnValue:
    """Ask for the reason before everybody is told."""
    return _call_off_page(reference, CallOffForm(formdata=None))


def _call_off_page(reference: str, form: CallOffForm, status: int = 200) -> ResponseReturnValue:
    page = days.one(reading(), reference)
    form.version.data = str(page.day.version)
    possible = page.day.may(DayEvent.CANCEL) or page.day.may(DayEvent.ABANDON)
    return render(
        "matching_days/call_off.html", status, page=page, day=page.day, form=form, up=up(page.day), possible=possible
    )


@bp.post(f"{PLACE}/call-off")
@requires(Permission.MATCH_RUN)
def call_off_send(reference: str) -> ResponseReturnValue:
    """Call the matching day, or its second chance, off."""
    form = CallOffForm()
    if not form.validate_on_submit():
        return _call_off_page(reference, form, 422)
    said = form.notice_ja.data or "", form.notice_en.data or ""
    try:
        actions.cancel_day(current_actor(), reference, *said, version_of())
    except Refusal as refusal:
        form.refuse(say(refusal))
        return _call_off_page(reference, form, refusal.status)
    flash(gettext("It has been called off, and everybody is being told."), "ok")
    return redirect(url_for("matching_days.desk_day", reference=reference), 303)
