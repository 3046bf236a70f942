"""Where a run begins: tables with the pins set, the previous plan taken over, and a plan by score alone to beat."""

from collections.abc import Callable, Sequence

import numpy as np

from talent_portal.matching.engine.model import Array, Pairs, Problem
from talent_portal.matching.engine.pins import pins_of
from talent_portal.matching.engine.plans import Case
from talent_portal.matching.engine.result import Assignment
from talent_portal.matching.engine.search import Table

Offer = Callable[[str, Array], bool]
COMPILED = 4
"""So many times as many renewals are tried where they are compiled: they are twenty times as fast there."""


def table_of(case: Case, compiled: bool | None, held: Array | None = None) -> Table:  # noqa: FBT001 an option as it is
    """Return a table with the pins set, or with a lawful plan that keeps them, where one is `held`.

    Settled pins are lawful together, so they are held as they are: the stricter checks of the moves could lose one.
    """
    table = Table(case.p, case.pairs, case.scores, compiled=compiled)
    pins = pins_of(case.p, case.pairs)
    pinned = np.zeros(len(case.pairs), np.int16)
    pinned[list(pins)] = [pin.halves for pin in pins.values()]
    table.hold(pinned if held is None else held)
    table.fix(np.flatnonzero(pinned))
    return table


def previous_of(p: Problem, pairs: Pairs, plan: Sequence[Assignment]) -> Array:
    """Return the half-days of the previous plan by pair; contracts that are no longer lawful are gone."""
    if not plan:
        return np.zeros(0, np.int16)
    halves = {(a.specialist, a.need): a.halves for a in plan}
    names = zip(p.specialists.ids[pairs.specialist].tolist(), p.needs.ids[pairs.need].tolist(), strict=True)
    return np.array([halves.get(pair, 0) for pair in names], np.int16)


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


def renewed(case: Case, x: Array, compiled: bool | None, each: int, go_on: Callable[[], bool]) -> Array:  # noqa: FBT001 an option as it is
    """Return a plan worth no less, after `each` renewals for every need of the problem, more where compiled."""
    table = table_of(case, compiled, x)
    table.renew(each * len(case.p.needs.ids) * (COMPILED if table.fast else 1), go_on)
    return table.x
