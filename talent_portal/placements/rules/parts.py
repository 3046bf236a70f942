"""Whose half-day is whose in a joint request: every half-day of the week is worked at one municipality. Pure.

A part is (id of the organisation, 14-bit week). Several municipalities agreed on their parts in the request; terms that
one of them writes may fill its own part only, or the parts of several, but never another amount than was agreed.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_

from talent_portal.core.week import DAYS, HALVES

Part = tuple[int, int]
BITS = tuple(1 << number for number in range(DAYS * len(HALVES)))


def count(mask: int) -> int:
    """Return how many half-days a week has."""
    return mask.bit_count()


def union(parts: Iterable[Part]) -> int:
    """Return all half-days of the parts together."""
    return reduce(or_, (mask for _, mask in parts), 0)


def deal(halves: int, agreed: Mapping[int, int]) -> tuple[Part, ...]:
    """Return the half-days of a week handed out in the order of `agreed` (half-days by organisation), whole days first.

    What goes beyond the parts is left to be placed by whoever writes the terms.
    """
    left = [bit for bit in BITS if halves & bit]
    found = []
    for organisation_id, wanted in agreed.items():
        mine, left = left[:wanted], left[wanted:]
        found.append((organisation_id, sum(mine)))
    return tuple(found)


def problem(parts: Sequence[Part], halves: int, agreed: Mapping[int, int], *, weekly: bool) -> str | None:
    """Return the code of what is wrong with the parts, or None.

    `agreed` are the half-days a week by organisation, empty where one municipality asked alone; they bind only terms
    that run `weekly`: a monthly pattern has no sum per week.
    """
    if not agreed:
        return "no_part" if parts else None
    if any(organisation_id not in agreed for organisation_id, _ in parts):
        return "no_part"
    masks = [mask for _, mask in parts]
    if sum(map(count, masks)) != count(union(parts)) or len({who for who, _ in parts}) != len(parts):
        return "two_towns"
    if union(parts) != halves:
        return "half_day_without_town"
    differs = any(mask and count(mask) != agreed[organisation_id] for organisation_id, mask in parts)
    return "part_differs" if weekly and differs else None
