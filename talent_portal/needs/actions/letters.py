"""The letters a request causes: who is told what at which step. Composed before the transaction that posts them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from talent_portal.accounts.models import Account
from talent_portal.core.actor import Actor
from talent_portal.needs.models import Need, NeedEvent, ShareState
from talent_portal.needs.queries import readers
from talent_portal.needs.rules import choices
from talent_portal.outbox import actions as outbox
from talent_portal.outbox.actions import LetterDraft


class Side(StrEnum):
    """Who reads a letter."""

    ASKING = "asking"
    PARTNERS = "partners"
    WAITING_PARTNERS = "waiting-partners"
    PREFECTURE = "prefecture"


EVERYBODY = (Side.ASKING, Side.PARTNERS, Side.PREFECTURE)
# Who is told of which step by which letter (research: notifications of a request).
TOLD: dict[NeedEvent, tuple[tuple[str, tuple[Side, ...]], ...]] = {
    NeedEvent.SUBMIT: (("submitted", (Side.PREFECTURE,)), ("share_asked", (Side.WAITING_PARTNERS,))),
    NeedEvent.TAKE_BACK: (("taken_back", (Side.PREFECTURE, Side.PARTNERS)),),
    NeedEvent.RETURN: (("returned", (Side.ASKING,)),),
    NeedEvent.OPEN: (("opened", (Side.ASKING, Side.PARTNERS)),),
    NeedEvent.FILL: (("filled", EVERYBODY),),
    NeedEvent.REOPEN: (("reopened", (Side.ASKING, Side.PARTNERS)),),
    NeedEvent.WITHDRAW: (("withdrawn", EVERYBODY),),
    NeedEvent.CLOSE: (("closed", EVERYBODY),),
    NeedEvent.EXPIRE: (("expired", EVERYBODY),),
}


@dataclass(frozen=True, slots=True)
class Ready:
    """A letter and the key under which it is posted once."""

    key: str
    letter: LetterDraft


def about_step(  # noqa: PLR0913 - a step and its reason
    session: Session,
    actor: Actor,
    need: Need,
    event: NeedEvent,
    *,
    reason: str = "",
    note: str = "",
    told: frozenset[str] = frozenset(),
) -> list[Ready]:
    """Compose what everybody is told of a step that `actor` is about to take; they themselves need no letter.

    Nor do those who are `told` (references of accounts) by another letter about the same event.
    """
    found = []
    for name, sides in TOLD.get(event, ()):
        found += compose(session, need, name, sides, but=told | {actor.reference}, reason=reason, note=note)
    return found


def compose(
    session: Session,
    need: Need,
    name: str,
    sides: Sequence[Side],
    *,
    but: frozenset[str] = frozenset(),
    **context: object,
) -> list[Ready]:
    """Compose one letter per reader. `need` has its municipality and shares loaded."""
    people = {one.id: one for side in sides for one in _readers(session, need, side) if one.reference not in but}
    return [_one(need, name, person, context) for person in people.values()]


def _readers(session: Session, need: Need, side: Side) -> list[Account]:
    if side is Side.PREFECTURE:
        return readers.of_prefecture(session)
    if side is Side.ASKING:
        return readers.of_bodies(session, [need.organisation_id])
    waiting = side is Side.WAITING_PARTNERS
    partners = [
        share.organisation_id
        for share in need.shares
        if share.organisation_id != need.organisation_id and (share.state is ShareState.ASKED or not waiting)
    ]
    return readers.of_bodies(session, partners) if partners else []


def _one(need: Need, name: str, person: Account, context: dict[str, Any]) -> Ready:
    letter = outbox.compose(
        f"needs/{name}",
        to=person.email,
        language=person.language,
        subject_reference=f"account:{person.reference}",
        name=person.name,
        need=need,
        reasons=choices.REASONS,
        **({"reason": "", "note": ""} | context),
    )
    return Ready(f"need:{need.reference}:{need.version}:{name}:{person.reference}", letter)


def post(session: Session, letters: Sequence[Ready]) -> None:
    """Keep the letters inside the caller's transaction."""
    for ready in letters:
        outbox.post(session, ready.letter, key=ready.key)
