"""Runs over all requests: the list, a new one, progress, and what came of it."""

from datetime import timedelta

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.accounts.permissions import Permission
from talent_portal.core import clock
from talent_portal.core.access import current_actor, discloses, requires
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal
from talent_portal.core.i18n import local, say
from talent_portal.core.pages import PAGE_SIZE, Page, page_number, render
from talent_portal.core.references import PATTERN, new_reference
from talent_portal.core.words import day_time
from talent_portal.matching import actions, queries
from talent_portal.matching.forms import RunForm
from talent_portal.matching.models import MatchRun
from talent_portal.matching.queries import Book, Identity, Title
from talent_portal.matching.queries import runs as run_queries
from talent_portal.matching.rules.runs import Mode, RunState
from talent_portal.matching.views import gaining, outcome, run_words
from talent_portal.matching.views.blueprint import bp
from talent_portal.matching.views.outcome import Row
from talent_portal.matching.views.shown import by_name, named
from talent_portal.professions import queries as professions

PLACE = "/desk/runs/<ref:reference>"
LONGEST_VERSION = 9
REFRESH_SECONDS = "2"
FIRST_WEEKS = 4
# A worker that is there begins within seconds, or after the run that it is at, which is told.
LATE = timedelta(minutes=6)


def version_of() -> int:
    """Return the version the page was made from; -1 (stale for certain) for anything that is no number."""
    text = request.form.get("version", "")[:LONGEST_VERSION]
    return int(text) if text.isascii() and text.isdigit() else -1


@bp.get("/desk/runs")
@requires(Permission.MATCH_READ)
def runs() -> ResponseReturnValue:
    """List the runs, the newest first."""
    session, number = reading(), page_number(request.args)
    total = run_queries.count_runs(session)
    listed = run_queries.runs(session, (number - 1) * PAGE_SIZE, PAGE_SIZE)
    return render("matching/runs.html", page=Page(listed, number, total), words=run_words, may_run=by_name())


@bp.get("/desk/runs/new")
@requires(Permission.MATCH_RUN)
def run_new() -> ResponseReturnValue:
    """Ask for a run: a published plan is kept as far as possible unless somebody wishes otherwise."""
    form = RunForm(formdata=None)
    earlier = _offer(form)
    wished = request.args.get("previous", "")
    published = next((one for one in earlier if one.state is RunState.PUBLISHED), None)
    chosen = next((one for one in earlier if one.reference == wished), published)
    if chosen is not None:
        form.previous.data, form.mode.data = chosen.reference, Mode.TIERED.value
    form.key.data = new_reference()
    return render("matching/run_new.html", form=form)


def _offer(form: RunForm) -> list[MatchRun]:
    session = reading()
    earlier = run_queries.plans_to_keep(session)
    listed = [(one.reference, f"{day_time(one.asked_at)} {gettext(run_words.STATES[one.state][0])}") for one in earlier]
    roles = [(one.code, local(one, "name")) for one in professions.professions(session)]
    form.offer(listed, roles)
    return earlier


@bp.post("/desk/runs/new")
@requires(Permission.MATCH_RUN)
def run_new_send() -> ResponseReturnValue:
    """Give the run to the worker."""
    form = RunForm()
    _offer(form)
    if form.validate_on_submit():
        key = form.key.data if PATTERN.fullmatch(form.key.data or "") else new_reference()
        try:
            run = actions.ask(current_actor(), form.options(), form.previous.data, key)
        except Refusal as refusal:
            form.refuse(say(refusal), str(refusal.params.get("field", "")) or None)
        else:
            return redirect(url_for("matching.run", reference=run.reference), 303)
    return render("matching/run_new.html", 422, form=form)


@bp.get(PLACE)
@requires(Permission.MATCH_READ)
@discloses
def run(reference: str) -> ResponseReturnValue:
    """Show how far a run is, or what came of it."""
    return run_page(reference)


def run_page(reference: str, status: int = 200) -> Response:
    """Show a run as it stands; while something moves, the page comes again by itself."""
    found = run_queries.run(reading(), reference, whole=True)
    if found.has_plan:
        return _result(found, status)
    refreshes = found.moving and request.args.get("refresh") != "no"
    now = clock.now()
    silent = found.state is RunState.RUNNING and found.beat_at and now - found.beat_at > run_queries.SILENT
    busy = found.state is RunState.QUEUED and run_queries.is_at_work(reading(), now)
    late = found.state is RunState.QUEUED and not busy and now - found.asked_at > LATE
    page = render(
        "matching/run_progress.html", status, run=found, words=run_words, refreshes=refreshes, silent=silent,
        busy=busy, late=late, may_run=by_name(),
    )  # fmt: skip
    if refreshes:
        page.headers["Refresh"] = REFRESH_SECONDS
    return page


def _result(found: MatchRun, status: int) -> Response:
    session = reading()
    book = queries.book(session, queries.table(session))
    shared = outcome.shared_weeks(found)
    shown = shared[:FIRST_WEEKS]
    plan = [one for one in outcome.rows(found, "plan") if one["specialist"] in shown]
    conflicts = outcome.rows(found, "conflicts")
    titles = outcome.need_titles(session, [*plan, *conflicts, *gaining.rows(found)])
    people = named(session, {*shown, *(one["specialist"] for one in conflicts)}, "matching.run")
    return render(
        "matching/run.html",
        status,
        run=found,
        words=run_words,
        figures=run_words.figures(found),
        coverage=outcome.coverage(found, book.offices),
        gains=gaining.told(book, found, titles),
        weeks=outcome.weeks(found, shown, people, titles),
        sharing=len(shared),
        conflicts=_lost(book, conflicts, people, titles),
        tiers=outcome.rows(found, "tiers"),
        may_run=by_name(),
    )  # fmt: skip


def _lost(
    book: Book, conflicts: list[Row], people: dict[str, Identity], titles: dict[int, Title]
) -> list[tuple[Identity, Title, str]]:
    """Return the pairs that should have been kept and could not be, each with the reason."""
    there = [one for one in conflicts if one["specialist"] in people and one["need"] in titles]
    return [(people[one["specialist"]], titles[one["need"]], run_words.failure(book, one)) for one in there]


@bp.post(f"{PLACE}/stop")
@requires(Permission.MATCH_RUN)
@discloses
def run_stop(reference: str) -> ResponseReturnValue:
    """End a run with the best plan so far."""
    try:
        actions.stop(current_actor(), reference, version_of())
    except Refusal as refusal:
        flash(say(refusal), "stop")
        return run_page(reference, refusal.status)
    flash(gettext("The run is being stopped. The best plan so far is kept."), "ok")
    return redirect(url_for("matching.run", reference=reference), 303)
