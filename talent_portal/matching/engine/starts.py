"""Where a run begins: tables with the pins set, the previous plan taken over, and a plan by score alone to beat."""

from collections.abc import Callable

import numpy as np

from talent_portal.matching.engine.model import Array
from talent_portal.matching.engine.pins import pins_of
from talent_portal.matching.engine.plans import Case
from talent_portal.matching.engine.search import Table

Offer = Callable[[str, Array], bool]


def table_of(case: Case, compiled: bool | None, held: Array | None = None) -> Table:  # noqa: FBT001 an option as it is
    """Return a table with the pins set, over a plan that is lawful as it stands where one is `held`."""
    table = Table(case.p, case.pairs, case.scores, compiled=compiled)
    if held is not None:
        table.hold(held)
    pins = pins_of(case.p, case.pairs)
    if pins:
        table.fix(np.array(list(pins)), np.array([pin.halves for pin in pins.values()]))
    return table


def with_previous(case: Case, compiled: bool | None, offer: Offer) -> Table:  # noqa: FBT001 an option as it is
    """Return a table with the previous plan: the whole of it where the judge accepts it, else what fits beside pins.

    The whole is held as it is: the checks of the moves are stricter than the rules, and would lose some of it.
    """
    if not len(case.previous):
        return table_of(case, compiled)
    pins = pins_of(case.p, case.pairs)
    kept = all(pin.kept_by(int(case.previous[e])) for e, pin in pins.items())
    if offer("kept", case.previous) and kept and not case.unrealisable(case.previous):
        return table_of(case, compiled, case.previous)
    table = table_of(case, compiled)
    chosen = np.flatnonzero(case.previous)
    table.fill(chosen, case.previous[chosen])
    offer("previous", table.x)
    return table


def by_score(case: Case, compiled: bool | None) -> Array:  # noqa: FBT001 an option as it is
    """Return the plan that takes the best score first: no plan of the engine is to be worth less."""
    table = table_of(case, compiled)
    order = np.lexsort((np.arange(len(case.pairs)), -case.scores.total.astype(np.int64)))
    table.fill(order, case.pairs.upper[order])
    return table.x
