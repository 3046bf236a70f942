"""Write the book of deeds: always in the transaction of the change, always as its last act."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Organisation
from talent_portal.audit import rules
from talent_portal.audit.models import AuditEntry, AuditHead, BookCut
from talent_portal.core import clock, vault
from talent_portal.core.actor import WORKER, Actor
from talent_portal.core.calendar import start_of
from talent_portal.core.db import at_end, transaction

NEW_HEAD = sa.text("INSERT INTO audit_head (id, sequence, hash) VALUES (1, 0, '') ON CONFLICT (id) DO NOTHING")


@dataclass(frozen=True, slots=True)
class Deed:
    """One deed waiting for the end of its transaction."""

    actor: Actor
    deed: str
    subject: str
    details: dict[str, object]
    at: datetime


def record(session: Session, actor: Actor, deed: str, subject: str, **details: object) -> None:
    """Note that `actor` did `deed` (`"fair.closed"`) to `subject` (`"fair:<reference>"`).

    Details are ids, codes, numbers and flags, or lists of them: nothing that says who somebody is, because nothing can
    be erased here. Raises `PersonalData` otherwise, and the change fails with it.
    """
    said = {name: rules.plain(value) for name, value in details.items()}
    waiting = session.info.setdefault("audit", [])
    waiting.append(Deed(actor, rules.code(deed), rules.code(subject), said, clock.now()))
    at_end(session, "audit", _append, last=True)


def note_denied(actor: Actor, deed: str, subject: str) -> None:
    """Note in a transaction of its own that `deed` was refused. Call it outside the one that failed."""
    with transaction() as session:
        record(session, actor, f"{deed}.denied", subject)


def _append(session: Session) -> None:
    """Chain what was collected to the end of the book, under the lock of its head."""
    session.flush()
    waiting: list[Deed] = session.info.pop("audit", [])
    offices = _offices(session, {deed.actor.organisation_id for deed in waiting} - {None})
    head = _head_to_change(session)
    for deed in waiting:
        entry = AuditEntry(
            sequence=head.sequence + 1,
            at=deed.at,
            actor_kind=deed.actor.kind.value,
            actor_reference=deed.actor.reference,
            organisation=offices.get(deed.actor.organisation_id, ""),
            deed=deed.deed,
            subject=deed.subject,
            details=deed.details,
            previous_hash=head.hash,
        )
        entry.hash = vault.sign("audit", entry.message())
        session.add(entry)
        head.sequence, head.hash = entry.sequence, entry.hash
    session.flush()


def _offices(session: Session, ids: set[int | None]) -> dict[int | None, str]:
    """Return the references of the organisations that were acted for; asked before the head is locked."""
    if not ids:
        return {}
    named = sa.select(Organisation.id, Organisation.reference).where(Organisation.id.in_(ids))
    return {row.id: row.reference for row in session.execute(named)}


def _head_to_change(session: Session) -> AuditHead:
    """Return the head, locked; the very first writer makes it, and a second one waits for the first."""
    locked = sa.select(AuditHead).with_for_update()
    head = session.scalar(locked, execution_options={"populate_existing": True})
    if head is None:
        session.execute(NEW_HEAD)
        head = session.scalars(locked, execution_options={"populate_existing": True}).one()
    return head


def cut_before(session: Session, before: date) -> int:
    """Remove entries older than `before` (midnight in Japan) from the beginning of the book; return how many.

    The hash of the last one removed stays behind, signed, and the rest is verified from there.
    """
    first_kept = session.scalar(sa.select(sa.func.min(AuditEntry.sequence)).where(AuditEntry.at >= start_of(before)))
    old = sa.select(AuditEntry).order_by(AuditEntry.sequence.desc()).limit(1)
    last = session.scalar(old if first_kept is None else old.where(AuditEntry.sequence < first_kept))
    if last is None:
        return 0
    gone = cut_book(session, AuditEntry, AuditEntry.sequence, last.sequence, last_hash=last.hash)
    record(session, WORKER, "audit.cut", f"audit:{last.sequence}", count=gone)
    return gone


def cut_book(
    session: Session,
    model: Any,
    key: Any,
    up_to: int,
    *conditions: sa.ColumnElement[bool],
    last_hash: str = rules.GENESIS,
) -> int:
    """Sign where the append-only book `model` is cut, and remove its rows up to there; return how many.

    `conditions` spare those rows before the cut that still count.
    """
    cut = BookCut(book=model.__tablename__, up_to=up_to, hash=last_hash, at=clock.now())
    cut.signature = vault.sign("audit", cut.message())
    session.add(cut)
    session.flush()
    return session.connection().execute(sa.delete(model).where(key <= up_to, *conditions)).rowcount
