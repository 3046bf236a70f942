"""Conditions of one request that could give way, one at a time, in steps from the smallest. Pure.

A step is judged by the rules of the pages. Only those that let somebody in who could not do the work before are told.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import groupby

from talent_portal.matching.rules.case import Case, Failure, Rule
from talent_portal.matching.rules.coverage import filled_half_days
from talent_portal.matching.rules.relaxing import CURES, Offer, offers
from talent_portal.specialists.rules.facts import PersonFacts

# What the exact margins of people replace: the live count offers thirty days, whoever is nearest.
_BY_MARGIN = frozenset({"start"})
MOST_STEPS = 4
# Which first failures each condition can heal; nobody else needs to be tried again.
_CURES = CURES | {"way": frozenset({Rule.TRAVEL}), "end": CURES["start"]}
Fits = Callable[[Case, PersonFacts], bool]
Waiting = Sequence[tuple[PersonFacts, Failure]]


@dataclass(frozen=True, slots=True)
class Step:
    """One condition widened so far that `people` more could do the work; `most` half-days a week may come of it."""

    offer: Offer
    people: int
    most: int


@dataclass(frozen=True, slots=True)
class Widening:
    """One condition of one request, with the steps that let somebody in, the smallest first."""

    need: str
    group: str
    steps: tuple[Step, ...]

    @property
    def order(self) -> tuple[int, int, str, str]:
        """Return what settles the order of trying: what may come of it, then what is cheap, then the ids."""
        first = self.steps[0]
        return (-first.most, first.offer.cost, self.need, self.group)


def widenings(case: Case, waiting: Waiting, open_posts: int, fits: Fits) -> list[Widening]:
    """Return what could give way so that somebody of those waiting, each with the first reason, could do the work.

    `open_posts` is how many posts a plan left unfilled. Each step lets in more people than the one before it.
    """
    found = []
    for group, listed in groupby(_every(case, waiting), key=lambda one: one.group):
        steps: list[Step] = []
        for offer in listed:
            if len(steps) == MOST_STEPS:
                break
            curable = [person for person, failure in waiting if failure.rule in _CURES[offer.kind]]
            people = sum(1 for person in curable if fits(offer.case, person))
            if people > (steps[-1].people if steps else 0):
                most = filled_half_days(offer.case.need, min(people, open_posts))
                steps.append(Step(offer, people, most))
        if steps:
            found.append(Widening(case.need.reference, group, tuple(steps)))
    return found


def _every(case: Case, waiting: Waiting) -> Iterator[Offer]:
    # Whoever fills a post that the law demands needs the licence that it names: nothing to be given up.
    shut = _BY_MARGIN | {"must"} if case.need.law_required else _BY_MARGIN
    yield from (one for one in offers(case) if one.kind not in shut)
    yield from _longer_ways(case, waiting)
    if case.plan.is_told:
        yield from _other_period(case, waiting)


def _longer_ways(case: Case, waiting: Waiting) -> Iterator[Offer]:
    for more in _margins(waiting, "too_far", "over"):
        yield Offer("way", "more_minutes", 2, case.with_minutes(more), {"minutes": more})


def _other_period(case: Case, waiting: Waiting) -> Iterator[Offer]:
    need = case.need
    for days in _margins(waiting, "starts_late", "days"):
        begins = need.starts_on + timedelta(days=days)
        if begins < need.ends_on:
            yield Offer("start", "begin_later", 2, case.relaxed(replace(need, starts_on=begins)), {"day": begins})
    for days in _margins(waiting, "ends_early", "days"):
        ends = need.ends_on - timedelta(days=days)
        if ends > need.starts_on:
            yield Offer("end", "end_earlier", 2, case.relaxed(replace(need, ends_on=ends)), {"day": ends})


def _margins(waiting: Waiting, code: str, key: str) -> list[int]:
    """Return by how much people miss a rule, each number once, the smallest first."""
    return sorted({int(str(one.params[key])) for _, one in waiting if one.code == code})
