"""What the application lent the requests at its start: the count of possible people, and who hears of an end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

from flask import Flask, current_app
from sqlalchemy.orm import Session

from talent_portal.core.actor import Actor
from talent_portal.needs.rules.facts import NeedFacts
from talent_portal.needs.rules.live import LiveCount

# (session, the request as its form stands now) → how many people could do it, and what would give more
LiveCounter = Callable[[Session, NeedFacts], LiveCount]
# (session of the transaction, who acts, id of the request that has just ended)
EndedListener = Callable[[Session, Actor, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lent:
    """Everything higher floors lend."""

    live_counter: LiveCounter | None = None
    relaxation_words: Mapping[str, str] = field(default_factory=dict)
    ended_listeners: tuple[EndedListener, ...] = ()


def init_app(
    app: Flask,
    *,
    live_counter: LiveCounter | None = None,
    relaxation_words: Mapping[str, str] | None = None,
    ended_listeners: tuple[EndedListener, ...] = (),
) -> None:
    """Hold what is lent. Without a counter its place on the form stays empty."""
    app.extensions["needs"] = Lent(
        live_counter=live_counter, relaxation_words=relaxation_words or {}, ended_listeners=ended_listeners
    )


def lent() -> Lent:
    """Return what was lent to this application."""
    return cast("Lent", current_app.extensions["needs"])


def ended_listeners() -> tuple[EndedListener, ...]:
    """Return who must hear, in the same transaction, that a request has ended."""
    return lent().ended_listeners
