"""What holds and what does not after a matching day: who would rather be elsewhere, and whether a cap explains it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from talent_portal.matching.engine.deferred import MatchingDayResult
from talent_portal.matching.engine.market import Cap, Market, targets


@dataclass(frozen=True, slots=True, order=True)
class Blocking:
    """A person and a programme who would both rather have each other; `cap` is the full cap that explains it."""

    person: str
    programme: str
    cap: str


@dataclass(frozen=True, slots=True)
class StabilityReport:
    """`broken` seats, caps or lists; `explained` blocking pairs come from caps, `unexplained` ones are faults."""

    broken: tuple[str, ...]
    explained: tuple[Blocking, ...]
    unexplained: tuple[Blocking, ...]

    @property
    def stable(self) -> bool:
        """Say whether the outcome is stable in the sense of Kamada and Kojima."""
        return not self.broken and not self.unexplained


def stability_report(market: Market, result: MatchingDayResult) -> StabilityReport:
    """Judge a matching: every list, seat and cap kept, and every blocking pair explained by a full cap."""
    counts = Counter(result.matched.values())
    aims = targets(market)
    pairs = [
        Blocking(person, programme, _excuse(market, result, counts, aims, person, programme))
        for person, programme in _blocking(market, result, counts)
    ]
    return StabilityReport(
        tuple(sorted(_broken(market, result, counts))),
        tuple(sorted(pair for pair in pairs if pair.cap)),
        tuple(sorted(pair for pair in pairs if not pair.cap)),
    )


def _broken(market: Market, result: MatchingDayResult, counts: Counter[str]) -> Iterator[str]:
    for person, programme in result.matched.items():
        if programme not in market.people[person] or person not in market.programmes[programme]:
            yield person
    yield from (name for name, count in counts.items() if count > market.seats[name])
    yield from (cap.name for cap in market.caps if sum(counts[name] for name in cap.programmes) > cap.limit)


def _blocking(market: Market, result: MatchingDayResult, counts: Counter[str]) -> Iterator[tuple[str, str]]:
    rank = {name: {person: k for k, person in enumerate(ranked)} for name, ranked in market.programmes.items()}
    worst = dict.fromkeys(market.programmes, -1)
    for person, programme in result.matched.items():
        worst[programme] = max(worst[programme], rank[programme].get(person, -1))
    for person, wishes in market.people.items():
        for programme in wishes:
            if programme == result.matched.get(person):
                break
            own = rank[programme].get(person)
            if own is not None and (counts[programme] < market.seats[programme] or own < worst[programme]):
                yield person, programme


def _excuse(  # noqa: PLR0913, PLR0917 everything the definition speaks of
    market: Market, result: MatchingDayResult, counts: Counter[str], aims: dict[str, int], person: str, programme: str
) -> str:
    """Return a full cap around the programme such that taking the person would neither help it nor even seats out."""
    rank = {each: k for k, each in enumerate(market.programmes[programme])}
    here = [each for each, name in result.matched.items() if name == programme]
    if any(rank[person] < rank.get(each, len(rank)) for each in here):
        return ""
    for cap in market.caps:
        full = programme in cap.programmes and sum(counts[name] for name in cap.programmes) >= cap.limit
        if full and not _evens_out(cap, result.matched.get(person), programme, counts, aims):
            return cap.name
    return ""


def _evens_out(cap: Cap, former: str | None, programme: str, counts: Counter[str], aims: dict[str, int]) -> bool:
    """Say whether moving somebody within the cap from `former` would bring both programmes nearer to their targets."""
    if former is None or former not in cap.programmes:
        return False
    gained = max(counts[programme] + 1 - aims[programme], 0)
    lost = max(counts[former] - aims[former], 0)
    return gained < lost
