"""The parts of a result that have pages of their own: all weeks, all pairs, unmet requests, people left out."""

from dataclasses import dataclass

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from talent_portal.accounts.permissions import Permission
from talent_portal.core.access import discloses, requires
from talent_portal.core.db import reading
from talent_portal.core.pages import Page, page_number, render
from talent_portal.matching import queries
from talent_portal.matching.models import MatchRun
from talent_portal.matching.queries import Book, Identity, Title
from talent_portal.matching.queries import runs as run_queries
from talent_portal.matching.rules.stored import restore
from talent_portal.matching.views import gaining, outcome, run_words, sentences
from talent_portal.matching.views.blueprint import bp
from talent_portal.matching.views.gaining import Gain
from talent_portal.matching.views.outcome import Row
from talent_portal.matching.views.runs import PLACE
from talent_portal.matching.views.shown import by_name, named

ON_A_PAGE = 20


def planned(session: Session, reference: str) -> MatchRun:
    """Return a run with its plan; raise `NoResultFound` (404) while it has none."""
    run = run_queries.run(session, reference, whole=True)
    if not run.has_plan:
        raise NoResultFound
    return run


def up(run: MatchRun) -> list[tuple[str, str]]:
    """Return the way up from a part of a result."""
    return [
        (url_for("matching.runs"), str(gettext("Allocate together"))),
        (url_for("matching.run", reference=run.reference), str(gettext("The plan"))),
    ]


def cut(listed: list[Row], number: int) -> Page[Row]:
    """Return one page of a list."""
    start = (number - 1) * ON_A_PAGE
    return Page(listed[start : start + ON_A_PAGE], number, len(listed), ON_A_PAGE)


@bp.get(f"{PLACE}/weeks")
@requires(Permission.MATCH_READ)
@discloses
def run_weeks(reference: str) -> ResponseReturnValue:
    """Show the shared weeks of everybody, those for most municipalities first."""
    session, number = reading(), page_number(request.args)
    run = planned(session, reference)
    shared = outcome.shared_weeks(run)
    shown = shared[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    titles = outcome.need_titles(session, [one for one in outcome.rows(run, "plan") if one["specialist"] in shown])
    people = named(session, shown, "matching.run_weeks")
    weeks = outcome.weeks(run, shown, people, titles)
    return render("matching/run_weeks.html", run=run, up=up(run), page=Page(weeks, number, len(shared), ON_A_PAGE))


@bp.get(f"{PLACE}/map")
@requires(Permission.MATCH_READ)
def run_map(reference: str) -> ResponseReturnValue:
    """Show on the map what is filled, now and with the plan."""
    session = reading()
    run = planned(session, reference)
    tiles = outcome.tiles(session, run)
    return render(
        "matching/run_map.html", run=run, up=up(run), tiles=tiles, shown=bool(tiles and outcome.rows(run, "coverage"))
    )


@bp.get(f"{PLACE}/pairs")
@requires(Permission.MATCH_READ)
@discloses
def run_pairs(reference: str) -> ResponseReturnValue:
    """List the pairs of the plan, and what differs from the plan before."""
    session, number = reading(), page_number(request.args)
    run = planned(session, reference)
    page = cut(outcome.rows(run, "plan"), number)
    changes = [one for one in outcome.rows(run, "changes") if one["need"]] if number == 1 else []
    titles = outcome.need_titles(session, [*page.rows, *changes])
    people = named(session, {one["specialist"] for one in (*page.rows, *changes)}, "matching.run_pairs")
    pairs = outcome.contracts(page.rows, people, titles)
    moved = [
        (people[one["specialist"]], titles[one["need"]], one)
        for one in changes
        if one["specialist"] in people and one["need"] in titles
    ]
    return render("matching/run_pairs.html", run=run, up=up(run), page=page, pairs=pairs, changes=moved)


@dataclass(frozen=True, slots=True)
class Unmet:
    """One request that did not get all it asked for: the reason, the funnel, what would give more."""

    title: Title
    asked: int
    given: int
    reason: str
    fitting: int
    steps: list[tuple[str, int, int]]
    elsewhere: list[Identity]
    more: list[str]
    gains: list[Gain]


@bp.get(f"{PLACE}/unmet")
@requires(Permission.MATCH_READ)
@discloses
def run_unmet(reference: str) -> ResponseReturnValue:
    """List the requests that got fewer people than they ask for, each with its reason."""
    session = reading()
    run = planned(session, reference)
    page = cut(outcome.rows(run, "unmet"), page_number(request.args))
    book = queries.book(session, queries.table(session))
    titles = outcome.need_titles(session, page.rows)
    people = named(session, {name for one in page.rows for name in one["elsewhere"]}, "matching.run_unmet")
    gained = gaining.listed(book, gaining.rows(run), titles)
    unmet = [_unmet(book, one, titles[one["need"]], people, gained) for one in page.rows if one["need"] in titles]
    return render("matching/run_unmet.html", run=run, up=up(run), page=page, unmet=unmet)


def _unmet(book: Book, one: Row, title: Title, people: dict[str, Identity], gained: list[Gain]) -> Unmet:
    return Unmet(
        title,
        one["asked"],
        one["given"],
        run_words.unmet_reason(one["reason"]),
        one["fitting"],
        [(run_words.rule(step["rule"]), step["left"], step["alone"]) for step in one["steps"]],
        [people[name] for name in one["elsewhere"] if name in people],
        [
            sentences.relaxation(book, more["code"], restore(more["params"]), str(more["people"]))
            for more in one["relaxed"]
        ],
        [gain for gain in gained if gain.title is title],
    )


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody who got nothing: what they could do, or the reason at the request where they came closest."""

    person: Identity
    could: list[Title]
    of: int
    reason: str
    closest: Title | None


@bp.get(f"{PLACE}/left-out")
@requires(Permission.MATCH_READ)
@discloses
def run_left_out(reference: str) -> ResponseReturnValue:
    """List the people who got nothing, those who came closest first, each with the reason."""
    session = reading()
    run = planned(session, reference)
    page = cut(outcome.rows(run, "left_out"), page_number(request.args))
    book = queries.book(session, queries.table(session))
    ids = {need for one in page.rows for need in (*one.get("fits", ()), *([one["need"]] if "need" in one else []))}
    titles = queries.titles(session, sorted(ids))
    people = named(session, {one["specialist"] for one in page.rows}, "matching.run_left_out")
    left = [_left(book, one, people[one["specialist"]], titles) for one in page.rows if one["specialist"] in people]
    return render("matching/run_left_out.html", run=run, up=up(run), page=page, left=left, may_run=by_name())


def _left(book: Book, one: Row, person: Identity, titles: dict[int, Title]) -> LeftOut:
    could = [titles[need] for need in one.get("fits", ()) if need in titles]
    reason = run_words.failure(book, one) if "code" in one else ""
    return LeftOut(person, could, one["of"], reason, titles.get(one.get("need", 0)))
