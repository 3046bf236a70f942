"""Everything introductions hold about one person, as they may have it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Organisation
from talent_portal.introductions.models import (
    Answer,
    ContactNote,
    Enquiry,
    Proposal,
    ProposalStep,
    Referral,
    Selection,
)
from talent_portal.needs.models import Need
from talent_portal.specialists.models import Specialist

KIND = "specialist"
# Keys of the machine that say nothing about the person, names of staff, and ways in.
INTERNAL = frozenset(
    {"id", "specialist_id", "need_id", "proposal_id", "organisation_id", "idempotency_key", "code", "actor_reference"}
    | {"proposed_by", "in_charge", "sent_by", "recorded_by", "checked_by", "made_by", "prepared_by", "written_by"}
    | {"consent_event_id", "token_version", "code_tries", "version", "chased_at"}
)  # fmt: skip
PARTS: Mapping[str, Any] = {
    "asked": Enquiry,
    "answers": Answer,
    "introduced": Referral,
    "selection": Selection,
    "contacts": ContactNote,
    "steps": ProposalStep,
}


def of(session: Session, subject: str) -> dict[str, object]:
    """Return what introductions hold about `specialist:<reference>`, ready for JSON; nothing for anyone else."""
    kind, _, reference = subject.partition(":")
    if kind != KIND:
        return {}
    wanted = (
        sa.select(Proposal, Need, Organisation.name_ja)
        .join(Specialist, Specialist.id == Proposal.specialist_id)
        .join(Need, Need.id == Proposal.need_id)
        .join(Organisation, Organisation.id == Need.organisation_id)
        .where(Specialist.reference == reference)
        .order_by(Proposal.id)
    )
    rows = session.execute(wanted).all()
    parts = {name: _by_case(session, table, [row[0].id for row in rows]) for name, table in PARTS.items()}
    found = [
        _row(proposal)
        | {"request": f"{need.number} {need.title_ja}", "municipality": office}
        | {name: parts[name].get(proposal.id, []) for name in PARTS}
        for proposal, need, office in rows
    ]
    return {"cases": found} if found else {}


def _by_case(session: Session, table: Any, ids: list[int]) -> dict[int, list[dict[str, object]]]:
    grouped: dict[int, list[dict[str, object]]] = {}
    for row in session.scalars(sa.select(table).where(table.proposal_id.in_(ids)).order_by(table.id)):
        grouped.setdefault(row.proposal_id, []).append(_row(row))
    return grouped


def _row(row: Any) -> dict[str, object]:
    columns = sa.inspect(type(row)).columns.keys()
    return {key: plain(getattr(row, key)) for key in columns if key not in INTERNAL}


def plain(value: object) -> object:
    """Return a value as JSON keeps it."""
    return value.isoformat() if isinstance(value, date | datetime | time) else value


def subjects(session: Session) -> Iterable[str]:
    """Return the opaque name of everybody who was ever a candidate and is not forgotten."""
    known = sa.select(Specialist.reference).where(Specialist.id.in_(sa.select(Proposal.specialist_id)))
    return [f"{KIND}:{reference}" for reference in session.scalars(known.order_by(Specialist.id))]
