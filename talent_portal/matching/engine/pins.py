"""What pins mean for pairs."""

from dataclasses import dataclass

import numpy as np

from talent_portal.matching.engine.model import Pairs, Problem


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
    size = max(len(p.needs.ids), 1)
    keys = pairs.specialist.astype(np.int64) * size + pairs.need
    wanted = p.pins.specialist.astype(np.int64) * size + p.pins.need
    found = {}
    for k, at in enumerate(np.searchsorted(keys, wanted).tolist()):
        if at < len(keys) and keys[at] == wanted[k]:
            unit, asked = int(pairs.unit[at]), int(p.pins.halves[k])
            halves = max(-(-asked // unit) * unit, int(pairs.lower[at]))
            found[at] = Pinned(halves, bool(p.pins.exact[k]) and asked > 0)
    return found
