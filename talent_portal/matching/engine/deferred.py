"""Matching day: flexible deferred acceptance with caps of areas (Kamada and Kojima 2015, 2018), and two to compare.

People propose down their lists; programmes hold the best so far. Where a cap is full, the seat goes to the programme
that is least beyond its target. Caps that form a hierarchy make this the greedy choice over a laminar matroid, which
is why the outcome is stable in their sense and why nobody gains by a false list. The order of proposals is immaterial.
"""

from bisect import insort
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush
from itertools import takewhile
from typing import NamedTuple

from talent_portal.matching.engine import proposals
from talent_portal.matching.engine.books import Ended, books_of, given_up_of, matched_of
from talent_portal.matching.engine.market import (
    Cap,
    Market,
    innermost_first,
    order,
    ranks,
    refuse_unusable,
    targets,
)

CAPACITY = "seats"
UNRANKED = "not_ranked"
AREA = "area"
# So many wishes make loading the compiler, half a second, worth its while; from there it halves the time.
LARGE = 300_000


class Refused(NamedTuple):
    """Why a programme did not keep somebody; `cap` names the area whose seats were given elsewhere."""

    programme: str
    reason: str
    cap: str = ""


@dataclass(frozen=True, slots=True)
class MatchingDayResult:
    """Who goes where; `given_up` names, by (person, programme), the cap for which a seat was given elsewhere."""

    matched: dict[str, str]
    unmatched: tuple[str, ...]
    given_up: dict[tuple[str, str], str]


def refusals(
    market: Market, result: MatchingDayResult, person: str, taken: Mapping[str, int] | None = None
) -> list[Refused]:
    """Return the programmes that a person would have preferred, in the person's own order, and what stands between.

    Judged by how the day ended, for seats that were full on the way may have been given up to a cap later. `taken`
    counts the people at each programme; pass it when asking about many.
    """
    counts = Counter(result.matched.values()) if taken is None else taken
    preferred = takewhile(lambda programme: programme != result.matched.get(person), market.people[person])
    return [_refused(market, result, counts, person, programme) for programme in preferred]


def _refused(
    market: Market, result: MatchingDayResult, counts: Mapping[str, int], person: str, programme: str
) -> Refused:
    if person not in market.programmes[programme]:
        return Refused(programme, UNRANKED)
    if counts.get(programme, 0) >= market.seats[programme]:
        return Refused(programme, CAPACITY)
    full = [
        cap.name
        for cap in innermost_first(market.caps)
        if programme in cap.programmes and sum(counts.get(name, 0) for name in cap.programmes) >= cap.limit
    ]
    on_the_way = result.given_up.get((person, programme), "")
    return Refused(programme, AREA, on_the_way if on_the_way in full else full[0])


def flexible_da(market: Market, *, compiled: bool | None = None) -> MatchingDayResult:
    """Match with seats and caps; unusable markets are refused by name."""
    refuse_unusable(market)
    return _played(market, market.seats, market.caps, targets(market) if market.caps else {}, compiled=compiled)


def jrmp(market: Market, *, compiled: bool | None = None) -> MatchingDayResult:
    """Match with the targets as seats: the older way of keeping caps, for comparison."""
    refuse_unusable(market)
    return _played(market, targets(market), (), {}, compiled=compiled)


def plain(market: Market, *, compiled: bool | None = None) -> MatchingDayResult:
    """Match with seats alone."""
    refuse_unusable(market)
    return _played(market, market.seats, (), {}, compiled=compiled)


def _played(
    market: Market, seats: Mapping[str, int], caps: Sequence[Cap], aims: Mapping[str, int], *, compiled: bool | None
) -> MatchingDayResult:
    """Play the day in plain Python, or compiled where that is wished, or pays, and numba is at hand: the same day."""
    wanted = sum(map(len, market.people.values())) >= LARGE if compiled is None else compiled
    play = proposals.compiled() if wanted else None
    if play is None:
        return _Day(market, seats, caps, aims).result()
    inner = innermost_first(caps)
    books = books_of(market, seats, inner, aims)
    ended = Ended(*play(books))
    matched = matched_of(market, books, ended)
    return _result(market, matched, given_up_of(market, books, ended, inner))


def _result(market: Market, matched: dict[str, str], given_up: dict[tuple[str, str], str]) -> MatchingDayResult:
    return MatchingDayResult(matched, tuple(sorted(market.people.keys() - matched.keys())), given_up)


def second_chance(market: Market, first: MatchingDayResult, people: Mapping[str, Sequence[str]]) -> MatchingDayResult:
    """Match those who are left, by new lists, over the seats and caps that are left; first matches stay."""
    taken = Counter(first.matched.values())
    caps = tuple(
        Cap(cap.name, cap.programmes, cap.limit - sum(taken[each] for each in cap.programmes)) for cap in market.caps
    )
    left = {person: people.get(person, ()) for person in first.unmatched}
    rest = replace(
        market,
        people=left,
        programmes={name: [each for each in ranked if each in left] for name, ranked in market.programmes.items()},
        seats={name: seats - taken[name] for name, seats in market.seats.items()},
        caps=caps,
        targets={},
    )
    return flexible_da(rest)


@dataclass(slots=True)
class _Chain:
    """A cap, how many it holds, and its programmes by how far their last seat lies beyond the target (a lazy heap)."""

    cap: Cap
    held: int = 0
    last_seats: list[tuple[int, int, str]] = field(default_factory=list)


class _Day:
    """One day under way; `held` are the ranks of those whom each programme holds, best first."""

    def __init__(self, market: Market, seats: Mapping[str, int], caps: Sequence[Cap], aims: Mapping[str, int]) -> None:
        self.market, self.seats, self.aims = market, seats, aims
        self.rank = ranks(market)
        self.held: dict[str, list[int]] = {name: [] for name in market.programmes}
        self.order = order(market) if caps else {}
        self.chains = _chains(market, caps)
        self.given_up: dict[tuple[str, str], str] = {}

    def result(self) -> MatchingDayResult:
        """Let everybody propose, down their lists, until nobody has anywhere left to ask."""
        chains = self.chains
        books = {
            name: (self.rank[name], self.held[name], self.seats[name], ranked)
            for name, ranked in self.market.programmes.items()
        }
        asking = {person: iter(wishes) for person, wishes in self.market.people.items()}
        for newcomer in asking:
            person: str | None = newcomer
            while person is not None:
                standing, person = person, None
                for programme in asking[standing]:
                    rank, held, seats, ranked = books[programme]
                    try:
                        own = rank[standing]
                    except KeyError:
                        continue
                    if len(held) < seats:
                        insort(held, own)
                        person = self._within_caps(programme, chains[programme]) if programme in chains else None
                        break
                    if held and own < held[-1]:
                        person = ranked[held.pop()]
                        insort(held, own)
                        break
        return self._settled()

    def _within_caps(self, programme: str, chain: list[_Chain]) -> str | None:
        """Count the new seat in every cap around it; where the innermost full cap overflows, one seat is given up."""
        self._count(programme, chain, 1)
        full = next((link for link in chain if link.held > link.cap.limit), None)
        if full is None:
            return None
        while True:
            beyond, order, loser = full.last_seats[0]
            if self.held[loser] and (beyond, order) == self._last_seat(loser):
                break
            heappop(full.last_seats)
        person = self.market.programmes[loser][self.held[loser].pop()]
        self._count(loser, self.chains[loser], -1)
        self.given_up[person, loser] = full.cap.name
        return person

    def _count(self, programme: str, chain: list[_Chain], change: int) -> None:
        entry = (*self._last_seat(programme), programme)
        for link in chain:
            link.held += change
            heappush(link.last_seats, entry)

    def _last_seat(self, programme: str) -> tuple[int, int]:
        """Say how far the last seat lies beyond the target, the farthest first; within the target all are equal."""
        return -max(len(self.held[programme]) - self.aims[programme], 0), -self.order[programme]

    def _settled(self) -> MatchingDayResult:
        ranked = self.market.programmes
        matched = {ranked[name][rank]: name for name, held in self.held.items() for rank in held}
        return _result(self.market, matched, self.given_up)


def _chains(market: Market, caps: Sequence[Cap]) -> dict[str, list[_Chain]]:
    """Return the caps around each programme, innermost first."""
    found: dict[str, list[_Chain]] = {}
    for cap in innermost_first(caps):
        link = _Chain(cap)
        for programme in sorted(cap.programmes & market.programmes.keys()):
            found.setdefault(programme, []).append(link)
    return found
