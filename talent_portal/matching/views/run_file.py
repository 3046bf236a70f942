"""A plan as a file for spreadsheets: who works for whom and when, then what stayed unmet and why. Without names."""

from collections.abc import Sequence

from flask import Response
from flask_babel import gettext

from talent_portal.accounts.permissions import Permission
from talent_portal.core.access import discloses, requires
from talent_portal.core.db import reading
from talent_portal.core.files import writing
from talent_portal.core.files.download import attachment
from talent_portal.core.files.tables import Cell, Table
from talent_portal.core.i18n import local
from talent_portal.core.marks import _n
from talent_portal.core.words import halves
from talent_portal.matching import queries
from talent_portal.matching.models import MatchRun
from talent_portal.matching.queries import Book, Identity, Title
from talent_portal.matching.views import gaining, outcome, run_words
from talent_portal.matching.views.blueprint import bp
from talent_portal.matching.views.outcome import Row
from talent_portal.matching.views.run_parts import planned
from talent_portal.matching.views.runs import PLACE
from talent_portal.matching.views.shown import named

HEADS = (
    _n("Municipality"), _n("Request"), _n("Reference of the request"), _n("Reference of the person"), _n("Days"),
    _n("Half-days of the week"), _n("Way, in minutes"), _n("Points"), _n("Kept by decision"), _n("Posts filled"),
    _n("Posts asked for"), _n("Why it is unmet"),
    _n("What would cover more"),
)  # fmt: skip


@bp.get(f"{PLACE}/plan.<any(xlsx, csv):kind>")
@requires(Permission.MATCH_READ)
@discloses
def run_file(reference: str, kind: str) -> Response:
    """Return the plan as a file; people stand in it by reference only, and that they do is noted."""
    session = reading()
    run = planned(session, reference)
    plan, unmet = outcome.rows(run, "plan"), outcome.rows(run, "unmet")
    titles = outcome.need_titles(session, [*plan, *unmet])
    people = named(session, {one["specialist"] for one in plan}, "matching.run_file")
    book = queries.book(session, queries.table(session))
    table = _table(run, book, titles, people)
    if kind == "xlsx":
        return attachment(writing.xlsx(table), f"{table.title}.xlsx", writing.XLSX)
    return attachment(writing.csv_file(table), f"{table.title}.csv", "text/csv")


def _table(run: MatchRun, book: Book, titles: dict[int, Title], people: dict[str, Identity]) -> Table:
    plan, unmet = outcome.rows(run, "plan"), outcome.rows(run, "unmet")
    rows = [_pair(one, titles[one["need"]]) for one in plan if one["need"] in titles and one["specialist"] in people]
    more = _more(book, gaining.rows(run))
    rows += [_unmet(one, titles[one["need"]], more.get(one["need"], "")) for one in unmet if one["need"] in titles]
    title = gettext("Plan %(reference)s", reference=run.reference)
    return Table(title, [gettext(head) for head in HEADS], rows)


def _request(title: Title) -> list[Cell]:
    return [local(title.office, "name"), local(title, "title"), title.reference]


def _pair(one: Row, title: Title) -> list[Cell]:
    kept = gettext("Yes") if one["pinned"] else ""
    week = halves(one["slots"])
    return [
        *_request(title), one["specialist"], outcome.days(one), week, one["minutes"], one["points"], kept,
        None, None, "", "",
    ]  # fmt: skip


def _unmet(one: Row, title: Title, more: str) -> list[Cell]:
    reason = run_words.unmet_reason(one["reason"])
    return [*_request(title), "", "", "", None, None, "", one["given"], one["asked"], reason, more]


def _more(book: Book, gains: Sequence[Row]) -> dict[int, str]:
    """Return by request what would cover more, in one cell each."""
    found: dict[int, list[str]] = {}
    for one in gains:
        found.setdefault(one["need"], []).append(gaining.sentence(book, one))
    return {need: " ".join(texts) for need, texts in found.items()}
