"""The letters of a case: composed before the transaction that posts them, or a call where there is no address."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from talent_portal.accounts.models import Account
from talent_portal.core.db import reading
from talent_portal.introductions.gateway import links
from talent_portal.introductions.models import Enquiry, Proposal
from talent_portal.introductions.queries import Case, readers
from talent_portal.introductions.rules import choices, reasons
from talent_portal.introductions.rules.states import Event
from talent_portal.outbox import actions as outbox
from talent_portal.outbox.actions import LetterDraft, Priority

PERSON, TOWN, PARTNER, DESK = "person", "town", "partner", "desk"
TOLD_TO_PARTNERS = frozenset({"town_cards", "town_interested", "town_introduced", "town_gone"})
# What letters say for codes; translated in the template, in the reader's language.
WORDS: dict[str, Any] = {
    "answers": choices.ANSWERS,
    "channels": choices.CHANNELS,
    "meetings": choices.MEETINGS,
    "parties": choices.PARTIES,
    "closings": reasons.OF_EVENT[Event.DROP],
    "rejections": reasons.REJECT,
}


@dataclass(frozen=True, slots=True)
class Note:
    """One message on its way: to whom, what about, and the letter; None where somebody must call or print."""

    name: str
    to: str
    draft: LetterDraft | None


def to_person(
    name: str, case: Case, *, enquiry: Enquiry | None = None, named: bool | None = None, **context: Any
) -> Note:
    """Return the letter `introductions/<name>` to the person, in their language, with their link.

    `named` says whether the municipality is named where that differs from what the case says.
    """
    person, asked = case.person, enquiry or case.enquiry
    if not person.email:
        return Note(name, PERSON, None)
    mute = enquiry is not None and bool(enquiry.unnamed_reason)
    draft = outbox.compose(
        f"introductions/{name}",
        to=person.email,
        language=person.language,
        subject_reference=person.subject,
        priority=Priority.NORMAL,
        confidential=True,
        name=person.name,
        request=case.request,
        asked=asked,
        named=(case.names_the_town and not mute) if named is None else named,
        answer_url=links.answer_url(asked.reference, asked.token_version) if asked else "",
        **WORDS,
        **context,
    )
    return Note(name, PERSON, draft)


def to_town(name: str, case: Case, **context: Any) -> list[Note]:
    """Return one letter to each member and approver of the office that asked; a call where it has none.

    Partners of a joint request read along, but for what only the asking office can do.
    """
    people = readers.of_town(reading(), case.office.id)
    mine = _to_staff(name, TOWN, case, people, leads=None, **context) or [Note(name, TOWN, None)]
    others = case.organisation_ids - {case.office.id} if name in TOLD_TO_PARTNERS else ()
    joint = [reader for office_id in sorted(others) for reader in readers.of_town(reading(), office_id)]
    known = {reader.reference for reader in people}
    unaware = [reader for reader in joint if reader.reference not in known]
    return mine + _to_staff(name, PARTNER, case, unaware, leads=case.office, **context)


def to_desk(name: str, case: Case, **context: Any) -> list[Note]:
    """Return the letter to whoever looks after the case, or to every coordinator when nobody does any more."""
    return _to_staff(name, DESK, case, readers.of_desk(reading(), case.proposal.in_charge), **context)


def _to_staff(name: str, kind: str, case: Case, people: Iterable[Account], **context: Any) -> list[Note]:
    return [
        Note(
            name,
            f"{kind}:{reader.reference}",
            outbox.compose(
                f"introductions/{name}",
                to=reader.email,
                language=reader.language,
                subject_reference=f"proposal:{case.proposal.reference}",
                name=reader.name,
                request=case.request,
                number=case.number,
                reference=case.proposal.reference,
                **WORDS,
                **({"leads": None} | context),
            ),
        )
        for reader in people
    ]


def post(session: Session, proposal: Proposal, notes: Sequence[Note], mark: str = "") -> None:
    """Keep the letters in the transaction of the step they tell of; ask for calls where there is no address.

    `mark` sets letters apart that tell of one and the same version.
    """
    for note in notes:
        if note.draft is None:
            about = call_subject(proposal) if note.to == PERSON else f"proposal:{proposal.reference}"
            outbox.phone_task(session, reason=f"introductions.{note.name}", subject=about)
        else:
            key = f"proposal:{proposal.reference}:{proposal.version}:{note.name}:{note.to}:{mark}"
            outbox.post(session, note.draft, key=key.rstrip(":"))


def call_subject(proposal: Proposal) -> str:
    """Return what the list of calls says of a call to the person: apart from letters, so that both can be forgotten."""
    return f"candidate:{proposal.reference}"


def town_if_it_knows(name: str, case: Case, **context: Any) -> list[Note]:
    """Return the letters to the municipality, if it has seen the card or the name; nothing otherwise."""
    knows = case.proposal.shown_at is not None or case.referral is not None
    return to_town(name, case, **context) if knows else []


def person_if_asked(name: str, case: Case, **context: Any) -> list[Note]:
    """Return the letter to the person, if they have ever been asked; nothing otherwise."""
    return [to_person(name, case, **context)] if case.enquiry is not None else []


def call(name: str) -> Note:
    """Return a call that is due whether or not there is an address."""
    return Note(name, PERSON, None)
