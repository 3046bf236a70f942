"""Outcomes as they were kept, with names put beside the numbers. Nothing here is worked out again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.matching_days.models import Applicant, MatchingDay, MatchingRound, Outcome
from talent_portal.matching_days.queries.applicants import Result, Why, result_of
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
    """One municipality with whom it gets, and how many of its seats of this round are left."""

    offer: Offer
    seats: int
    people: tuple[Person, ...]

    @property
    def left(self) -> int:
        """Return how many seats of this round nobody took."""
        return self.seats - len(self.people)


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody without a place, and why each wish did not come true."""

    person: Person
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Blocked:
    """A person and a municipality who would both rather have each other; the full area explains it."""

    person: Person
    offer: Offer
    area: Area | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a round came to. `more` is how many more find a place than with the older way of keeping limits."""

    outcome: Outcome
    round: MatchingRound
    filled: tuple[Filled, ...]
    left: tuple[Left, ...]
    blocked: tuple[Blocked, ...]
    areas: tuple[Area, ...]

    @property
    def wishes_met(self) -> list[int]:
        """Return how many got their first wish, their second, and so on."""
        return cast("list[int]", self.outcome.result.get("wishes_met", []))

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


def shown(session: Session, day: MatchingDay, number: int) -> Shown | None:
    """Return what a round of the day came to; None before it was matched. Names are to be noted by the caller."""
    kept = session.scalars(sa.select(Outcome).where(Outcome.day_id == day.id, Outcome.round == number)).one_or_none()
    if kept is None:
        return None
    now = session.scalars(
        sa.select(MatchingRound).where(MatchingRound.day_id == day.id, MatchingRound.number == number)
    ).one()
    offered, people = offers(session, day), _people(session, day)
    return Shown(
        outcome=kept,
        round=now,
        filled=tuple(_filled(kept, offered, people)),
        left=tuple(_left(kept, offered, people)),
        blocked=tuple(_blocked(kept, offered, people)),
        areas=tuple(areas(offered)),
    )


def _people(session: Session, day: MatchingDay) -> dict[str, Person]:
    rows = session.scalars(sa.select(Applicant).where(Applicant.day_id == day.id))
    return {one.number: Person(one.number, one.reference, one.name) for one in rows}


def _named(people: Mapping[str, Person], number: str) -> Person:
    return people.get(number) or Person(number, "", "")


def _filled(kept: Outcome, offered: list[Offer], people: Mapping[str, Person]) -> list[Filled]:
    seats = cast("dict[str, int]", kept.market.get("seats", {}))
    brought: dict[str, list[str]] = {}
    for number, programme in matched_of(kept.result).items():
        brought.setdefault(programme, []).append(number)
    return [
        Filled(
            offer,
            seats[offer.programme],
            tuple(_named(people, number) for number in sorted(brought.get(offer.programme, []))),
        )
        for offer in offered
        if offer.programme in seats
    ]


def _left(kept: Outcome, offered: list[Offer], people: Mapping[str, Person]) -> list[Left]:
    found = []
    for number in sorted(unmatched_of(kept.result)):
        result: Result | None = result_of(kept, number, offered)
        found.append(Left(_named(people, number), result.why if result else ()))
    return found


def _blocked(kept: Outcome, offered: list[Offer], people: Mapping[str, Person]) -> list[Blocked]:
    by_name = {offer.programme: offer for offer in offered}
    pairs = cast("list[list[str]]", kept.stability.get("explained", []))
    return [Blocked(_named(people, one), by_name[where], by_name[where].area) for one, where, _ in pairs]
