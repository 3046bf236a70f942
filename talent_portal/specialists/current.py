"""What the application lent to the register at its start: who is told when somebody under way changes their wishes."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from flask import Flask, current_app

from talent_portal.outbox.actions import LetterDraft


class WishKind(StrEnum):
    """What somebody has changed."""

    HIDING = "hiding"
    WITHDRAWN = "withdrawn"
    GIVEN = "given"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A change of mind: from whom somebody hides, or whether they may be shown without a name.

    `organisation_ids` are the bodies that somebody hides from now or no longer; empty for a consent, which is about all
    of them. `mark` sets one change apart from the next.
    """

    specialist_id: int
    kind: WishKind
    mark: str
    organisation_ids: frozenset[int] = frozenset()


# (the change) → key and letter for everybody at the desk who looks after a running case of the person; composed before
# the transaction that posts them
CaseTeller = Callable[[Wish], list[tuple[str, LetterDraft]]]


def init_app(app: Flask, *, case_teller: CaseTeller) -> None:
    """Hold what is lent."""
    app.extensions["specialists"] = case_teller


def case_teller() -> CaseTeller:
    """Return who composes letters about running cases."""
    return cast("CaseTeller", current_app.extensions["specialists"])
