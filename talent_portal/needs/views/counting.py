"""How many people could do what is being typed, in words. The counting itself is lent by a higher floor."""

from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy.orm import Session

from talent_portal.core.actor import Actor
from talent_portal.needs import actions, current
from talent_portal.needs.actions import NeedDraft
from talent_portal.needs.rules.live import LiveCount, is_few, told


@dataclass(frozen=True, slots=True)
class Said:
    """The count, and one sentence per way to more; no count says that something must be corrected first.

    `few` stands for one to four people, of whom no number is told.
    """

    people: int | None = None
    few: bool = False
    ways: tuple[str, ...] = ()


def is_offered() -> bool:
    """Return whether a counter was lent; without one its place on the form stays empty."""
    return current.lent().live_counter is not None


def count(session: Session, actor: Actor, draft: NeedDraft) -> Said | None:
    """Count for a draft; None without a counter, no number while role, days or dates are missing. Stores nothing."""
    counter = current.lent().live_counter
    if counter is None:
        return None
    if not (draft.profession and draft.half_days and draft.starts_on and draft.ends_on):
        return Said()
    return said(counter(session, actions.preview(session, actor, draft)))


def said(found: LiveCount) -> Said:
    """Put a count into words; small numbers stay untold, and so does a way that changes nothing one may be told."""
    words, now = current.lent().relaxation_words, told(found.people)
    ways = [
        str(gettext(words[way.code], **{**way.params, "people": told(way.people)}))
        for way in found.relaxations
        if way.code in words and told(way.people) != now
    ]
    few = is_few(found.people)
    return Said(None if few else found.people, few, tuple(ways))
