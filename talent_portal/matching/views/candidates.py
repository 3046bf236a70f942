"""Who could do the work of a request, in order and with reasons; who could not, and why; and one person in full."""

from collections import Counter
from dataclasses import dataclass

from flask import abort, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from talent_portal.accounts.permissions import Permission
from talent_portal.core.access import discloses, requires
from talent_portal.core.db import reading
from talent_portal.core.pages import Page, page_number, render
from talent_portal.matching import policies, queries
from talent_portal.matching.current import keeper
from talent_portal.matching.queries import Found, Identity
from talent_portal.matching.rules.conditions import Met, conditions_of
from talent_portal.matching.rules.points import FULL
from talent_portal.matching.rules.ranking import Ranked, cure, smallest_change
from talent_portal.matching.rules.time import share_of
from talent_portal.matching.views import explaining, narrowing, sentences
from talent_portal.matching.views.blueprint import bp
from talent_portal.matching.views.shown import above, one_shown, shown
from talent_portal.needs import queries as needs
from talent_portal.specialists.rules.facts import PersonFacts

# Candidates come with a picture of their points each, and a page has to fit a slow line.
CANDIDATES_A_PAGE = 8
OTHERS_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One of those who could do the work, as the list shows them."""

    place: int
    person: Identity
    total: int
    bars: list[explaining.Bar]
    tally: dict[str, int]
    way: str
    free: int


def found_for(session: Session, reference: str) -> Found:
    """Return the request with everybody held against it; raise `NoResultFound` (404) for a draft."""
    need = needs.full(session, reference)
    policies.must_be_ours(need)
    return queries.find(session, need)


@bp.get("/desk/needs/<ref:reference>/candidates")
@requires(Permission.MATCH_READ)
@discloses
def candidates(reference: str) -> ResponseReturnValue:
    """List who could do the work, best first; every name shown is noted."""
    session, only = reading(), request.args.get("narrow", "")
    found = found_for(session, reference)
    ranked = narrowing.narrowed(found, only)
    number = page_number(request.args)
    rows = ranked[(number - 1) * CANDIDATES_A_PAGE : number * CANDIDATES_A_PAGE]
    known = shown(session, [one.person for one in rows], "matching.candidates")
    page = Page([_line(found, one, known[one.person.id]) for one in rows], number, len(ranked), CANDIDATES_A_PAGE)
    context = {"chips": narrowing.chips(found, only), "reasons": narrowing.reasons(found, ""), "only": only}
    context["up"], kept = above(found.need, deeper=False), keeper()(session, found.need.id)
    return render(
        "matching/candidates.html", 200, found=found, page=page, kept=kept, ways=relaxations(found), **context
    )


def _line(found: Found, one: Ranked, person: Identity) -> Line:
    bars, free = explaining.bars(one.score), share_of(found.case, one.person).free
    way = explaining.way_of(one.score)
    return Line(one.place, person, one.score.total, bars, _tally(found, one.person), way, free)


def _tally(found: Found, person: PersonFacts) -> dict[str, int]:
    """Return how many conditions stand in which way."""
    counted = Counter(condition.met.value for condition in conditions_of(found.case, person))
    return {met.value: counted[met.value] for met in Met}


def relaxations(found: Found) -> list[str]:
    """Return what giving up one condition would lead to, where few could do the work."""
    count = found.count
    relaxed = count.relaxed if count else ()
    return [sentences.relaxation(found.book, one.code, one.params, str(one.people)) for one in relaxed]


@bp.get("/desk/needs/<ref:reference>/candidates/others")
@requires(Permission.MATCH_READ)
@discloses
def others(reference: str) -> ResponseReturnValue:
    """List who could not do the work, with the first rule that fails and by how much."""
    session, rule = reading(), request.args.get("rule", "")
    found = found_for(session, reference)
    kept = [(one, why) for one, why in found.ranking.others if rule in {"", why.rule}]
    number = page_number(request.args)
    rows = kept[(number - 1) * OTHERS_A_PAGE : number * OTHERS_A_PAGE]
    known = shown(session, [one for one, _ in rows], "matching.others")
    said = [(known[one.id], why.rule, sentences.failure(found.book, why), _tally(found, one)) for one, why in rows]
    page = Page(said, number, len(kept), OTHERS_A_PAGE)
    context = {"reasons": narrowing.reasons(found, rule), "rule": rule, "rules": sentences.RULE_NAMES}
    context["up"] = above(found.need)
    return render("matching/others.html", 200, need=found.need, page=page, **context)


@bp.get("/desk/needs/<ref:reference>/candidates/<ref:person>")
@requires(Permission.MATCH_READ)
@discloses
def candidate(reference: str, person: str) -> ResponseReturnValue:
    """Show one person held against the request: conditions, points, week, forms, and what would change the place."""
    session = reading()
    found = found_for(session, reference)
    identity = queries.person_by_reference(session, person)
    facts = in_role(found, identity)
    known = one_shown(identity, "matching.candidate")
    kept = keeper()(session, found.need.id)
    context = {"need": found.need, "person": known, "up": above(found.need), "full": FULL, "kept": kept}
    return render("matching/candidate.html", 200, **context, **_explained(found, facts))


def in_role(found: Found, person: Identity) -> PersonFacts:
    """Return the facts of somebody in the role; 404 for everybody else, hidden people among them."""
    facts = found.person(person.id)
    if facts is None:
        abort(404)
    return facts


def _explained(found: Found, facts: PersonFacts) -> dict[str, object]:
    book, case = found.book, found.case
    ranked = found.ranking.ranked(facts.id)
    change = smallest_change(case, found.ranking, facts)
    reasons, place = ((), 0) if ranked else cure(case, found.ranking, facts)
    return {
        "ranked": ranked,
        "bars": explaining.bars(ranked.score) if ranked else [],
        "rows": explaining.rows(book, case, facts),
        "week": explaining.week(case, facts),
        "law": explaining.law(book, case, facts),
        "change": sentences.change(book, change) if change else "",
        "reasons": [sentences.failure(book, one) for one in reasons],
        "would_be": place,
        "of": len(found.ranking.eligible),
    }
