"""Rounds of the survey: the list, a new one, who has answered, reminders."""

from datetime import date, timedelta

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from talent_portal.accounts.permissions import Permission
from talent_portal.core import calendar, clock
from talent_portal.core.access import current_actor, requires
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal
from talent_portal.core.i18n import say
from talent_portal.core.pages import render
from talent_portal.municipalities import queries as municipalities
from talent_portal.shortages import actions, queries
from talent_portal.shortages.forms.round import RoundForm
from talent_portal.shortages.rules import choices
from talent_portal.shortages.views.blueprint import bp

LONGEST_VERSION = 9
USUAL_TIME = timedelta(days=28)
STEPS = {"open": actions.open_round, "closed": actions.close_round}


def version_of() -> int:
    """Return the version the page was made from; -1 (stale for certain) for anything that is no number."""
    text = request.form.get("version", "")[:LONGEST_VERSION]
    return int(text) if text.isascii() and text.isdigit() else -1


@bp.get("/desk/surveys")
@requires(Permission.SHORTAGE_READ)
def index() -> ResponseReturnValue:
    """List the rounds, and where one's own municipality stands in each."""
    session, actor = reading(), current_actor()
    manages = actor.may(Permission.SURVEY_MANAGE)
    town = municipalities.municipality_of(session, actor.organisation_id) if actor.organisation_id else None
    writes = town is not None and actor.may(Permission.SHORTAGE_DRAFT)
    found = queries.rounds(session, drafts=manages)
    own = queries.own_reports(session, town.organisation_id) if writes and town else {}
    return render(
        "shortages/index.html", rounds=found, manages=manages, town=town if writes else None, own=own, choices=choices
    )


@bp.get("/desk/surveys/new")
@requires(Permission.SURVEY_MANAGE)
def new() -> ResponseReturnValue:
    """Ask for a round, filled with what is usual: counted as of 1 April, four weeks to answer."""
    today = clock.today()
    year = calendar.fiscal_year(today)
    form = RoundForm(
        formdata=None,
        data={
            "as_of": date(year, 4, 1),
            "opens_on": today,
            "closes_on": calendar.add_working_days(today + USUAL_TIME, 0),
        },
    )
    form.title_ja.data = f"専門職配置状況調査（令和{year - 2018}年度）"
    form.title_en.data = f"Staffing survey {year}"
    return render("shortages/new.html", form=form)


@bp.post("/desk/surveys/new")
@requires(Permission.SURVEY_MANAGE)
def new_send() -> ResponseReturnValue:
    """Keep the round; it is sent out with the next step."""
    form = RoundForm()
    if form.validate_on_submit():
        try:
            survey = actions.create_round(current_actor(), form.draft())
        except Refusal as refusal:
            form.refuse(say(refusal), str(refusal.params.get("field", "")) or None)
        else:
            flash(gettext("The survey is ready. Look it over, then send it out."), "ok")
            return redirect(url_for("shortages.show", reference=survey.reference), 303)
    return render("shortages/new.html", 422, form=form)


@bp.get("/desk/surveys/<ref:reference>")
@requires(Permission.SURVEY_MANAGE)
def show(reference: str) -> ResponseReturnValue:
    """Show who has answered: one row per municipality, in official order."""
    session = reading()
    survey = queries.survey_round(session, reference)
    rows = queries.answers(session, survey)
    return render("shortages/round.html", survey=survey, rows=rows, choices=choices)


@bp.post("/desk/surveys/<ref:reference>/step")
@requires(Permission.SURVEY_MANAGE)
def step(reference: str) -> ResponseReturnValue:
    """Send the round out, or close it."""
    return _done(reference, request.form.get("to", ""))


def _done(reference: str, wanted: str) -> ResponseReturnValue:
    queries.survey_round(reading(), reference)
    act = STEPS.get(wanted)
    try:
        if act is not None:
            act(current_actor(), reference, version_of())
    except Refusal as refusal:
        flash(say(refusal), "stop")
    else:
        flash(gettext("Done.") if act else gettext("Please choose a step."), "ok" if act else "stop")
    return redirect(url_for("shortages.show", reference=reference), 303)


@bp.post("/desk/surveys/<ref:reference>/reminder")
@requires(Permission.SURVEY_MANAGE)
def remind(reference: str) -> ResponseReturnValue:
    """Write to every municipality that has not answered."""
    try:
        count = actions.remind_round(current_actor(), reference)
    except Refusal as refusal:
        flash(say(refusal), "stop")
    else:
        said = ngettext("%(num)s municipality is being reminded.", "%(num)s municipalities are being reminded.", count)
        flash(said, "ok")
    return redirect(url_for("shortages.show", reference=reference), 303)
