"""What a matching day is told: strict lists of both sides, seats, caps of areas; and what is refused at the door."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `limit` people in these programmes together."""

    name: str
    programmes: frozenset[str]
    limit: int


@dataclass(frozen=True, slots=True)
class Market:
    """Lists of both sides, best first. A programme ranks only whom it would take; a person only where they would go.

    `targets` say how an area's seats are meant to be spread; left empty, they follow the seats. `quotas` above one
    are refused: several contracts for one person belong to the run over all needs. `ties` are all programmes in the
    order in which equals among them come first; left empty, they come by name.
    """

    people: Mapping[str, Sequence[str]]
    programmes: Mapping[str, Sequence[str]]
    seats: Mapping[str, int]
    caps: tuple[Cap, ...] = ()
    targets: Mapping[str, int] = field(default_factory=dict)
    quotas: Mapping[str, int] = field(default_factory=dict)
    ties: Sequence[str] = ()


class CrossingCapsError(ValueError):
    """Two caps overlap without one lying inside the other: no mechanism is stable and strategy-proof then."""

    def __init__(self, one: str, other: str) -> None:
        self.one, self.other = one, other
        super().__init__(f"the caps {one} and {other} cross")


class MoreThanOneContractError(ValueError):
    """A person asks for several contracts: then naming preferences truthfully is no longer safe."""

    def __init__(self, people: Sequence[str]) -> None:
        self.people = tuple(people)
        super().__init__(f"more than one contract: {', '.join(self.people)}")


class UnclearListError(ValueError):
    """A list names somebody twice, or somebody who does not take part."""

    def __init__(self, owner: str) -> None:
        self.owner = owner
        super().__init__(f"the list of {owner} names somebody twice or nobody known")


def refuse_unusable(market: Market) -> None:
    """Raise by name for crossing caps, several contracts, and wishes that are not strict."""
    several = sorted(person for person, quota in market.quotas.items() if quota > 1)
    if several:
        raise MoreThanOneContractError(several)
    for k, one in enumerate(market.caps):
        for other in market.caps[:k]:
            shared = one.programmes & other.programmes
            if shared and not (one.programmes <= other.programmes or other.programmes <= one.programmes):
                raise CrossingCapsError(other.name, one.name)
    known = frozenset(market.programmes)
    if market.ties and (len(market.ties) != len(known) or known != frozenset(market.ties)):
        raise UnclearListError("ties")
    for person, wishes in market.people.items():
        if len(known.intersection(wishes)) != len(wishes):
            raise UnclearListError(person)


def order(market: Market) -> dict[str, int]:
    """Return the place of each programme among its equals."""
    return {name: k for k, name in enumerate(market.ties or sorted(market.programmes))}


def innermost_first(caps: Sequence[Cap]) -> list[Cap]:
    """Return caps of a hierarchy so that each comes before those around it."""
    return sorted(caps, key=lambda cap: (len(cap.programmes), cap.limit, cap.name))


def ranks(market: Market) -> dict[str, dict[str, int]]:
    """Return the place of each person on each programme's list; somebody who no longer takes part does no harm."""
    found = {}
    for programme, ranked in market.programmes.items():
        found[programme] = rank = {person: k for k, person in enumerate(ranked)}
        if len(rank) != len(ranked):
            raise UnclearListError(programme)
    return found


def lottery(people: Sequence[str], seed: str) -> list[str]:
    """Return the people in the order of one lottery that everybody can repeat from the published seed."""
    return sorted(people, key=lambda person: (hashlib.sha256(f"{seed}/{person}".encode()).digest(), person))


def strict(tiers: Sequence[Sequence[str]], drawn: Sequence[str]) -> tuple[str, ...]:
    """Return one strict list from tiers of equals, with ties in the order of the lottery that all share."""
    place = {person: k for k, person in enumerate(drawn)}
    return tuple(person for tier in tiers for person in sorted(tier, key=place.__getitem__))


def targets(market: Market) -> dict[str, int]:
    """Return how many seats of each programme count as its own before an area's spare seats are shared.

    Each cap is spread over what lies inside it in proportion to seats, by largest remainders; nothing is spread
    beyond the seats there are.
    """
    place = order(market)
    found = {programme: market.seats[programme] for programme in market.programmes} | dict(market.targets)
    for cap in sorted(market.caps, key=lambda cap: (len(cap.programmes), cap.name)):
        inside = sorted(cap.programmes & market.programmes.keys())
        total = sum(found[programme] for programme in inside)
        if total > cap.limit:
            found |= _spread(cap.limit, {programme: found[programme] for programme in inside}, place)
    return found


def _spread(limit: int, wanted: dict[str, int], place: Mapping[str, int]) -> dict[str, int]:
    total = sum(wanted.values())
    given = {programme: limit * seats // total for programme, seats in wanted.items()}
    rest = sorted(wanted, key=lambda programme: (-(limit * wanted[programme] % total), place[programme]))
    for programme in rest[: limit - sum(given.values())]:
        given[programme] += 1
    return given
