"""What the application lent to matching at its start: how a plan becomes candidates, and who is one already."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from flask import Flask, current_app
from sqlalchemy.orm import Session

from talent_portal.core.actor import Actor


@dataclass(frozen=True, slots=True)
class PlannedPair:
    """One person for one request out of a plan, with the codes and numbers that speak for it."""

    need_id: int
    specialist_id: int
    reasons: dict[str, object] = field(default_factory=dict)


# (who acts, reference of the run, pairs) → how many candidates are new; called inside the transaction
Proposer = Callable[[Actor, str, Sequence[PlannedPair]], int]


@dataclass(frozen=True, slots=True)
class Kept:
    """A case that somebody has for a request already: its reference, the words for its state, and whether it runs."""

    reference: str
    word: str
    tone: str
    running: bool


# (session, request) → the newest case of each candidate of the request, by person
Keeper = Callable[[Session, int], Mapping[int, Kept]]


@dataclass(frozen=True, slots=True)
class Lent:
    """What is lent."""

    proposer: Proposer
    keeper: Keeper


def init_app(app: Flask, *, proposer: Proposer, keeper: Keeper) -> None:
    """Hold what is lent."""
    app.extensions["matching"] = Lent(proposer, keeper)


def proposer() -> Proposer:
    """Return what makes candidates of pairs."""
    return _lent().proposer


def keeper() -> Keeper:
    """Return who knows the candidates of a request."""
    return _lent().keeper


def _lent() -> Lent:
    return cast("Lent", current_app.extensions["matching"])
