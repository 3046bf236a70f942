"""What was kept of a run, as rows that templates draw. Nothing is worked out here but sums and names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy.orm import Session

from talent_portal.core.i18n import local
from talent_portal.core.week import DAYS, HALVES
from talent_portal.matching.models import MatchRun
from talent_portal.matching.queries import Identity, Named, Title, titles
from talent_portal.matching.rules.runs import MILLION
from talent_portal.matching.views import sentences
from talent_portal.municipalities import queries as municipalities

Row = Mapping[str, Any]
TONES = 6


def rows(run: MatchRun, key: str) -> list[Row]:
    """Return one part of the result; nothing where a run has none."""
    return cast("list[Row]", run.result.get(key, []))


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One body: days a week asked for and covered, and per cent of what it requires that is filled."""

    name: str
    island: bool
    asked: str
    covered: str
    before: int
    after: int
    reported: bool


def coverage(run: MatchRun, offices: Mapping[int, Named]) -> list[CoverageRow]:
    """Return the bodies, the worst shortage that remains first."""
    return [
        CoverageRow(
            local(offices[one["organisation_id"]], "name"),
            one["island"],
            sentences.days(one["asked"]),
            sentences.days(one["covered"]),
            filled(one["before"]),
            filled(one["after"]),
            one["reported"],
        )
        for one in rows(run, "coverage")
        if one["organisation_id"] in offices
    ]


def filled(residual: int) -> int:
    """Return per cent filled for a residual shortage in millionths, never rounded up to all."""
    return 100 * (MILLION - residual) // MILLION


def tiles(session: Session, run: MatchRun) -> list[dict[str, object]]:
    """Return the map of the municipalities, with what is filled before and after where anything was asked for."""
    told = {one["organisation_id"]: one for one in rows(run, "coverage")}
    slugs = {town.slug: town.organisation_id for town in municipalities.municipalities(session)}
    found: list[dict[str, object]] = []
    for tile in municipalities.tiles(session):
        one = told.get(slugs.get(tile.slug, 0))
        shown = {"before": filled(one["before"]), "after": filled(one["after"])} if one else {"after": None}
        names = {"name": local(tile, "name"), "short": local(tile, "short")}
        found.append({**names, "col": tile.col, "row": tile.row, **shown})
    return found


@dataclass(frozen=True, slots=True)
class Contract:
    """One pair of the plan: who, for which request, how much, and whether somebody wants it kept."""

    person: Identity
    title: Title
    need_id: int
    days: str
    points: int
    minutes: int
    pinned: bool
    tone: int = 1


@dataclass(frozen=True, slots=True)
class Week:
    """The shared week of one person."""

    person: Identity
    contracts: list[Contract]
    cells: list[dict[str, object]] = field(default_factory=list)

    @property
    def towns(self) -> list[dict[str, object]]:
        """Return the key under the week."""
        return [
            {
                "name": local(one.title.office, "name"),
                "tone": one.tone,
                "about": f"{local(one.title, 'title')} ・ {one.days}",
            }
            for one in self.contracts
        ]


def need_titles(session: Session, listed: Sequence[Row]) -> dict[int, Title]:
    """Return the titles of the requests that these rows speak about."""
    return titles(session, sorted({one["need"] for one in listed if one.get("need")}))


def contracts(plan: Sequence[Row], people: Mapping[str, Identity], named: Mapping[int, Title]) -> list[Contract]:
    """Return the pairs of the plan; tones tell the bodies of one page apart."""
    bodies = sorted({local(one.office, "name") for one in named.values()})
    return [
        Contract(
            people[one["specialist"]],
            named[one["need"]],
            one["need"],
            days(one),
            one["points"],
            one["minutes"],
            one["pinned"],
            bodies.index(local(named[one["need"]].office, "name")) % TONES + 1,
        )
        for one in plan
        if one["need"] in named and one["specialist"] in people
    ]


def days(one: Row) -> str:
    """Return 2 days (a month, where the request says so)."""
    return sentences.a_month(one["half_days"]) if one["pattern"] == "monthly" else sentences.a_week(one["half_days"])


def shared_weeks(run: MatchRun) -> list[str]:
    """Return who works for somebody, those for most first."""
    counts: dict[str, int] = {}
    for one in rows(run, "plan"):
        counts[one["specialist"]] = counts.get(one["specialist"], 0) + 1
    return sorted(counts, key=lambda name: (-counts[name], name))


def weeks(
    run: MatchRun, names: Sequence[str], people: Mapping[str, Identity], named: Mapping[int, Title]
) -> list[Week]:
    """Return the weeks of these people, in their order."""
    plan = [one for one in rows(run, "plan") if one["specialist"] in names]
    kept = {one["specialist"]: one for one in rows(run, "weeks")}
    found = []
    for name in names:
        mine = [one for one in plan if one["specialist"] == name]
        listed = contracts(mine, people, named)
        if listed:
            found.append(Week(people[name], listed, _cells(kept[name], mine, listed)))
    return found


def _cells(kept: Row, mine: Sequence[Row], listed: Sequence[Contract]) -> list[dict[str, object]]:
    by_need = {one.need_id: one for one in listed}
    cells: list[dict[str, object]] = []
    for bit in range(DAYS * len(HALVES)):
        where: dict[str, object] = {"day": bit // 2, "half": HALVES[bit % 2]}
        work = next((one for one in mine if one["slots"] >> bit & 1 and one["need"] in by_need), None)
        if work is not None:
            contract = by_need[work["need"]]
            cells.append(where | {"kind": "offer", "text": local(contract.title.office, "name"), "tone": contract.tone})
        elif kept["taken"] >> bit & 1:
            cells.append(where | {"kind": "busy"})
        elif kept["free"] >> bit & 1:
            cells.append(where | {"kind": "free"})
    return cells
