"""What would cover more: one condition of one request gives way, and everything is planned again.

Each gain is the difference of two whole plans, so it counts what the change takes from others and what it sets free for
them. How much is tried is settled by counts and never by time: the same question has the same answer. What is told was
proven like the plan itself and passed the engine's judge.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import structlog

from talent_portal.matching.engine.allocate import EXACT_PAIRS
from talent_portal.matching.engine.eligibility import eligible_pairs
from talent_portal.matching.engine.model import Problem
from talent_portal.matching.engine.result import AllocationResult, Assignment
from talent_portal.matching.engine.rows import UnusableRowsError
from talent_portal.matching.engine.verify import verify
from talent_portal.matching.queries.planning.pairs import Fit, fit_of
from talent_portal.matching.queries.planning.question import Question, full_time, with_case
from talent_portal.matching.queries.planning.together import going_together
from talent_portal.matching.rules.case import Case
from talent_portal.matching.rules.coverage import filled_half_days
from talent_portal.matching.rules.eligibility import first_failure
from talent_portal.matching.rules.runs import RunOptions
from talent_portal.matching.rules.stored import store
from talent_portal.matching.rules.widening import Step, Widening, widenings
from talent_portal.needs.rules.facts import NeedFacts
from talent_portal.specialists.rules.facts import PersonFacts

log = structlog.get_logger(__name__)

MOST_PLANS = 24
# Plans times pairs that may be looked at: a larger question tries fewer changes.
MOST_WORK = 15_000
OPTIMAL = "optimal"
TOLD, NOT_PROVEN, TOO_LARGE, STOPPED, BROKEN = "told", "not_proven", "too_large", "stopped", "broken"

# (problem, plans before it, plans at most) → the plan; None once the run is to stop. Raises `OutOfTime`.
Planner = Callable[[Problem, int, int], AllocationResult | None]


class OutOfTime(Exception):  # noqa: N818 - never shown to anybody
    """The net under the counts: a machine so slow that the worker must go on. What was found so far stands."""


@dataclass(frozen=True, slots=True)
class Gains:
    """What came of it. `tried` plans were made; for `left` conditions the search ended before their last step."""

    state: str
    tried: int = 0
    left: int = 0
    rows: tuple[dict[str, object], ...] = ()

    def stored(self) -> dict[str, object]:
        """Return it as it is kept with the run."""
        return {"state": self.state, "tried": self.tried, "left": self.left, "rows": list(self.rows)}


def what_covers_more(question: Question, options: RunOptions, result: AllocationResult, plan: Planner) -> Gains:
    """Return what would cover more than the plan, most first: each condition with its smallest step that does."""
    kept, dropped = going_together(question, result.assignments)
    if result.status != OPTIMAL or dropped:
        return Gains(NOT_PROVEN)
    pairs = len(eligible_pairs(question.problem))
    if pairs > EXACT_PAIRS:
        return Gains(TOO_LARGE)
    before = _covered(question, kept)
    found = sorted(_widenings(question, options, before), key=lambda one: one.order)
    return _Search(question, options, before, plan, min(MOST_PLANS, MOST_WORK // max(pairs, 1))).through(found)


@dataclass(frozen=True, slots=True)
class _Covered:
    """What a plan covers, by request: posts filled, and half-days a week as the table of coverage counts them."""

    posts: Mapping[str, int]
    halves: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.halves.values())


def _covered(question: Question, plan: Sequence[Assignment]) -> _Covered:
    posts = Counter(question.posts[one.need].need.reference for one in plan)
    needs = {one.case.need.reference: one.case.need for one in question.judged}
    return _Covered(posts, {key: filled_half_days(needs[key], count) for key, count in posts.items()})


def _widenings(question: Question, options: RunOptions, before: _Covered) -> Iterator[Widening]:
    """Yield the conditions of the unmet requests that could give way."""
    exclusive = full_time(question.known.cases)
    people = {one.id: one for one in question.known.people}

    def fits(case: Case, person: PersonFacts) -> bool:
        if first_failure(case, person) is not None:
            return False
        return isinstance(fit_of(case, person, ask=options.ask, exclusive=exclusive), Fit)

    for one in question.judged:
        still_open = one.case.need.open_posts - before.posts.get(one.case.need.reference, 0)
        if still_open > 0:
            waiting = [(people[key], failure) for key, failure in one.failures.items()]
            yield from widenings(one.case, waiting, still_open, fits)


@dataclass(frozen=True, slots=True)
class _Search:
    question: Question
    options: RunOptions
    before: _Covered
    plan: Planner
    most: int

    def through(self, found: Sequence[Widening]) -> Gains:
        """Plan with one step after the other; a condition whose first step gains nothing waits for its next turn."""
        waiting = deque((one, 0) for one in found)
        rows: list[_Row] = []
        tried = 0
        while waiting and tried < self.most:
            one, at = waiting.popleft()
            asked = self._asked(one.steps[at])
            if asked is None:
                continue
            try:
                result = self.plan(asked.problem, tried, self.most)
            except OutOfTime:
                waiting.appendleft((one, at))
                break
            if result is None:
                return Gains(STOPPED)
            tried += 1
            gained = self._gained(one.steps[at], asked, result)
            if gained is not None:
                rows.append(gained)
            elif at + 1 < len(one.steps):
                waiting.append((one, at + 1))
        rows.sort(key=lambda row: (-row.gain, row.need.reference, row.step.offer.code))
        return Gains(TOLD, tried, len(waiting), tuple(row.stored() for row in rows if not row.is_outdone(rows)))

    def _asked(self, step: Step) -> Question | None:
        """Return the question with the step taken; None where no engine could read its rows."""
        try:
            return with_case(self.question, self.options, step.offer.case)
        except UnusableRowsError as error:
            log.warning("gain_rows_unusable", code=step.offer.code, mistakes=len(error.mistakes))
            return None

    def _gained(self, step: Step, asked: Question, result: AllocationResult) -> "_Row | None":
        """Return what a step gained, for the request too; None for what is not proven or what the judge refuses."""
        kept, _ = going_together(asked, result.assignments)
        if result.status != OPTIMAL or verify(asked.problem, kept):
            return None
        after, need = _covered(asked, kept), step.offer.case.need
        gain = after.total - self.before.total
        own = after.halves.get(need.reference, 0) - self.before.halves.get(need.reference, 0)
        return _Row(need, step, gain, own) if gain > 0 and own > 0 else None


@dataclass(frozen=True, slots=True)
class _Row:
    """One step that covers more: `gain` half-days a week in the whole plan, `own` of them for the request itself."""

    need: NeedFacts
    step: Step
    gain: int
    own: int

    def is_outdone(self, others: Sequence["_Row"]) -> bool:
        """Return whether having licences checked gains as much for the request as not asking for one of them."""
        return self.step.offer.kind == "must" and any(
            one.need.need_id == self.need.need_id and one.step.offer.kind == "licence" and one.gain >= self.gain
            for one in others
        )

    def stored(self) -> dict[str, object]:
        offer = self.step.offer
        told = {"code": offer.code, "params": store(offer.params), "people": self.step.people}
        return {"need": self.need.need_id, **told, "gain": self.gain, "own": self.own}
