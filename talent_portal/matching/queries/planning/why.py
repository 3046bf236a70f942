"""Reasons, by the rules of the pages: why a request is unmet, why a person is left out. Codes and numbers only."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from talent_portal.matching.queries.planning.pairs import Judged
from talent_portal.matching.queries.planning.question import Question
from talent_portal.matching.rules.case import ORDER, Failure, Rule
from talent_portal.matching.rules.eligibility import failures, is_hidden
from talent_portal.matching.rules.relaxing import count_with_relaxations
from talent_portal.matching.rules.stored import store
from talent_portal.specialists.rules.facts import PersonFacts

MOST_NAMED = 5
CONTENTION, SEVERAL, NOBODY, NO_WEEKS = "contention", "several", "nobody", "no_weeks"


def unmet(question: Question, given: Mapping[str, int], placed: Mapping[str, list[str]]) -> list[dict[str, object]]:
    """Return the requests that got fewer people than they ask for, each with its funnel and what would give more.

    `given` are people by request; `placed` are the requests that each person serves.
    """
    known = question.known.people
    return [
        _unmet(one, known, given.get(one.case.need.reference, 0), placed)
        for one in question.judged
        if given.get(one.case.need.reference, 0) < one.case.need.open_posts
    ]


def _unmet(
    found: Judged, people: Collection[PersonFacts], given: int, placed: Mapping[str, list[str]]
) -> dict[str, object]:
    case, need = found.case, found.case.need
    visible = [one for one in people if not is_hidden(case, one)]
    in_role = [one for one in visible if one.id in found.fits or one.id in found.failures]
    funnel, alone = _funnel(found, visible, in_role)
    free = [one for one in in_role if one.id in found.fits and need.reference not in placed.get(one.reference, ())]
    elsewhere = [one.reference for one in free if placed.get(one.reference)]
    counted = count_with_relaxations(case, in_role)
    return {
        "need": need.need_id,
        "asked": need.open_posts,
        "given": given,
        "reason": _reason(found, free, in_role, alone),
        "steps": funnel,
        "fitting": len(found.fits),
        "elsewhere": elsewhere[:MOST_NAMED],
        "relaxed": [{"code": one.code, "people": one.people, "params": store(one.params)} for one in counted.relaxed],
    }


def _funnel(
    found: Judged, visible: Collection[PersonFacts], in_role: Collection[PersonFacts]
) -> tuple[list[dict[str, object]], Counter[Rule]]:
    """Return how many are left after each rule that anybody fails, and who fails only that one."""
    first = Counter(failure.rule for failure in found.failures.values())
    alone: Counter[Rule] = Counter()
    for person in in_role:
        if person.id in found.failures:
            broken = failures(found.case, person) or (found.failures[person.id],)
            if len(broken) == 1:
                alone[broken[0].rule] += 1
    left = len(in_role)
    steps: list[dict[str, object]] = [{"rule": Rule.ROLE.value, "left": left, "alone": 0, "of": len(visible)}]
    for rule in ORDER:
        if first[rule]:
            left -= first[rule]
            steps.append({"rule": rule.value, "left": left, "alone": alone[rule]})
    return steps, alone


def _reason(
    found: Judged, free: Collection[PersonFacts], in_role: Collection[PersonFacts], alone: Counter[Rule]
) -> str:
    """Return the rule that most people fail alone, or that those who could are needed elsewhere."""
    if not found.case.plan.is_told:
        return NO_WEEKS
    if free:
        return CONTENTION
    if alone:
        return max(ORDER, key=lambda rule: alone[rule]).value
    return SEVERAL if in_role and found.failures else NOBODY


def left_out(question: Question, placed: Mapping[str, list[str]]) -> list[dict[str, object]]:
    """Return everybody in a role that is asked for who got nothing, and why, those who came closest first."""
    rows = [row for one in question.known.people if not placed.get(one.reference) for row in _left(question, one)]
    return sorted(rows, key=lambda row: (-int(str(row["rank"])), str(row["specialist"])))


def _left(question: Question, person: PersonFacts) -> Iterator[dict[str, object]]:
    fits = [one.case.need.need_id for one in question.judged if person.id in one.fits]
    if fits:
        yield {"specialist": person.reference, "rank": len(ORDER), "fits": fits[:MOST_NAMED], "of": len(fits)}
        return
    failed = [(one.failures[person.id], one.case.need.need_id) for one in question.judged if person.id in one.failures]
    if failed:
        failure, need = max(failed, key=lambda one: (ORDER.index(one[0].rule), -one[1]))
        yield {
            "specialist": person.reference,
            "rank": ORDER.index(failure.rule),
            "need": need,
            "of": len(failed),
            **told(failure),
        }


def told(failure: Failure) -> dict[str, object]:
    """Return a failure as it is kept."""
    return {"rule": failure.rule.value, "code": failure.code, "params": store(failure.params)}
