"""Up to four runs side by side: options, figures, and every municipality."""

from dataclasses import dataclass

from flask import request
from flask.typing import ResponseReturnValue

from talent_portal.accounts.permissions import Permission
from talent_portal.core.access import requires
from talent_portal.core.db import reading
from talent_portal.core.i18n import local
from talent_portal.core.pages import render
from talent_portal.core.references import PATTERN
from talent_portal.matching import queries
from talent_portal.matching.models import MatchRun
from talent_portal.matching.queries import Named
from talent_portal.matching.queries import runs as run_queries
from talent_portal.matching.views import outcome, run_words
from talent_portal.matching.views.blueprint import bp

FEWEST, MOST = 2, 4


@dataclass(frozen=True, slots=True)
class Compared:
    """One municipality: per cent filled with each run; None where it asked for nobody then."""

    name: str
    island: bool
    cells: list[int | None]

    @property
    def differs(self) -> bool:
        """Return whether the runs differ here."""
        return len(set(self.cells)) > 1


@bp.get("/desk/runs/compare")
@requires(Permission.MATCH_READ)
def runs_compare() -> ResponseReturnValue:
    """Compare the runs ticked; fewer than two or more than four are told how to go on."""
    picked = list(dict.fromkeys(one for one in request.args.getlist("run") if PATTERN.fullmatch(one)))
    session = reading()
    found = [one for one in run_queries.runs_named(session, picked[: MOST + 1]) if one.has_plan]
    if not FEWEST <= len(found) <= MOST:
        return render("matching/runs_compare.html", 422, runs=[], words=run_words)
    offices = queries.book(session, queries.table(session)).offices
    figures = [run_words.figures(one) for one in found]
    return render(
        "matching/runs_compare.html", runs=found, words=run_words, figures=figures, towns=_towns(found, dict(offices))
    )


def _towns(found: list[MatchRun], offices: dict[int, Named]) -> list[Compared]:
    """Return the municipalities, those that the runs serve most differently first."""
    told = [{one["organisation_id"]: one for one in outcome.rows(run, "coverage")} for run in found]
    ids = sorted({key for rows in told for key in rows} & offices.keys())
    rows = []
    for key in ids:
        cells = [outcome.filled(one[key]["after"]) if key in one else None for one in told]
        island = any(one[key]["island"] for one in told if key in one)
        rows.append(Compared(local(offices[key], "name"), island, cells))
    return sorted(rows, key=lambda row: -_spread(row.cells))


def _spread(cells: list[int | None]) -> int:
    known = [one for one in cells if one is not None]
    return max(known) - min(known)
