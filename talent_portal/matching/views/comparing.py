"""Two to four people side by side, difference by difference."""

from dataclasses import dataclass

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from talent_portal.accounts.permissions import Permission
from talent_portal.core.access import discloses, requires
from talent_portal.core.db import reading
from talent_portal.core.pages import render
from talent_portal.core.references import PATTERN
from talent_portal.matching import queries
from talent_portal.matching.current import keeper
from talent_portal.matching.queries import Found, Identity
from talent_portal.matching.views import explaining
from talent_portal.matching.views.blueprint import bp
from talent_portal.matching.views.candidates import found_for, in_role
from talent_portal.matching.views.shown import above, shown
from talent_portal.specialists.rules.facts import PersonFacts

FEWEST, MOST = 2, 4


@dataclass(frozen=True, slots=True)
class Side:
    """One column: who, which place with how many points (none for somebody who could not do it), the week."""

    person: Identity
    place: int
    total: int
    parts: tuple[int, ...]
    week: list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class Compared:
    """One row: a condition and what each brings; `differs` where not all are alike."""

    name: str
    cells: list[explaining.Row]

    @property
    def differs(self) -> bool:
        """Return whether the people differ here."""
        return len({(cell.verdict, tuple(cell.said)) for cell in self.cells}) > 1


@bp.get("/desk/needs/<ref:reference>/candidates/compare")
@requires(Permission.MATCH_READ)
@discloses
def compare(reference: str) -> ResponseReturnValue:
    """Compare the people ticked; fewer than two or more than four are told how to go on."""
    session = reading()
    found = found_for(session, reference)
    picked = list(dict.fromkeys(one for one in request.args.getlist("person") if PATTERN.fullmatch(one)))
    if not FEWEST <= len(picked) <= MOST:
        return render("matching/compare.html", 422, need=found.need, up=above(found.need), sides=[])
    people = [_facts(session, found, one) for one in picked]
    known = shown(session, people, "matching.compare")
    sides = [_side(found, one, known[one.id]) for one in people]
    context: dict[str, object] = {
        "sides": sides,
        "compared": _compared(found, people),
        "names": list(explaining.PARTS.values()),
    }
    context["kept"] = keeper()(session, found.need.id)
    return render("matching/compare.html", 200, need=found.need, up=above(found.need), **context)


def _facts(session: Session, found: Found, reference: str) -> PersonFacts:
    return in_role(found, queries.person_by_reference(session, reference))


def _side(found: Found, facts: PersonFacts, person: Identity) -> Side:
    ranked = found.ranking.ranked(facts.id)
    parts = tuple(part.points for part in ranked.score.parts) if ranked else ()
    place, total = (ranked.place, ranked.score.total) if ranked else (0, 0)
    return Side(person, place, total, parts, explaining.week(found.case, facts))


def _compared(found: Found, people: list[PersonFacts]) -> list[Compared]:
    """Return the conditions as rows. Every person has the same ones, but for ways told apart by place."""
    columns = [{row.name: row for row in explaining.rows(found.book, found.case, one)} for one in people]
    names = list(dict.fromkeys(name for column in columns for name in column))
    nothing = explaining.Row("", ["–"], "missing", "–")
    return [Compared(name, [column.get(name, nothing) for column in columns]) for name in names]
