"""From wishes and sheets to an outcome that is kept, and back from what was kept. Pure.

People go by their number (受験番号), programmes by their reference, areas by their code: nothing here says who anybody
is, and what is kept is never worked out again.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from talent_portal.matching.engine.deferred import MatchingDayResult, flexible_da, jrmp, refusals
from talent_portal.matching.engine.market import Cap, Market, lottery, strict
from talent_portal.matching.engine.stability import StabilityReport, stability_report

Stored = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seats:
    """One programme as it goes into a round: the public code of its municipality, its seats, its area."""

    programme: str
    code: str
    region: str
    seats: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Everything a round is decided by.

    `wishes` are programmes by person, best first; `places` are people by programme with the place each was given
    (1 is best, equals allowed), only those the programme would take; `caps` are limits by area.
    """

    programmes: tuple[Seats, ...]
    caps: Mapping[str, int]
    wishes: Mapping[str, Sequence[str]]
    places: Mapping[str, Mapping[str, int]]
    seed: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why somebody did not come to a programme they would have preferred; `area` names a cap."""

    programme: str
    reason: str
    area: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What a round came to, as it is kept."""

    market: Stored
    drawn: list[str]
    result: Stored
    stability: Stored
    digest: str


def tiers(places: Mapping[str, int]) -> list[list[str]]:
    """Return people by place, the best first, each tier in the order of numbers."""
    found: dict[int, list[str]] = {}
    for person, place in places.items():
        found.setdefault(place, []).append(person)
    return [sorted(found[place]) for place in sorted(found)]


def ties(asked: Question) -> tuple[str, ...]:
    """Return the programmes in the order of the same lottery, drawn over the public codes of the municipalities."""
    by_code = {one.code: one.programme for one in asked.programmes}
    return tuple(by_code[code] for code in lottery(list(by_code), asked.seed))


def market_of(asked: Question, drawn: Sequence[str]) -> Market:
    """Return strict lists of both sides; somebody who no longer takes part is on no programme's list."""
    inside = {
        code: frozenset(one.programme for one in asked.programmes if one.region == code) for code in sorted(asked.caps)
    }
    ranked = {
        one.programme: {
            person: place
            for person, place in asked.places.get(one.programme, {}).items()
            if one.programme in asked.wishes.get(person, ())
        }
        for one in asked.programmes
    }
    return Market(
        people={person: tuple(asked.wishes[person]) for person in sorted(asked.wishes)},
        programmes={programme: strict(tiers(places), drawn) for programme, places in ranked.items()},
        seats={one.programme: one.seats for one in asked.programmes},
        caps=tuple(Cap(code, names, asked.caps[code]) for code, names in inside.items() if names),
        ties=ties(asked),
    )


def settle(asked: Question) -> Settled:
    """Draw once, match, judge, and return all of it as it is kept."""
    drawn = lottery(sorted(asked.wishes), asked.seed)
    market = market_of(asked, drawn)
    found = flexible_da(market)
    kept_market = _market(market)
    return Settled(
        market=kept_market,
        drawn=drawn,
        result=_result(market, found),
        stability=_stability(stability_report(market, found)),
        digest=digest(kept_market, drawn),
    )


def digest(market: Mapping[str, object], drawn: Sequence[str]) -> str:
    """Return the SHA-256 of what a round was decided by."""
    told = json.dumps([market, list(drawn)], sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def _market(market: Market) -> Stored:
    return {
        "people": {person: list(wishes) for person, wishes in market.people.items()},
        "programmes": {name: list(ranked) for name, ranked in market.programmes.items()},
        "seats": dict(market.seats),
        "ties": list(market.ties),
        "caps": [{"name": cap.name, "programmes": sorted(cap.programmes), "limit": cap.limit} for cap in market.caps],
    }


def _result(market: Market, found: MatchingDayResult) -> Stored:
    older = jrmp(market) if market.caps else found
    taken = Counter(found.matched.values())
    return {
        "matched": dict(sorted(found.matched.items())),
        "unmatched": list(found.unmatched),
        "refused": {person: [list(one) for one in refusals(market, found, person, taken)] for person in market.people},
        "wishes_met": _met(market, found),
        "jrmp": len(older.matched),
    }


def _met(market: Market, found: MatchingDayResult) -> list[int]:
    """Return how many got their first wish, their second, and so on."""
    met = [0] * max((len(wishes) for wishes in market.people.values()), default=0)
    for person, programme in found.matched.items():
        met[list(market.people[person]).index(programme)] += 1
    return met


def _stability(report: StabilityReport) -> Stored:
    return {
        "stable": report.stable,
        "broken": list(report.broken),
        "explained": [[one.person, one.programme, one.cap] for one in report.explained],
        "unexplained": [[one.person, one.programme, one.cap] for one in report.unexplained],
    }


def matched_of(result: Mapping[str, object]) -> dict[str, str]:
    """Return who came where, as it was kept; nothing once it was forgotten."""
    return cast("dict[str, str]", result.get("matched", {}))


def unmatched_of(result: Mapping[str, object]) -> list[str]:
    """Return who came nowhere, as it was kept."""
    return cast("list[str]", result.get("unmatched", []))


def refused_of(result: Mapping[str, object], person: str) -> list[Refusal]:
    """Return why each wish before the one that came true did not, in the person's own order."""
    kept = cast("dict[str, list[list[Any]]]", result.get("refused", {}))
    return [Refusal(str(one[0]), str(one[1]), str(one[2])) for one in kept.get(person, [])]
