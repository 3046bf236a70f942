"""Copies of documents: which there are, and, asked for by name, what they show."""

import base64
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.specialists.models import Credential, EvidenceFile, Specialist


@dataclass(frozen=True, slots=True)
class Held:
    """One copy: its kind (`pdf`, `jpg`, `png`), size in bytes, and since when."""

    kind: str
    size: int
    since: datetime


def held(session: Session, specialist_id: int) -> dict[str, Held]:
    """Return the copies of one person by the reference of the qualification."""
    wanted = (
        sa.select(Credential.reference, EvidenceFile.kind, EvidenceFile.size, EvidenceFile.created_at)
        .join(EvidenceFile, EvidenceFile.credential_id == Credential.id)
        .where(Credential.specialist_id == specialist_id)
    )
    return {reference: Held(kind, size, since) for reference, kind, size, since in session.execute(wanted)}


def copy(session: Session, person: str, paper: str) -> tuple[str, bytes]:
    """Return kind and bytes of one copy (both references); raise `NoResultFound` (404) where there is none."""
    wanted = (
        sa.select(EvidenceFile.kind, EvidenceFile.content)
        .join(Credential, Credential.id == EvidenceFile.credential_id)
        .join(Specialist, Specialist.id == Credential.specialist_id)
        .where(Specialist.reference == person, Credential.reference == paper)
    )
    kind, content = session.execute(wanted).one()
    return kind, base64.b64decode(content)
