"""Questions to the book of deeds. Nothing here changes anything."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from talent_portal.accounts.models import Account, Organisation
from talent_portal.accounts.permissions import Permission
from talent_portal.audit import rules
from talent_portal.audit.models import AuditEntry, AuditHead, BookCut
from talent_portal.core import vault
from talent_portal.core.actor import Actor, Scope
from talent_portal.core.calendar import start_of
from talent_portal.core.paging import PAGE_SIZE, Page

CHUNK = 1_000


class Unverifiable(Exception):  # noqa: N818 - it names the state of a row
    """A row cannot even be read: somebody wrote what its column does not allow."""

    def __init__(self, sequence: int) -> None:
        super().__init__(sequence)
        self.sequence = sequence


def verify(session: Session, anchor: tuple[int, str] | None = None) -> int | None:
    """Return the first sequence at which the book is broken, or None; reads 1,000 rows at a time.

    `anchor` is a (sequence, hash) noted down earlier, outside the database: a book cut short, head and all, is found
    by it alone.
    """
    try:
        return _first_broken(session, anchor)
    except Unverifiable as unreadable:
        return unreadable.sequence


def _first_broken(session: Session, anchor: tuple[int, str] | None) -> int | None:
    cut = last_cut(session)
    if cut is not None and not vault.is_signed("audit", cut.message(), cut.signature):
        return cut.up_to
    sequence, known = (cut.up_to, cut.hash) if cut else (0, rules.GENESIS)
    for entry in _entries_after(session, sequence):
        sequence += 1
        chained = entry.sequence == sequence and entry.previous_hash == known
        if not chained or not vault.is_signed("audit", entry.message(), entry.hash):
            return sequence
        if anchor is not None and anchor[0] == sequence and anchor[1] != entry.hash:
            return sequence
        known = entry.hash
    if anchor is not None and anchor[0] > sequence:
        return sequence + 1
    return _broken_head(session, sequence, known)


def _broken_head(session: Session, sequence: int, known: str) -> int | None:
    """Return where the head and the last entry part, or None when they agree."""
    end: AuditHead | None = session.scalar(sa.select(AuditHead), execution_options={"populate_existing": True})
    if end is None:
        return sequence or None
    if end.sequence != sequence:
        return min(end.sequence, sequence) + 1
    return None if end.hash == known else max(sequence, 1)


def _entries_after(session: Session, sequence: int) -> Iterator[AuditEntry]:
    """Yield the book in order, forgetting what has been read."""
    entries = sa.select(AuditEntry).order_by(AuditEntry.sequence)
    fresh = {"populate_existing": True}
    while True:
        after = entries.where(AuditEntry.sequence > sequence)
        try:
            chunk = list(session.scalars(after.limit(CHUNK), execution_options=fresh))
        except (ValueError, TypeError):
            chunk = list(_one_by_one(session, sequence))
        if not chunk:
            return
        yield from chunk
        sequence = chunk[-1].sequence
        for entry in chunk:
            session.expunge(entry)


def _one_by_one(session: Session, sequence: int) -> Iterator[AuditEntry]:
    """Yield one chunk a row at a time, up to the one that cannot be read."""
    numbers = sa.select(AuditEntry.sequence).where(AuditEntry.sequence > sequence).order_by(AuditEntry.sequence)
    for number in session.scalars(numbers.limit(CHUNK)).all():
        try:
            entry = session.scalars(sa.select(AuditEntry).where(AuditEntry.sequence == number)).one()
        except (ValueError, TypeError) as error:
            raise Unverifiable(number) from error
        yield entry


def last_cut(session: Session, book: str = AuditEntry.__tablename__) -> BookCut | None:
    """Return where `book` was last cut for retention, if ever."""
    return session.scalar(sa.select(BookCut).where(BookCut.book == book).order_by(BookCut.up_to.desc()).limit(1))


def head(session: Session) -> tuple[int, str]:
    """Return (sequence, hash) of the last entry, to be noted down outside the database; (0, "") of an empty book."""
    found = session.scalar(sa.select(AuditHead), execution_options={"populate_existing": True})
    return (found.sequence, found.hash) if found else (0, rules.GENESIS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What somebody looks for: a deed or its beginning, a subject or its beginning, a day in Japan."""

    deed: str = ""
    subject: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as the page shows it, with names where the actor is still known."""

    entry: AuditEntry
    actor_name: str
    organisation: Organisation | None


def entries(session: Session, actor: Actor, filters: Filters, page: int) -> Page[Line]:
    """Return one page of the book as far as `actor` may read it, newest first."""
    wanted = _wanted(actor, filters)
    total = session.scalar(sa.select(sa.func.count()).select_from(AuditEntry).where(*wanted)) or 0
    rows = (
        sa.select(AuditEntry, Account.name, Organisation)
        .outerjoin(Account, Account.reference == AuditEntry.actor_reference)
        .outerjoin(Organisation, Organisation.reference == AuditEntry.organisation)
        .where(*wanted)
        .order_by(AuditEntry.sequence.desc())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    lines = [Line(entry, name or "", office) for entry, name, office in session.execute(rows)]
    return Page(lines, page, total)


def _wanted(actor: Actor, filters: Filters) -> list[sa.ColumnElement[bool]]:
    wanted: list[sa.ColumnElement[bool]] = []
    scope = actor.scope(Permission.AUDIT_READ)
    if scope is Scope.ORG:
        own = sa.select(Organisation.reference).where(Organisation.id == actor.organisation_id)
        wanted.append(AuditEntry.organisation.in_(own))
    elif scope is not Scope.ALL:
        wanted.append(sa.false())
    if filters.deed:
        wanted.append(AuditEntry.deed.startswith(filters.deed, autoescape=True))
    if filters.subject:
        wanted.append(AuditEntry.subject.startswith(filters.subject, autoescape=True))
    if filters.day:
        wanted.extend(on_day(AuditEntry.at, filters.day))
    return wanted


def on_day(column: InstrumentedAttribute[datetime], day: date) -> list[sa.ColumnElement[bool]]:
    """Return the conditions that a moment lies on `day` in Japan."""
    return [column >= start_of(day), column < start_of(day + timedelta(days=1))]
