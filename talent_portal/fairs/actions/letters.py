"""The letters of a session, composed before the transaction that posts them."""

from collections.abc import Sequence

from talent_portal.core import clock
from talent_portal.fairs.gateway import files, links, tickets
from talent_portal.fairs.models import Fair, Registration
from talent_portal.fairs.queries import subject
from talent_portal.fairs.queries.plans import Talk
from talent_portal.outbox import actions as outbox
from talent_portal.outbox.actions import Attachment, LetterDraft, Priority


def compose(  # noqa: PLR0913 - a letter is all of this
    name: str,
    person: Registration,
    fair: Fair,
    *,
    talks: Sequence[Talk] = (),
    attachments: tuple[Attachment, ...] = (),
    priority: Priority = Priority.NORMAL,
    token_version: int | None = None,
    **context: object,
) -> LetterDraft | None:
    """Render one letter to a participant in their language; None for people without an address.

    `token_version` is that of the link inside, where it is about to change.
    """
    if not person.email:
        return None
    return outbox.compose(
        f"fairs/{name}",
        to=person.email,
        language=person.language,
        subject_reference=subject(person),
        attachments=attachments,
        priority=priority,
        confidential=True,
        fair=fair,
        person=person,
        talks=talks,
        manage_url=links.manage_url(person.reference, token_version or person.token_version),
        fair_url=links.fair_url(fair),
        **context,
    )


def with_ticket(person: Registration, fair: Fair, talks: Sequence[Talk], *, changes: int = 0) -> tuple[Attachment, ...]:
    """Return the QR of the ticket and the calendar entry."""
    ticket = files.ticket_attachment(ticket_text(person, fair), person.number)
    return ticket, calendar_attachment(person, fair, talks, changes=changes)


def ticket_text(person: Registration, fair: Fair) -> str:
    """Return the signed text of somebody's ticket."""
    return tickets.issue(tickets.Ticket(fair.reference, person.reference, person.ticket_version))


def calendar_attachment(
    person: Registration, fair: Fair, talks: Sequence[Talk], *, changes: int = 0, cancelled: bool = False
) -> Attachment:
    """Return the calendar entry of one participation; its number grows with every change of either side.

    `changes` counts those that the letter announces and the rows do not show yet.
    """
    english = person.language == "en"
    lines = [_line(talk, english=english) for talk in talks]
    return files.calendar_attachment(
        files.entry(
            uid=f"{person.reference}@{links.host()}",
            title=(english and fair.title_en) or fair.title_ja,
            starts_at=fair.starts_at,
            ends_at=fair.ends_at,
            sequence=fair.ics_sequence + person.ics_sequence + changes,
            cancelled=cancelled,
            place="" if fair.is_online else f"{(english and fair.venue_name_en) or fair.venue_name_ja} {fair.address}",
            description="\n".join(lines),
            url=links.fair_url(fair),
            stamp=clock.now(),
        )
    )


def _line(talk: Talk, *, english: bool) -> str:
    hours = "–".join(f"{moment.astimezone(clock.JAPAN):%H:%M}" for moment in (talk.starts_at, talk.ends_at))
    return f"{hours} {talk.name_en if english else talk.name_ja} {talk.label}".strip()
