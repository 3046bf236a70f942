"""Which half-days of the week a contract gets, and the cuts that keep counts realisable without choosing them.

By Hall's theorem the contracts of one person can be given different half-days exactly when, for every set A of
half-days, the contracts that suit only inside A ask for at most |A|. Only unions of masks that real pairs have can
bind, so only those become rows; the 2^14 subsets are never looked at. Counts alone say too little where whole days and
half-days mix, or where contracts share only some terms: there `assign` searches, and the solver gets explicit choices.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from talent_portal.matching.engine.model import SLOTS

MOST_MASKS = 6


@dataclass(frozen=True, slots=True)
class Contract:
    """So many half-days out of `mask`, the same ones in all `terms` (a mask); whole days only if `days`."""

    mask: int
    halves: int
    days: bool
    terms: int


def assign(contracts: Sequence[Contract]) -> list[int] | None:
    """Return half-days (masks) for the contracts of one person, none used twice in a term, or None if there are none.

    Early half-days first, whole days where that is free to choose; the same contracts give the same answer.
    """
    if simple(contracts):
        return _augment(contracts)
    order = sorted(range(len(contracts)), key=lambda k: (contracts[k].mask.bit_count() - contracts[k].halves, k))
    found = _search(contracts, order, {})
    return None if found is None else [found[k] for k in range(len(contracts))]


def simple(contracts: Sequence[Contract]) -> bool:
    """Say whether Hall's condition is exact: one kind of unit, and all contracts in the same terms."""
    return len({contract.days for contract in contracts}) <= 1 and len({contract.terms for contract in contracts}) <= 1


def hall_sets(masks: Sequence[int]) -> list[int]:
    """Return the unions of the given masks, each once, in ascending order."""
    distinct = sorted(set(masks))
    if len(distinct) > MOST_MASKS:
        distinct = sorted(distinct, key=lambda mask: (mask.bit_count(), mask))[:MOST_MASKS]
    unions = {0}
    for mask in distinct:
        unions |= {union | mask for union in unions}
    return sorted(unions - {0})


def _augment(contracts: Sequence[Contract]) -> list[int] | None:
    """Give slots by augmenting paths; a slot is one half-day, or one whole day where all contracts want days."""
    days = bool(contracts) and contracts[0].days
    slots = [0b11 << k for k in range(0, SLOTS, 2)] if days else [1 << k for k in range(SLOTS)]
    owner: dict[int, int] = {}

    def seat(who: int, seen: set[int]) -> bool:
        for slot in slots:
            if contracts[who].mask & slot == slot and slot not in seen:
                seen.add(slot)
                if slot not in owner or seat(owner[slot], seen):
                    owner[slot] = who
                    return True
        return False

    for k, contract in enumerate(contracts):
        for _ in range(contract.halves // (2 if days else 1)):
            if not seat(k, set()):
                return None
    return [sum(slot for slot, who in owner.items() if who == k) for k in range(len(contracts))]


def _search(contracts: Sequence[Contract], order: list[int], chosen: dict[int, int]) -> dict[int, int] | None:
    if len(chosen) == len(order):
        return chosen
    k = order[len(chosen)]
    taken = 0
    for other, slots in chosen.items():
        if contracts[other].terms & contracts[k].terms:
            taken |= slots
    for slots in _choices(contracts[k], taken):
        found = _search(contracts, order, chosen | {k: slots})
        if found is not None:
            return found
    return None


def _choices(contract: Contract, taken: int) -> Iterator[int]:
    free = contract.mask & ~taken
    days = [0b11 << k for k in range(0, SLOTS, 2) if free & (0b11 << k) == 0b11 << k]
    if contract.days:
        yield from (sum(chosen) for chosen in combinations(days, contract.halves // 2))
        return
    # Half-days of broken days first, so that whole days stay whole for those who need them.
    whole = sum(days)
    single = [1 << k for k in range(SLOTS) if free & ~whole & (1 << k)]
    single += [1 << k for k in range(SLOTS) if whole & (1 << k)]
    yield from (sum(chosen) for chosen in combinations(single, contract.halves))
