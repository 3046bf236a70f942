"""What a person says: interested, not this time, pass my name on, no longer. Or staff who write down what they said."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import Actor, ActorKind
from talent_portal.core.db import reading, transaction
from talent_portal.introductions import queries
from talent_portal.introductions.actions import letters
from talent_portal.introductions.actions.letters import Note
from talent_portal.introductions.actions.moving import look, moving, subject
from talent_portal.introductions.errors import (
    CheckMissing,
    ConsentMissing,
    NothingToCheck,
    OwnEntry,
    StepForbidden,
    WrongCode,
)
from talent_portal.introductions.gateway import links
from talent_portal.introductions.models import Answer, Channel, Enquiry, Proposal
from talent_portal.introductions.models.facts import BY_STAFF
from talent_portal.introductions.queries import Case, changing
from talent_portal.introductions.rules.states import Event
from talent_portal.privacy import actions as privacy

MOST_TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """How an answer came. For a call or a paper: the day, and who else was there."""

    channel: Channel
    told_on: date | None = None
    witness: str = ""


def answer(  # noqa: PLR0913 - one answer is all of this
    actor: Actor,
    reference: str,
    event: Event,
    said: Said,
    expected_version: int,
    *,
    reason: str = "",
    consent: str = "",
) -> Proposal:
    """Take one answer of the person (`interest`, `decline` or `withdraw`), and send its copy.

    `consent` is the version of the text the person agreed to with the same answer, if they did. Raises
    `ConsentMissing` where the letter did not name the municipality yet, and like `moving.look`.
    """
    case = _looked(actor, reference, event, said, expected_version, reason)
    if consent and (event is not Event.INTEREST or not case.names_the_town):
        raise ConsentMissing
    with transaction():
        with moving(actor, case, event, reason, _told(case, event, said)) as (session, proposal):
            _keep(session, actor, case, event, said, reason)
            if event is Event.WITHDRAW:
                _take_consent_back(session, actor, case, said)
        if consent:
            return agree(actor, reference, said, consent, proposal.version)
    return proposal


def _looked(  # noqa: PLR0913, PLR0917 - `look`, and how it was said
    actor: Actor, reference: str, event: Event, said: Said, expected_version: int, reason: str = ""
) -> Case:
    """Return the case like `look`; staff only write down calls and papers, and a person only answers themselves."""
    case = look(actor, reference, event, expected_version, reason)
    by_staff = actor.kind is ActorKind.STAFF
    if by_staff is not (said.channel in BY_STAFF):
        audit.note_denied(actor, f"proposal.{event}", subject(reference))
        raise StepForbidden(event=event.value)
    return case


def _told(case: Case, event: Event, said: Said) -> Sequence[Note]:
    """Return who learns of an answer now; the municipality waits until a second person has looked at a call."""
    named = case.names_the_town or event is Event.INTEREST
    day = said.told_on or clock.today()
    notes = [letters.to_person("copy", case, named=named, event=event.value, said=said, day=day)]
    if said.channel not in BY_STAFF:
        notes += _town(case, event)
    return [*notes, *letters.to_desk("desk_answer", case, event=event.value, said=said)]


def _town(case: Case, event: Event) -> list[Note]:
    if event is Event.CONSENT:
        return []
    return letters.town_if_it_knows("town_interested" if event is Event.INTEREST else "town_gone", case)


def _keep(  # noqa: PLR0913, PLR0917 - the parts of one row
    session: Session, actor: Actor, case: Case, event: Event, said: Said, reason: str = ""
) -> None:
    by_staff = said.channel in BY_STAFF
    session.add(
        Answer(
            proposal_id=case.proposal.id,
            event=event,
            reason_code=reason,
            channel=said.channel,
            at=clock.now(),
            told_on=said.told_on if by_staff else None,
            witness=(said.witness or None) if by_staff else None,
            recorded_by=actor.reference if by_staff else "",
        )
    )
    enquiry = changing.enquiry_to_change(session, case.proposal.id)
    if enquiry is not None and enquiry.answered_at is None and event in {Event.INTEREST, Event.DECLINE}:
        enquiry.answered_at, enquiry.code = clock.now(), None


def agree(actor: Actor, reference: str, said: Said, text_version: str, expected_version: int) -> Proposal:
    """Note that the person lets their name go to the municipality of this request.

    Raises `ConsentTextUnknown` for a text nobody can have read, and like `moving.look`.
    """
    case = _looked(actor, reference, Event.CONSENT, said, expected_version)
    with moving(actor, case, Event.CONSENT, notes=_told(case, Event.CONSENT, said)) as (session, proposal):
        privacy.give_consent(
            session,
            actor,
            subject=case.person.subject,
            purpose=queries.SHARING,
            scope=case.consent_scope,
            text_version=text_version,
            channel=_privacy_channel(said.channel),
            language=case.person.language,
        )
        _keep(session, actor, case, Event.CONSENT, said)
    return proposal


def _privacy_channel(channel: Channel) -> str:
    return channel.value if channel in BY_STAFF else "web"


def _take_consent_back(session: Session, actor: Actor, case: Case, said: Said) -> None:
    privacy.withdraw_consent(
        session,
        actor,
        subject=case.person.subject,
        purpose=queries.SHARING,
        scope=case.consent_scope,
        channel=_privacy_channel(said.channel),
    )


def check(actor: Actor, reference: str, expected_version: int) -> Proposal:
    """Confirm, as the second person, everything that was written down for the person and not looked at yet.

    Raises `NothingToCheck`, `OwnEntry` for whoever wrote it down, and like `moving.look`.
    """
    case = look(actor, reference, Event.CHECK, expected_version)
    if not case.unchecked:
        raise NothingToCheck
    notes = [note for each in case.unchecked for note in _town(case, each.event)]
    with moving(actor, case, Event.CHECK, notes=notes) as (session, proposal):
        _sign_off(session, actor, case)
    return proposal


def dispute(actor: Actor, reference: str, expected_version: int) -> Proposal:
    """Say, as the second person, that what was written down is wrong: the person is asked once more by telephone.

    Raises like `check`.
    """
    case = look(actor, reference, Event.DISPUTE, expected_version)
    if not case.unchecked:
        raise NothingToCheck
    said = Said(channel=Channel.PHONE)
    with moving(actor, case, Event.DISPUTE, notes=[letters.call("disputed")]) as (session, proposal):
        for each in _sign_off(session, actor, case):
            each.disputed = True
        _take_consent_back(session, actor, case, said)
    return proposal


def _sign_off(session: Session, actor: Actor, case: Case) -> list[Answer]:
    found = changing.unchecked_to_change(session, case.proposal.id)
    if any(each.recorded_by == actor.reference for each in found):
        raise OwnEntry
    for each in found:
        each.checked_by, each.checked_at = actor.reference, clock.now()
    session.flush()
    return found


def open_by_code(number: str, code: str) -> Enquiry:
    """Return the enquiry that number and code of a letter open; raise `WrongCode`, the same for every mistake."""
    wanted, typed = _plain(number), _plain(code)
    if queries.enquiry_or_none(reading(), wanted) is None:
        raise WrongCode
    with transaction() as session:
        enquiry = changing.enquiry_by_reference_to_change(session, wanted)
        usable = enquiry.code_tries < MOST_TRIES
        right = usable and links.is_code(enquiry.code, typed)
        enquiry.code_tries = 0 if right else enquiry.code_tries + 1
    if not right:
        raise WrongCode
    return enquiry


def _plain(typed: str) -> str:
    """Return what was typed as the letter prints it: half width, small letters, no blanks or hyphens."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", typed).lower() if letter.isalnum())


def must_be_checked(case: Case) -> None:
    """Raise `CheckMissing` while something came by call or paper and nobody has looked at it a second time."""
    if case.unchecked:
        raise CheckMissing
