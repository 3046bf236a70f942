"""Everything the register holds about one person, as they may have it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Organisation
from talent_portal.specialists.models import (
    Availability,
    Credential,
    EmployerPermission,
    EvidenceFile,
    HalfDay,
    HideFrom,
    NeedAlias,
    NeverPlace,
    Practice,
    Proof,
    Skill,
    Specialist,
    SpecialistEntry,
    TravelRule,
    Unavailability,
)

KIND = "specialist"
# Keys of the machine that say nothing about the person, or repeat what stands beside them.
INTERNAL = frozenset(
    {
        "id",
        "specialist_id",
        "account_id",
        "idempotency_key",
        "search_key",
        "email_key",
        "phone_key",
        "facts_stamp",
        "credential_id",
        # The copy of a document has its own download, beside the qualification.
        "content",
    }
)
# What belongs to a person, beside the row itself; by the name it has in the download.
PARTS: dict[str, Any] = {
    "roles": Practice,
    "qualifications": Credential,
    "copies_of_documents": EvidenceFile,
    "work": Skill,
    "weeks": Availability,
    "away": Unavailability,
    "travel": TravelRule,
    "places_never": NeverPlace,
    "hidden_from": HideFrom,
    "employer_permissions": EmployerPermission,
    "half_days": HalfDay,
    "names_per_need": NeedAlias,
    "entered_by_staff": SpecialistEntry,
}
SECRETS = frozenset({"code_hash"})


def reference_in(subject: str) -> str | None:
    """Return the reference in `specialist:<reference>`; None for the subjects of other features."""
    kind, _, reference = subject.partition(":")
    return reference if kind == KIND else None


def of(session: Session, subject: str) -> dict[str, object]:
    """Return what the register holds about `specialist:<reference>`, ready for JSON; nothing for anyone else."""
    reference = reference_in(subject)
    person = session.scalar(sa.select(Specialist).where(Specialist.reference == (reference or "")))
    if person is None:
        return {}
    offices = {row.id: row.name_ja for row in session.execute(sa.select(Organisation.id, Organisation.name_ja))}
    said = _row(person, Specialist, offices)
    for name, table in PARTS.items():
        rows = session.scalars(sa.select(table).where(table.specialist_id == person.id).order_by(table.id))
        said[name] = [_row(row, table, offices) for row in rows]
    sent = sa.select(Proof.created_at).where(Proof.specialist_id == person.id).order_by(Proof.id)
    return said | {"codes_sent": [plain(at) for at in session.scalars(sent)]}


def _row(row: Any, table: Any, offices: dict[int, str]) -> dict[str, object]:
    said = {key: plain(getattr(row, key)) for key in sa.inspect(table).columns.keys() if key not in INTERNAL}  # noqa: SIM118 - not a dict
    for key in ("organisation_id", "former_organisation_id"):
        if key in said:
            said[key.removesuffix("_id")] = offices.get(getattr(row, key), "")
            del said[key]
    return said


def plain(value: object) -> object:
    """Return a value as JSON keeps it."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def subjects(session: Session) -> Iterable[str]:
    """Return the opaque name of everybody the register knows and has not forgotten."""
    known = sa.select(Specialist.reference).where(Specialist.erased_at.is_(None)).order_by(Specialist.id)
    return [f"{KIND}:{reference}" for reference in session.scalars(known)]
