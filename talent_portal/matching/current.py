"""What the application lent to matching at its start: how a plan becomes candidates."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import cast

from flask import Flask, current_app

from talent_portal.core.actor import Actor


@dataclass(frozen=True, slots=True)
class PlannedPair:
    """One person for one request out of a plan, with the codes and numbers that speak for it."""

    need_id: int
    specialist_id: int
    reasons: dict[str, object] = field(default_factory=dict)


# (who acts, reference of the run, pairs) → how many candidates are new; called inside the transaction
Proposer = Callable[[Actor, str, Sequence[PlannedPair]], int]


def init_app(app: Flask, *, proposer: Proposer) -> None:
    """Hold what is lent."""
    app.extensions["matching"] = proposer


def proposer() -> Proposer:
    """Return what makes candidates of pairs."""
    return cast("Proposer", current_app.extensions["matching"])
