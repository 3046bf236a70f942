"""The letters of the register, composed before the transaction that posts them. No profile data ever stands in one."""

from typing import Any

from sqlalchemy.orm import Session

from talent_portal.outbox import actions as outbox
from talent_portal.outbox.actions import LetterDraft, Priority
from talent_portal.specialists.gateway import links
from talent_portal.specialists.models import Specialist
from talent_portal.specialists.queries import subject
from talent_portal.specialists.rules import words


def compose(
    name: str, person: Specialist, *, priority: Priority = Priority.NORMAL, **context: Any
) -> LetterDraft | None:
    """Render one letter to somebody of the register in their language; None for people without an address."""
    if not person.email:
        return None
    return outbox.compose(
        f"specialists/{name}",
        to=person.email,
        language=person.language,
        subject_reference=subject(person),
        priority=priority,
        confidential=True,
        person=person,
        **context,
    )


def news(person: Specialist, event: str, *, note: str = "", until: object = None) -> LetterDraft | None:
    """Return the letter that tells what became of the registration."""
    return compose("news", person, event=event, note=note, until=until)


def renewal(person: Specialist, *, left: str, last_day: object) -> LetterDraft | None:
    """Return the yearly question, with the link that answers it; `left` says how urgent it is."""
    token = links.token(links.RENEW, person.reference, person.token_version)
    return compose("renew", person, token=token, left=left, last_day=last_day)


def post_or_call(session: Session, person: Specialist, letter: LetterDraft | None, reason: str = words.NEWS) -> None:
    """Post the letter, or ask for a call to somebody without an address."""
    if letter is not None:
        outbox.post(session, letter)
    else:
        outbox.phone_task(session, reason=reason, subject=subject(person))
