"""What a plan covers by municipality, before and after: the table that a coordinator looks at first. Pure.

A municipality with A required and B missing half-days a week, of which c are covered, has the residual shortage
(B - c) / max(A, B), as in the engine; here a joint request counts for each body by its own half-days.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass

from talent_portal.matching.rules.runs import MILLION
from talent_portal.needs.rules.facts import NeedFacts, PatternKind

HALVES_OF_A_POST = 10


@dataclass(frozen=True, slots=True)
class Covered:
    """One body: half-days a week asked for and covered; residual shortage in millionths of what is required."""

    organisation_id: int
    island: bool
    asked: int
    covered: int
    reported: bool
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Fairness:
    """The worst residual shortage, and the means of islands and mainland, before and after, in millionths."""

    worst_before: int
    worst_after: int
    island_before: int
    island_after: int
    mainland_before: int
    mainland_after: int

    def stored(self) -> dict[str, int]:
        """Return the figures as they are kept."""
        return asdict(self)


def weekly(need: NeedFacts, half_days: int) -> int:
    """Return half-days a week, those of a month rounded up to whole ones a week."""
    if need.pattern is not PatternKind.MONTHLY:
        return half_days
    return -(-half_days * 12 // 52)


def filled_half_days(need: NeedFacts, filled: int) -> int:
    """Return half-days a week that so many filled posts of a request cover, at all its bodies together."""
    return filled * sum(weekly(need, share.half_days) for share in need.shares)


def covered(
    needs: Iterable[tuple[NeedFacts, int]],
    required: Mapping[int, tuple[int, int]],
    islands: Collection[int],
) -> tuple[Covered, ...]:
    """Return the bodies that ask for somebody, the worst shortage that remains first.

    `needs` come with how many of their posts the plan fills; `required` are heads by body, required and in post.
    """
    asked: dict[int, int] = {}
    given: dict[int, int] = {}
    for need, filled in needs:
        for share in need.shares:
            part = weekly(need, share.half_days)
            asked[share.organisation_id] = asked.get(share.organisation_id, 0) + part * need.open_posts
            given[share.organisation_id] = given.get(share.organisation_id, 0) + part * filled
    rows = [_row(key, key in islands, asked[key], given[key], required.get(key)) for key in asked if asked[key]]
    return tuple(sorted(rows, key=lambda one: (-one.after, -one.before, one.organisation_id)))


def _row(organisation_id: int, island: bool, asked: int, given: int, heads: tuple[int, int] | None) -> Covered:  # noqa: FBT001
    missing, base = asked, asked
    if heads is not None:
        required, filled = heads
        missing = HALVES_OF_A_POST * max(required - filled, 0)
        base = max(HALVES_OF_A_POST * required, missing, 1)
    before, after = (MILLION * max(left, 0) // base for left in (missing, missing - given))
    return Covered(organisation_id, island, asked, given, heads is not None, before, after)


def fairness(rows: Collection[Covered]) -> Fairness:
    """Return the measures over the bodies that asked for anybody; 0 where there is none."""
    isles, mainland = ([one for one in rows if one.island is side] for side in (True, False))
    return Fairness(
        max((one.before for one in rows), default=0),
        max((one.after for one in rows), default=0),
        _mean([one.before for one in isles]),
        _mean([one.after for one in isles]),
        _mean([one.before for one in mainland]),
        _mean([one.after for one in mainland]),
    )


def _mean(values: Collection[int]) -> int:
    return sum(values) // len(values) if values else 0
