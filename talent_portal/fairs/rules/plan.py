"""Plans of talks: what may stand together, and what could take the place of a full one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

ALTERNATIVES = 4


@dataclass(frozen=True, slots=True)
class Seat:
    """One slot as the rules see it: keys only, and how many seats are free."""

    slot: str
    booth: int
    round: int
    left: int


def clash(plan: Sequence[Seat]) -> tuple[str, ...]:
    """Return the slots that share a round with another of the plan."""
    return _shared(plan, [seat.round for seat in plan])


def same_booth(plan: Sequence[Seat]) -> tuple[str, ...]:
    """Return the slots that share a booth with another of the plan."""
    return _shared(plan, [seat.booth for seat in plan])


def _shared(plan: Sequence[Seat], keys: Sequence[int]) -> tuple[str, ...]:
    return tuple(seat.slot for seat, key in zip(plan, keys, strict=True) if keys.count(key) > 1)


def alternatives(
    wanted: Seat,
    others: Collection[Seat],
    grid: Sequence[Seat],
    minutes: Mapping[tuple[int, int], int],
    most: int = ALTERNATIVES,
) -> tuple[Seat, ...]:
    """Return free seats in place of `wanted` that clash with none of `others`, best first.

    First the same booth in the nearest round, then the same round at the nearest booth (`minutes` between booths by
    road and boat; unknown pairs come last), then any other seat, nearest first.
    """
    busy_rounds = {seat.round for seat in others}
    busy_booths = {seat.booth for seat in others}

    def fits(seat: Seat) -> bool:
        return seat.left > 0 and seat.round not in busy_rounds and seat.booth not in busy_booths

    def distance(seat: Seat) -> tuple[int, int, int, int]:
        kind = 0 if seat.booth == wanted.booth else 1 if seat.round == wanted.round else 2
        travel = 0 if kind == 0 else minutes.get((wanted.booth, seat.booth), 10_000)
        return kind, travel, abs(seat.round - wanted.round), seat.round

    free = sorted((seat for seat in grid if fits(seat) and seat.slot != wanted.slot), key=distance)
    return _mixed(free, wanted, most)


def _mixed(free: Sequence[Seat], wanted: Seat, most: int) -> tuple[Seat, ...]:
    """Offer both kinds of way out: at most half of the offers from the same booth while others exist."""
    same = [seat for seat in free if seat.booth == wanted.booth]
    other = [seat for seat in free if seat.booth != wanted.booth]
    half = most // 2
    head = same[: max(half, most - len(other))]
    return (*head, *other[: most - len(head)])
