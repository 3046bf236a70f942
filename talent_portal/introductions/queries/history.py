"""What happened in a case, and what was said to whom."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Account, Organisation
from talent_portal.introductions.models import ContactNote, ProposalStep
from talent_portal.introductions.rules.states import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """One step of the history: what, when, by whom (a name of staff; empty for the person and for the clock)."""

    event: Event
    at: datetime
    actor_kind: str
    name: str
    reason_code: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One line of the contact log."""

    day: date
    way: str
    partner: str
    outcome: str
    text: str
    next_action: str
    next_on: date | None
    name: str
    office_ja: str
    office_en: str


def steps(session: Session, proposal_id: int) -> list[Past]:
    """Return the history of a case, oldest first."""
    wanted = (
        sa.select(ProposalStep, Account.name)
        .outerjoin(Account, sa.and_(Account.reference == ProposalStep.actor_reference, ProposalStep.role != ""))
        .where(ProposalStep.proposal_id == proposal_id)
        .order_by(ProposalStep.id)
    )
    return [
        Past(
            event=step.event,
            at=step.at,
            actor_kind=step.actor_kind,
            name=name or "",
            reason_code=step.reason_code,
            state=step.after,
        )
        for step, name in session.execute(wanted)
    ]


def notes(session: Session, proposal_id: int, organisation_id: int | None = None) -> list[Said]:
    """Return the contact log of a case, newest first; one office's own lines, or everybody's."""
    wanted = (
        sa.select(ContactNote, Account.name, Organisation)
        .join(Organisation, Organisation.id == ContactNote.organisation_id)
        .outerjoin(Account, Account.reference == ContactNote.written_by)
        .where(ContactNote.proposal_id == proposal_id)
        .order_by(ContactNote.day.desc(), ContactNote.id.desc())
    )
    if organisation_id is not None:
        wanted = wanted.where(ContactNote.organisation_id == organisation_id)
    return [
        Said(
            day=note.day,
            way=note.way,
            partner=note.partner,
            outcome=note.outcome,
            text=note.text or "",
            next_action=note.next_action or "",
            next_on=note.next_on,
            name=name or "",
            office_ja=office.name_ja,
            office_en=office.name_en,
        )
        for note, name, office in session.execute(wanted)
    ]


def note_by_key(session: Session, key: str) -> ContactNote | None:
    """Return the line that a form with this key has written already."""
    return session.scalars(sa.select(ContactNote).where(ContactNote.idempotency_key == key)).one_or_none()
