"""What pins mean for pairs."""

from dataclasses import dataclass

import numpy as np

from talent_portal.matching.engine.model import Array, Pairs, Problem


@dataclass(frozen=True, slots=True)
class Pinned:
    """The least half-days of a pinned pair, in its units; `exact` forbids more."""

    halves: int
    exact: bool

    def kept_by(self, halves: int) -> bool:
        """Say whether so many half-days keep the pin."""
        return halves == self.halves if self.exact else halves >= self.halves


def pins_of(p: Problem, pairs: Pairs) -> dict[int, Pinned]:
    """Return the pins on eligible pairs, by pair."""
    found = {}
    for k, at in enumerate(pairs_at(pairs, p.pins.specialist, p.pins.need, len(p.needs.ids)).tolist()):
        if at >= 0:
            unit, asked = int(pairs.unit[at]), int(p.pins.halves[k])
            halves = max(-(-asked // unit) * unit, int(pairs.lower[at]))
            found[at] = Pinned(halves, bool(p.pins.exact[k]) and asked > 0)
    return found


def pairs_at(pairs: Pairs, specialist: Array, need: Array, needs: int) -> Array:
    """Return the eligible pair of each specialist and need, -1 where there is none."""
    if len(specialist) == 0 or len(pairs) == 0:
        return np.full(len(specialist), -1)
    keys = pairs.specialist.astype(np.int64) * needs + pairs.need
    wanted = specialist.astype(np.int64) * needs + need
    at = np.searchsorted(keys, wanted).clip(max=len(keys) - 1)
    return np.where(keys[at] == wanted, at, -1)
