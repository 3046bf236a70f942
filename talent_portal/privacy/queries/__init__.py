"""Questions about consents, about who saw whom, and about erasures. Nothing here changes anything."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Account, Organisation
from talent_portal.accounts.permissions import Permission
from talent_portal.audit.queries import on_day
from talent_portal.core import clock, vault
from talent_portal.core.actor import Actor, Scope
from talent_portal.core.calendar import start_of
from talent_portal.core.paging import PAGE_SIZE, Page
from talent_portal.privacy import current
from talent_portal.privacy.models import (
    AccessEvent,
    ConsentDeed,
    ConsentEvent,
    ConsentText,
    RetentionRun,
)
from talent_portal.privacy.queries.erasures import Wish, erasure_request, erasures, is_erased
from talent_portal.privacy.rules import TextDraft, scope_of

__all__ = ["Wish", "erasure_request", "erasures", "is_erased"]

CHUNK = 1_000
Found = TypeVar("Found")


def as_row(draft: TextDraft) -> ConsentText:
    """Return the text as a row that is not stored yet."""
    return ConsentText(
        purpose=draft.purpose,
        version=draft.version,
        ja=draft.ja,
        en=draft.en,
        sha256=draft.sha256,
        valid_from=draft.valid_from,
        expires_after_days=draft.expires_after_days,
    )


def current_text(session: Session, purpose: str) -> ConsentText:
    """Return what people are asked today for `purpose`: the newest text loaded, else the one that ships.

    Raises `LookupError` for a purpose that nobody wrote a text for.
    """
    return current_texts(session, (purpose,))[purpose]


def current_texts(session: Session, purposes: Collection[str]) -> dict[str, ConsentText]:
    """Return what people are asked today, by purpose, in one statement. Raises `LookupError` like `current_text`."""
    valid = sa.and_(ConsentText.purpose.in_(purposes), ConsentText.valid_from <= clock.today())
    in_order = sa.select(ConsentText).where(valid).order_by(ConsentText.valid_from, ConsentText.id)
    stored = {text.purpose: text for text in session.scalars(in_order)}
    return {purpose: stored.get(purpose) or _shipped(purpose) for purpose in purposes}


def _shipped(purpose: str) -> ConsentText:
    today = clock.today()
    drafts = [d for d in current.shipped_texts() if d.purpose == purpose and d.valid_from <= today]
    if not drafts:
        raise LookupError(purpose)
    return as_row(max(drafts, key=lambda draft: draft.valid_from))


def text_of(session: Session, purpose: str, version: str) -> ConsentText | None:
    """Return one version of a text as it is stored."""
    named = sa.select(ConsentText).where(ConsentText.purpose == purpose, ConsentText.version == version)
    return session.scalar(named)


def _newest(*conditions: sa.ColumnElement[bool]) -> sa.Select[int]:
    """Return the id of the event that counts, for each subject, purpose and scope."""
    event = ConsentEvent
    return (
        sa.select(sa.func.max(event.id))
        .where(*conditions)
        .group_by(event.subject, event.purpose, event.scope_kind, event.scope_reference)
    )


def _once(found: sa.Select[Found]) -> sa.Select[Found]:
    """Have a SELECT of one column worked out once: PostgreSQL, before it has statistics, would do it for every row."""
    return sa.select(*found.cte().prefix_with("MATERIALIZED").c)


def _stands() -> sa.ColumnElement[bool]:
    lasting = sa.or_(ConsentEvent.expires_at.is_(None), ConsentEvent.expires_at > clock.now())
    return sa.and_(ConsentEvent.deed == ConsentDeed.GIVEN, lasting)


def _about(purpose: str, scope: str | None, subject: str | None) -> list[sa.ColumnElement[bool]]:
    wanted = [ConsentEvent.purpose == purpose]
    if scope is not None:
        parts = scope_of(scope)
        wanted += [ConsentEvent.scope_kind == parts.kind, ConsentEvent.scope_reference == parts.reference]
    if subject is not None:
        wanted.append(ConsentEvent.subject == subject)
    return wanted


def standing(
    session: Session, purpose: str, scope: str | None = None, subject: str | None = None
) -> Sequence[ConsentEvent]:
    """Return the consents that stand right now, oldest first, narrowed to a scope or a subject."""
    newest = _once(_newest(*_about(purpose, scope, subject)))
    events = sa.select(ConsentEvent).where(ConsentEvent.id.in_(newest), _stands()).order_by(ConsentEvent.id)
    return session.scalars(events).all()


def stands(session: Session, purpose: str, scope: str, subject: str) -> bool:
    """Return whether this one consent stands right now."""
    return bool(standing(session, purpose, scope, subject))


def standing_subjects(purpose: str, scope: str) -> sa.Select[str]:
    """Return a SELECT of the subjects whose consent stands right now, for lists to join.

    `select(Registration).where((literal("registration:") + Registration.reference).in_(standing_subjects(…)))`: a
    consent withdrawn is gone from the very next list.
    """
    newest = _once(_newest(*_about(purpose, scope, None)))
    return _once(sa.select(ConsentEvent.subject).where(ConsentEvent.id.in_(newest), _stands()))


def standing_count(session: Session, purpose: str, subjects: sa.Select[str]) -> int:
    """Return how many consents of these subjects stand right now; counted by the database, whatever their number."""
    newest = _once(_newest(ConsentEvent.purpose == purpose, ConsentEvent.subject.in_(subjects)))
    counted = sa.select(sa.func.count()).select_from(ConsentEvent).where(ConsentEvent.id.in_(newest), _stands())
    return session.scalar(counted) or 0


def standing_ids() -> sa.Select[int]:
    """Return a SELECT of every consent event that stands; plain, for SQLite counts nothing of a DELETE led by WITH."""
    return sa.select(ConsentEvent.id).where(ConsentEvent.id.in_(_newest()), _stands())


def consents_of(session: Session, subject: str) -> Sequence[ConsentEvent]:
    """Return everything somebody ever gave or withdrew, oldest first."""
    return session.scalars(
        sa.select(ConsentEvent).where(ConsentEvent.subject == subject).order_by(ConsentEvent.id)
    ).all()


def broken_consents(session: Session) -> Iterator[int]:
    """Yield the number of every consent event that no longer proves itself; reads 1,000 at a time."""
    last = 0
    while True:
        after = sa.select(ConsentEvent).where(ConsentEvent.id > last).order_by(ConsentEvent.id).limit(CHUNK)
        events = session.scalars(after, execution_options={"populate_existing": True}).all()
        if not events:
            return
        for event in events:
            last = event.id
            if not vault.is_signed("consent", event.message(), event.signature):
                yield event.id
            session.expunge(event)


@dataclass(frozen=True, slots=True)
class Sight:
    """One look at somebody, as that person may read it: which office, when, why; not which official."""

    at: datetime
    organisation: Organisation | None
    role: str
    purpose: str
    screen: str


def who_saw(session: Session, subject: str) -> list[Sight]:
    """Return everybody who saw `subject` (`registration:<reference>`), newest first."""
    rows = session.execute(
        sa.select(AccessEvent, Organisation)
        .outerjoin(Organisation, Organisation.reference == AccessEvent.organisation)
        .where(AccessEvent.subject == subject)
        .order_by(AccessEvent.id.desc())
    )
    return [Sight(event.at, office, event.viewer_role, event.purpose, event.screen) for event, office in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What somebody looks for in the access log."""

    subject: str = ""
    viewer: str = ""
    purpose: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """One line of the access log, with names where the viewer is still known."""

    event: AccessEvent
    viewer_name: str
    organisation: Organisation | None


def accesses(session: Session, actor: Actor, filters: Filters, page: int) -> Page[Look]:
    """Return one page of the access log as far as `actor` may read it, newest first."""
    wanted = _wanted(actor, filters)
    from_log = (
        sa.select(AccessEvent, Account.name, Organisation)
        .outerjoin(Account, Account.reference == AccessEvent.viewer_reference)
        .outerjoin(Organisation, Organisation.reference == AccessEvent.organisation)
        .where(*wanted)
    )
    total = session.scalar(sa.select(sa.func.count()).select_from(from_log.subquery())) or 0
    rows = from_log.order_by(AccessEvent.id.desc()).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    looks = [Look(event, name or "", office) for event, name, office in session.execute(rows)]
    return Page(looks, page, total)


def _wanted(actor: Actor, filters: Filters) -> list[sa.ColumnElement[bool]]:
    wanted: list[sa.ColumnElement[bool]] = []
    scope = actor.scope(Permission.ACCESS_LOG_READ)
    if scope is Scope.ORG:
        own = sa.select(Organisation.reference).where(Organisation.id == actor.organisation_id)
        wanted.append(AccessEvent.organisation.in_(own))
    elif scope is not Scope.ALL:
        wanted.append(sa.false())
    if filters.subject:
        wanted.append(AccessEvent.subject.startswith(filters.subject, autoescape=True))
    if filters.viewer:
        wanted.append(sa.or_(Account.name.contains(filters.viewer, autoescape=True), _office_named(filters.viewer)))
    if filters.purpose:
        wanted.append(AccessEvent.purpose == filters.purpose)
    if filters.day:
        wanted.extend(on_day(AccessEvent.at, filters.day))
    return wanted


def _office_named(name: str) -> sa.ColumnElement[bool]:
    return sa.or_(
        Organisation.name_ja.contains(name, autoescape=True), Organisation.name_en.icontains(name, autoescape=True)
    )


@dataclass(frozen=True, slots=True)
class Seen:
    """Whose data was seen, how often, and on which screens: the numbers an incident report needs."""

    subjects: tuple[str, ...]
    accesses: int
    screens: dict[tuple[str, str], int]


def seen_since(session: Session, since: date, *, viewer: str = "", subject: str = "") -> Seen:
    """Return what was seen since `since`, by one viewer or about one subject where given."""
    event = AccessEvent
    wanted: list[sa.ColumnElement[bool]] = [event.at >= start_of(since)]
    if viewer:
        wanted.append(event.viewer_reference == viewer)
    if subject:
        wanted.append(event.subject == subject)
    people = session.scalars(sa.select(event.subject).where(*wanted).distinct().order_by(event.subject)).all()
    counted = sa.select(event.purpose, event.screen, sa.func.count()).where(*wanted)
    rows = session.execute(counted.group_by(event.purpose, event.screen).order_by(event.purpose, event.screen))
    screens = {(purpose, screen): count for purpose, screen, count in rows}
    return Seen(tuple(people), sum(screens.values()), screens)


def own_data(session: Session, subject: str) -> dict[str, object]:
    """Return the consents of `subject` and who saw its data, ready for JSON; nothing where there is neither."""
    consents = [
        {
            "purpose": event.purpose,
            "scope": event.scope,
            "deed": event.deed.value,
            "at": event.at.isoformat(),
            "text_version": event.text_version,
            "text_sha256": event.text_hash,
            "channel": event.channel.value,
        }
        for event in consents_of(session, subject)
    ]
    seen = [
        {
            "at": sight.at.isoformat(),
            "office": sight.organisation.name_ja if sight.organisation else "",
            "purpose": sight.purpose,
        }
        for sight in who_saw(session, subject)
    ]
    return {"consents": consents, "seen_by": seen} if consents or seen else {}


def retention_runs(session: Session, rule: str) -> Sequence[RetentionRun]:
    """Return the proof that a retention rule was applied, oldest first."""
    return session.scalars(sa.select(RetentionRun).where(RetentionRun.rule == rule).order_by(RetentionRun.id)).all()
