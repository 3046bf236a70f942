"""The reverse: which open requests would fit one person."""

from dataclasses import dataclass

from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from talent_portal.accounts.permissions import Permission
from talent_portal.core import clock
from talent_portal.core.access import discloses, requires
from talent_portal.core.db import reading
from talent_portal.core.pages import render
from talent_portal.matching import queries
from talent_portal.matching.queries import Book
from talent_portal.matching.rules.case import ORDER, Case, Failure
from talent_portal.matching.rules.eligibility import first_failure, is_hidden
from talent_portal.matching.rules.points import FULL, Score, score_of
from talent_portal.matching.views import explaining, sentences
from talent_portal.matching.views.blueprint import bp
from talent_portal.matching.views.shown import one_shown
from talent_portal.specialists.rules.facts import PersonFacts


@dataclass(frozen=True, slots=True)
class Fitting:
    """One open request as it looks for the person: points, or the first reason why not."""

    case: Case
    score: Score | None
    failure: Failure | None
    title: queries.Title
    pattern: str
    said: str


@bp.get("/desk/people/<ref:reference>/requests")
@requires(Permission.MATCH_READ)
@discloses
def fitting(reference: str) -> ResponseReturnValue:
    """List the open requests for the person's roles, those that fit first; the name shown is noted."""
    session = reading()
    identity = queries.person_by_reference(session, reference)
    facts = queries.one_person(session, identity.id)
    rows = _rows(session, facts)
    known = one_shown(identity, "matching.fitting")
    return render("matching/fitting.html", person=known, rows=rows, full=FULL)


def _rows(session: Session, facts: PersonFacts) -> list[Fitting]:
    roles = frozenset(one.profession for one in facts.professions)
    cases = [case for case in queries.open_cases(session, roles, clock.today()) if not is_hidden(case, facts)]
    if not cases:
        return []
    book = queries.book(session, cases[0].table)
    titles = queries.titles(session, [case.need.need_id for case in cases])
    rows = [_row(book, case, facts, titles[case.need.need_id]) for case in cases]
    return sorted(rows, key=_order)


def _row(book: Book, case: Case, facts: PersonFacts, title: queries.Title) -> Fitting:
    failure, pattern = first_failure(case, facts), explaining.pattern(case.need)
    if failure is not None:
        return Fitting(case, None, failure, title, pattern, sentences.failure(book, failure))
    score = score_of(case, facts)
    return Fitting(case, score, None, title, pattern, explaining.way_of(score))


def _order(one: Fitting) -> tuple[int, int, str]:
    late = ORDER.index(one.failure.rule) if one.failure else 0
    return (0 if one.score else 1, -one.score.total if one.score else -late, one.title.reference)
