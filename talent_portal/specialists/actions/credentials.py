"""Qualifications: typed by the person, seen by staff, verified by somebody who did not type them."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import Actor
from talent_portal.core.db import reading, transaction
from talent_portal.core.errors import Refusal, Stale
from talent_portal.professions.models import Qualification
from talent_portal.specialists import policies, queries
from talent_portal.specialists.actions import entries, letters, parts
from talent_portal.specialists.actions.drafts import CredentialDraft, Entry
from talent_portal.specialists.errors import (
    DaysOutOfOrder,
    EvidenceMissing,
    NotYours,
    OwnEntry,
    ReasonMissing,
    StateForbids,
    UnknownChoice,
    WitnessMissing,
)
from talent_portal.specialists.models import Credential, Evidence, EvidenceFile, Specialist
from talent_portal.specialists.rules import words
from talent_portal.specialists.rules.states import (
    CREDENTIAL_TRANSITIONS,
    CREDENTIAL_WHO,
    CredentialEvent,
    CredentialState,
    Who,
)

PART = "qualifications"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What staff say about one credential on the page they saw: seen on a day, verified, or refused with a reason."""

    credential: str
    version: int
    event: CredentialEvent
    seen_on: date | None = None
    evidence: Evidence = Evidence.SEEN
    reason: str = ""


def save(  # noqa: PLR0913, PLR0917 - as `parts.save`
    actor: Actor,
    reference: str,
    draft: CredentialDraft | None,
    expected_version: int,
    entry: Entry | None = None,
    drop: str = "",
) -> Specialist:
    """Keep one qualification (a second one of its kind replaces it), drop one, or say that there are no more.

    What a changed qualification says is a claim again. Raises like `parts.save`.
    """
    seen = queries.specialist(reading(), reference)
    by_staff = policies.who_is(actor, seen) is not Who.PERSON
    letter = letters.compose("entered", seen, part=words.PARTS[PART]) if by_staff else None
    with transaction() as session:
        person = queries.specialist_to_change(session, reference)
        parts.check_editor(actor, person, expected_version)
        if by_staff:
            if entry is None:
                raise WitnessMissing
            entries.note(session, actor, person, PART, entry)
            letters.post_or_call(session, person, letter, words.COPY)
        if draft is not None:
            _keep(session, actor, person, draft)
        if drop:
            _drop(session, person, drop)
        parts.mark_done(person, PART)
        audit.record(session, actor, "specialist.part-saved", queries.subject(person), part=PART)
    return person


def _keep(session: Session, actor: Actor, person: Specialist, draft: CredentialDraft) -> None:
    if session.scalar(sa.select(Qualification.id).where(Qualification.code == draft.qualification)) is None:
        raise UnknownChoice
    if draft.issued_on and draft.expires_on and draft.expires_on < draft.issued_on:
        raise DaysOutOfOrder
    named = sa.and_(Credential.specialist_id == person.id, Credential.qualification == draft.qualification)
    locked = sa.select(Credential).where(named).with_for_update()
    row = session.scalar(locked, execution_options=queries.FRESH)
    if row is None:
        row = Credential(specialist_id=person.id, qualification=draft.qualification, version=0)
        session.add(row)
    else:
        move(row, CredentialEvent.EDIT)
        row.verified_by = row.verified_at = row.seen_on = row.seen_by = None
        drop_files(session, row)
    row.number = draft.number or row.number
    row.issued_on, row.expires_on = draft.issued_on, draft.expires_on
    row.evidence = Evidence.COPY if draft.can_show else Evidence.NONE
    row.entered_by, row.refused_reason, row.warned = actor.reference, "", 0
    row.version += 1


def _drop(session: Session, person: Specialist, credential: str) -> None:
    mine = sa.delete(Credential).where(Credential.specialist_id == person.id, Credential.reference == credential)
    gone = session.execute(mine)
    if not gone.rowcount:  # type: ignore[attr-defined]  # a DELETE always counts
        raise NoResultFound


def drop_files(session: Session, row: Credential) -> None:
    """Delete the copy of the document: once somebody has judged it, or what it says has changed."""
    session.execute(sa.delete(EvidenceFile).where(EvidenceFile.credential_id == row.id))


def move(row: Credential, event: CredentialEvent) -> None:
    """Take one step of the table of credentials, or raise `StateForbids`."""
    after = CREDENTIAL_TRANSITIONS[row.state].get(event)
    if after is None:
        raise StateForbids(state=row.state.value, event=event.value)
    row.state = after


def judge(actor: Actor, reference: str, judgements: list[Judgement]) -> int:
    """Judge several qualifications of one person at once: all or none; return how many.

    Raises `NotYours`, `OwnEntry`, `StateForbids`, `Stale`, `EvidenceMissing` or `ReasonMissing`, and leaves a `denied`
    line in the book.
    """
    person = queries.specialist(reading(), reference)
    try:
        with transaction() as session:
            for judgement in judgements:
                _judge(session, actor, person, judgement)
    except Refusal:
        audit.note_denied(actor, "credential.judge", queries.subject(person))
        raise
    return len(judgements)


def _judge(session: Session, actor: Actor, person: Specialist, judgement: Judgement) -> None:
    named = sa.and_(Credential.specialist_id == person.id, Credential.reference == judgement.credential)
    locked = sa.select(Credential).where(named).with_for_update()
    row = session.scalars(locked, execution_options=queries.FRESH).one()
    if policies.who_is(actor, person) not in CREDENTIAL_WHO[judgement.event]:
        raise NotYours(event=judgement.event.value)
    if row.version != judgement.version:
        raise Stale
    before = row.state
    EVENTS[judgement.event](actor, row, judgement)
    if judgement.event is not CredentialEvent.GIVE_EVIDENCE:
        drop_files(session, row)
    row.version += 1
    audit.record(
        session,
        actor,
        f"credential.{judgement.event}",
        queries.subject(person),
        credential=row.reference,
        before=before.value,
        after=row.state.value,
        reason=judgement.reason,
    )


def _seen(actor: Actor, row: Credential, judgement: Judgement) -> None:
    if judgement.seen_on is None or judgement.seen_on > clock.today():
        raise EvidenceMissing
    move(row, CredentialEvent.GIVE_EVIDENCE)
    row.evidence, row.seen_on, row.seen_by = judgement.evidence, judgement.seen_on, actor.reference


def _verified(actor: Actor, row: Credential, judgement: Judgement) -> None:
    if row.entered_by == actor.reference:
        raise OwnEntry
    if row.state is CredentialState.CLAIMED:
        _seen(actor, row, judgement)
    move(row, CredentialEvent.VERIFY)
    if row.seen_on is None:
        # A copy came by the page, and whoever verifies has just looked at it.
        row.seen_on, row.seen_by = clock.today(), actor.reference
    row.verified_by, row.verified_at, row.refused_reason = actor.reference, clock.now(), ""


def _refused(_actor: Actor, row: Credential, judgement: Judgement) -> None:
    if judgement.reason not in words.CREDENTIAL_REASONS:
        raise ReasonMissing
    if row.state is CredentialState.CLAIMED:
        move(row, CredentialEvent.GIVE_EVIDENCE)
    move(row, CredentialEvent.REFUSE)
    row.verified_by = row.verified_at = None
    row.refused_reason = judgement.reason


EVENTS = {
    CredentialEvent.GIVE_EVIDENCE: _seen,
    CredentialEvent.VERIFY: _verified,
    CredentialEvent.REFUSE: _refused,
}
