"""A copy of a document, shown to the office by its owner: kept in the vault until judged, for 30 days at most."""

import base64
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.audit import actions as audit
from talent_portal.core.actor import Actor
from talent_portal.core.calendar import start_of
from talent_portal.core.db import reading, transaction
from talent_portal.core.errors import Refusal
from talent_portal.core.files import scans
from talent_portal.specialists import policies, queries
from talent_portal.specialists.actions.credentials import drop_files, move
from talent_portal.specialists.errors import NotEditable, NotYours
from talent_portal.specialists.models import Credential, Evidence, EvidenceFile, Specialist
from talent_portal.specialists.rules.states import EDITABLE, CredentialEvent, CredentialState, Who

DEED = "credential.copy-given"


def give(actor: Actor, reference: str, paper: str, data: bytes) -> None:
    """Keep a copy of the document behind one's own qualification; a second one replaces it.

    Raises a `FileRefused`, `NotYours`, `NotEditable`, `StateForbids` (judged already), or `NoResultFound` (404).
    """
    kind = scans.kind_of(data)
    content = base64.b64encode(data).decode()
    person = queries.specialist(reading(), reference)
    try:
        with transaction() as session:
            row = _mine(session, actor, reference, paper)
            if row.state is not CredentialState.EVIDENCE_GIVEN:
                move(row, CredentialEvent.GIVE_EVIDENCE)
            drop_files(session, row)
            session.add(
                EvidenceFile(
                    credential_id=row.id,
                    specialist_id=row.specialist_id,
                    kind=kind.value,
                    size=len(data),
                    content=content,
                )
            )
            row.evidence = Evidence.COPY
            row.version += 1
            audit.record(session, actor, DEED, queries.subject(person), credential=row.reference, size=len(data))
    except Refusal:
        audit.note_denied(actor, DEED, queries.subject(person))
        raise


def take_back(actor: Actor, reference: str, paper: str) -> None:
    """Delete the copy; what nobody has seen yet is a claim again. Raises like `give`."""
    person = queries.specialist(reading(), reference)
    with transaction() as session:
        row = _mine(session, actor, reference, paper)
        drop_files(session, row)
        _claim_again(row)
        audit.record(session, actor, "credential.copy-removed", queries.subject(person), credential=row.reference)


def _mine(session: Session, actor: Actor, reference: str, paper: str) -> Credential:
    """Return one's own qualification, locked."""
    person = queries.specialist_to_change(session, reference)
    if policies.who_is(actor, person) is not Who.PERSON:
        raise NotYours(event=DEED)
    if person.state not in EDITABLE:
        raise NotEditable
    named = sa.select(Credential).where(Credential.specialist_id == person.id, Credential.reference == paper)
    return session.scalars(named.with_for_update(), execution_options=queries.FRESH).one()


def _claim_again(row: Credential) -> None:
    if row.state is CredentialState.EVIDENCE_GIVEN and row.seen_on is None:
        move(row, CredentialEvent.EDIT)
        row.evidence = Evidence.NONE
        row.version += 1


def drop_old(session: Session, before: date) -> int:
    """Delete copies that nobody judged and that were given before `before`; the claim stays."""
    old = (
        sa.select(Credential)
        .join(EvidenceFile, EvidenceFile.credential_id == Credential.id)
        .join(Specialist, Specialist.id == Credential.specialist_id)
        .where(EvidenceFile.created_at < start_of(before))
        .order_by(Credential.id)
    )
    rows = session.scalars(old.with_for_update(of=Credential), execution_options=queries.FRESH).all()
    for row in rows:
        drop_files(session, row)
        _claim_again(row)
    return len(rows)
