"""What is kept of a run: the plan, its coverage, its weeks and its reasons, as codes and whole numbers for JSON."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np

from talent_portal.matching.engine import flow
from talent_portal.matching.engine.allocate import case_of
from talent_portal.matching.engine.explain import coverage, why_pair
from talent_portal.matching.engine.highs import SolverError
from talent_portal.matching.engine.plans import Case as Plans
from talent_portal.matching.engine.result import AllocationResult, Assignment, changes
from talent_portal.matching.engine.verify import verify
from talent_portal.matching.queries.planning import why
from talent_portal.matching.queries.planning.gains import Gains
from talent_portal.matching.queries.planning.question import Question
from talent_portal.matching.queries.planning.together import going_together
from talent_portal.matching.rules.coverage import Covered, covered, fairness
from talent_portal.matching.rules.points import score_of
from talent_portal.matching.rules.runs import MILLION
from talent_portal.matching.rules.stored import store

HALVES_A_DAY = 2


class BrokenPlan(Exception):  # noqa: N818 - never shown to anybody
    """The judge of the engine found something wrong with a plan."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is kept with the run: figures for lists, everything else, the digest, the stages in order."""

    summary: dict[str, object]
    result: dict[str, object]
    digest: str
    log: tuple[str, ...]

    def with_gains(self, found: Gains) -> "Answer":
        """Return the same with what would cover more."""
        return replace(self, result=self.result | {"gains": found.stored()})


def answer(question: Question, result: AllocationResult, previous: Sequence[Assignment]) -> Answer:
    """Return what a run came to. Raises `BrokenPlan` for a plan that breaks a rule, which is then nobody's plan."""
    kept, dropped = going_together(question, result.assignments)
    if verify(question.problem, kept):
        raise BrokenPlan(result.digest)
    plans, _ = case_of(question.problem)
    served = [one.need for one in kept]
    given = Counter(question.posts[one].need.reference for one in served)
    placed: dict[str, list[str]] = defaultdict(list)
    for one in kept:
        placed[one.specialist].append(question.posts[one.need].need.reference)
    rows = covered(
        ((one.case.need, given[one.case.need.reference]) for one in question.judged),
        question.known.reports,
        question.known.islands,
    )
    unmet = why.unmet(question, given, placed)
    left = why.left_out(question, placed)
    moved = changes(previous, kept)
    told = {
        "plan": [_contract(question, plans, one) for one in kept],
        "weeks": _weeks(question, placed),
        "coverage": [asdict(one) for one in rows],
        "unmet": unmet,
        "left_out": left,
        "conflicts": _conflicts(question, result, kept),
        "changes": [_change(question, one.specialist, one.need, one.before, one.after) for one in moved],
        "dropped": len(dropped),
        "tiers": [asdict(tier) for tier in result.tiers],
        "contracts": [asdict(one) for one in kept],
        "route": result.route,
    }
    value, bound = _possible(question, plans, kept)
    summary = _summary(question, result, rows, kept)
    summary |= {"value": value, "bound": bound, "share": MILLION * value // bound if bound else MILLION}
    summary |= {"unmet": len(unmet), "left_out": len(left), "changes": len(moved), "dropped": len(dropped)}
    return Answer(summary, told, result.digest, result.log)


def _summary(
    question: Question, result: AllocationResult, rows: Sequence[Covered], kept: Sequence[Assignment]
) -> dict[str, object]:
    return {
        "status": "feasible" if result.status == "optimal" and len(kept) < len(result.assignments) else result.status,
        "ended_by": result.tiers[-1].ended_by if result.tiers else "",
        "asked": sum(one.asked for one in rows),
        "covered": sum(one.covered for one in rows),
        "posts": sum(one.case.need.open_posts for one in question.judged),
        "filled": len(kept),
        "requests": len(question.judged),
        "people": len(question.known.people),
        "placed": len({one.specialist for one in kept}),
        **fairness(rows).stored(),
    }


def _contract(question: Question, plans: Plans, one: Assignment) -> dict[str, object]:
    """Return one contract with what speaks for it: points of the pages, parts of the engine beside the best."""
    post, person = question.posts[one.need], question.people[one.specialist]
    p = plans.p
    at = int(np.searchsorted(p.specialists.ids, one.specialist)), int(np.searchsorted(p.needs.ids, one.need))
    score = score_of(post.judged.case, person)
    return {
        "specialist": person.reference,
        "person": person.id,
        "need": post.need.need_id,
        "half_days": post.need.half_days,
        "pattern": post.need.pattern.value,
        "slots": _worked(one.slots, post.half_days, post.need.half_days),
        "forms": [list(form) for form in post.judged.fits[person.id].forms],
        "minutes": score.minutes,
        "points": score.total,
        "pinned": (post.need.need_id, person.id) in question.known.keep,
        "score": one.score,
        "parts": [asdict(part) for part in why_pair(plans, *at)],
        "way": store(score.part("travel").params),
    }


def _worked(slots: int, reserved: int, half_days: int) -> int:
    """Return the half-days that are worked: of a whole day kept for half a day, the afternoon stays free."""
    return slots if reserved <= half_days or reserved % HALVES_A_DAY else _without_last(slots, reserved - half_days)


def _without_last(slots: int, count: int) -> int:
    return slots & ~(1 << slots.bit_length() - 1) if count == 1 and slots else slots


def _weeks(question: Question, placed: dict[str, list[str]]) -> list[dict[str, object]]:
    """Return the weeks of everybody who works for somebody: what stays free, and what other work holds."""
    names = question.problem.specialists.ids.tolist()
    found = []
    for name in sorted(placed):
        at = names.index(name)
        halves = question.problem.specialists.halves[at]
        free = int(np.bitwise_and.reduce(halves))
        taken = {HALVES_A_DAY * day.weekday() + (half.value == "pm") for day, half in question.people[name].taken}
        found.append({"specialist": name, "free": free, "taken": sum(1 << bit for bit in taken)})
    return found


def _conflicts(question: Question, result: AllocationResult, kept: Sequence[Assignment]) -> list[dict[str, object]]:
    """Return the pairs that should have been kept and could not be, each with the rule it breaks."""
    ids = {one.id: one for one in question.known.people}
    by_need = {one.case.need.need_id: one for one in question.judged}
    rows: list[dict[str, object]] = []
    for need, person in sorted(question.lost):
        failure = by_need[need].failures.get(person)
        name = ids[person].reference if person in ids else ""
        said = why.told(failure) if failure else {"rule": "", "code": "", "params": {}}
        rows.append({"specialist": name, "person": person, "need": need, **said})
    made = {(one.specialist, question.posts[one.need].need.need_id) for one in kept}
    for one in result.conflicts:
        need = question.posts[one.need].need.need_id
        if (one.specialist, need) not in made:
            person = question.people[one.specialist].id
            said = {"rule": "together", "code": one.code, "params": {}}
            rows.append({"specialist": one.specialist, "person": person, "need": need, **said})
    return rows


def _change(question: Question, specialist: str, post: str, before: int, after: int) -> dict[str, object]:
    """Return one change; `post` may be of a request that has closed since."""
    known = question.posts.get(post)
    reference = post.partition(".")[0]
    need = known.need.need_id if known else 0
    return {"specialist": specialist, "need": need, "reference": reference, "before": before, "after": after}


def _possible(question: Question, plans: Plans, kept: Sequence[Assignment]) -> tuple[int, int]:
    """Return half-days (times terms) of the plan, and the most that the network could cover at all."""
    value = sum(one.halves * one.terms.bit_count() for one in kept)
    try:
        bound = coverage(question.problem, plans.pairs)
    except SolverError:
        ones = np.ones(len(plans.pairs), np.int64)
        bound = flow.core_flow(question.problem, plans.pairs, ones, 0, "sums").bound
    return value, max(bound, value)
