"""Outcomes as they were kept, with names put beside the numbers. Nothing here is worked out again."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.core.paging import PAGE_SIZE, Page
from talent_portal.matching_days.models import Applicant, MatchingDay, MatchingRound, Outcome
from talent_portal.matching_days.queries.applicants import Why, result_of
from talent_portal.matching_days.queries.seats import Area, Offer, areas, offers
from talent_portal.matching_days.rules.markets import matched_of, unmatched_of


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in an outcome: a number, and a name while it is kept."""

    number: str
    reference: str
    name: str


@dataclass(frozen=True, slots=True)
class Filled:
    """One municipality: how many of its seats of this round were taken, and on which page its people begin."""

    offer: Offer
    seats: int
    taken: int
    page: int

    @property
    def left(self) -> int:
        """Return how many seats of this round nobody took."""
        return self.seats - self.taken


@dataclass(frozen=True, slots=True)
class Line:
    """One person: where they go, or why each wish did not come true.

    `rather` are municipalities that would rather have them, too; the full limit of their area explains it.
    """

    person: Person
    offer: Offer | None
    why: tuple[Why, ...]
    rather: tuple[Offer, ...]

    @property
    def reasons(self) -> list[tuple[list[Offer], Why]]:
        """Return the wishes in their order, neighbours with one reason together, each group with its reason."""
        alike = groupby(self.why, key=lambda why: (why.reason, why.area_ja, why.area_en))
        return [([why.offer for why in group], group[0]) for _, found in alike if (group := list(found))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a round came to. `more` is how many more find a place than with the older way of keeping limits."""

    outcome: Outcome
    round: MatchingRound
    filled: tuple[Filled, ...]
    page: Page[Line]
    areas: tuple[Area, ...]

    @property
    def wishes_met(self) -> list[int]:
        """Return how many got their first wish, their second, and so on."""
        return cast("list[int]", self.outcome.result.get("wishes_met", []))

    @property
    def without(self) -> int:
        """Return how many found no place."""
        return len(unmatched_of(self.outcome.result))

    @property
    def blocked(self) -> int:
        """Return how many pairs would rather have each other, were it not for a full area."""
        return len(_explained(self.outcome))

    @property
    def older(self) -> int | None:
        """Return how many would have found a place had each municipality had a fixed share of its area's limit."""
        return cast("int | None", self.outcome.result.get("jrmp"))

    @property
    def more(self) -> int:
        """Return how many more find a place than in the older way."""
        return 0 if self.older is None else self.outcome.placed - self.older

    @property
    def stable(self) -> bool:
        """Return whether the outcome is stable but for what limits of areas explain."""
        return bool(self.outcome.stability.get("stable"))

    @property
    def forgotten(self) -> bool:
        """Return whether only figures are left."""
        return not self.outcome.market


def shown(session: Session, day: MatchingDay, number: int, page: int = 1) -> Shown | None:
    """Return what a round of the day came to, one page of its people; None before it was matched.

    People stand by municipality and number, those without a place last. Names are to be noted by the caller.
    """
    kept = session.scalars(sa.select(Outcome).where(Outcome.day_id == day.id, Outcome.round == number)).one_or_none()
    if kept is None:
        return None
    now = session.scalars(
        sa.select(MatchingRound).where(MatchingRound.day_id == day.id, MatchingRound.number == number)
    ).one()
    offered = offers(session, day)
    order = _in_order(kept, offered)
    numbers = order[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return Shown(
        outcome=kept,
        round=now,
        filled=tuple(_filled(kept, offered, order)),
        page=Page(_lines(kept, offered, numbers, _people(session, day, numbers)), page, len(order)),
        areas=tuple(areas(offered)),
    )


def _in_order(kept: Outcome, offered: list[Offer]) -> list[str]:
    """Return everybody's number: by municipality as they are offered, then those without a place."""
    position = {offer.programme: index for index, offer in enumerate(offered)}
    matched = matched_of(kept.result)
    placed = sorted(matched, key=lambda number: (position[matched[number]], number))
    return placed + sorted(unmatched_of(kept.result))


def _people(session: Session, day: MatchingDay, numbers: list[str]) -> dict[str, Person]:
    rows = session.scalars(sa.select(Applicant).where(Applicant.day_id == day.id, Applicant.number.in_(numbers)))
    return {one.number: Person(one.number, one.reference, one.name) for one in rows}


def _filled(kept: Outcome, offered: list[Offer], order: list[str]) -> Iterator[Filled]:
    seats = cast("dict[str, int]", kept.market.get("seats", {}))
    matched = matched_of(kept.result)
    taken = Counter(matched.values())
    first: dict[str, int] = {}
    for index, number in enumerate(order):
        first.setdefault(matched.get(number, ""), index // PAGE_SIZE + 1)
    for offer in offered:
        if offer.programme in seats:
            name = offer.programme
            yield Filled(offer, seats[name], taken[name], first.get(name, 1))


def _lines(kept: Outcome, offered: list[Offer], numbers: list[str], people: Mapping[str, Person]) -> list[Line]:
    by_name, matched = {offer.programme: offer for offer in offered}, matched_of(kept.result)
    rather: dict[str, list[Offer]] = {}
    for one, where, _ in _explained(kept):
        rather.setdefault(one, []).append(by_name[where])
    found = []
    for number in numbers:
        offer = by_name.get(matched.get(number, ""))
        result = None if offer else result_of(kept, number, offered)
        person = people.get(number) or Person(number, "", "")
        found.append(Line(person, offer, result.why if result else (), tuple(rather.get(number, ()))))
    return found


def _explained(kept: Outcome) -> list[list[str]]:
    """Return (number, programme, area) of the pairs that the full limit of an area explains."""
    return cast("list[list[str]]", kept.stability.get("explained", []))
