"""What the office sees: lists with their counts, and the queue of what waits."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.core import text
from talent_portal.core.paging import Page
from talent_portal.specialists.models import (
    Credential,
    Practice,
    Specialist,
    SpecialistEntry,
    SpecialistState,
)
from talent_portal.specialists.rules.choices import SpecialistKind
from talent_portal.specialists.rules.states import CredentialState

UNVERIFIED = (CredentialState.CLAIMED, CredentialState.EVIDENCE_GIVEN)
SHORTEST_PHONE = 6
# Each row names its columns once more for phones; more rows would be too heavy for a slow line.
PEOPLE_A_PAGE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFilter:
    """What somebody looks for; `phone_key` is the keyed hash of digits that were typed."""

    text: str = ""
    phone_key: str = ""
    state: SpecialistState | None = None
    kind: SpecialistKind | None = None
    profession: str = ""
    unchecked: bool = False
    unverified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """One line of the office's list."""

    reference: str
    name: str
    kana: str
    email: str
    kind: SpecialistKind
    state: SpecialistState
    state_since: datetime
    professions: tuple[str, ...]
    unverified: int
    unchecked: int
    last_confirmed_on: date | None


def register_of(session: Session, wanted: PeopleFilter, page: int, size: int = PEOPLE_A_PAGE) -> Page[PersonRow]:
    """Return one page of the register as filtered, by reading and then by name."""
    conditions = _conditions(wanted)
    total = session.scalar(sa.select(sa.func.count(Specialist.id)).where(*conditions)) or 0
    order = (Specialist.family_kana, Specialist.given_kana, Specialist.id)
    chosen = sa.select(Specialist, _count(Credential, Credential.state.in_(UNVERIFIED)), _unchecked())
    found = session.execute(chosen.where(*conditions).order_by(*order).limit(size).offset((page - 1) * size)).all()
    roles = _roles(session, [person.id for person, *_ in found])
    rows = [_row(person, roles, unverified, unchecked) for person, unverified, unchecked in found]
    return Page(rows, page, total, size)


def _row(person: Specialist, roles: dict[int, list[str]], unverified: int, unchecked: int) -> PersonRow:
    return PersonRow(
        reference=person.reference,
        name=person.name,
        kana=person.kana,
        email=person.email or "",
        kind=person.kind,
        state=person.state,
        state_since=person.state_since,
        professions=tuple(roles.get(person.id, ())),
        unverified=unverified,
        unchecked=unchecked,
        last_confirmed_on=person.last_confirmed_on,
    )


def _count(table: type[Credential] | type[SpecialistEntry], condition: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    mine = sa.and_(table.specialist_id == Specialist.id, condition)
    return sa.select(sa.func.count(table.id)).where(mine).correlate(Specialist).scalar_subquery()


def _unchecked() -> sa.ScalarSelect[int]:
    return _count(SpecialistEntry, SpecialistEntry.checked_at.is_(None))


def _conditions(wanted: PeopleFilter) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.state is not None:
        found.append(Specialist.state == wanted.state)
    else:
        found.append(Specialist.state != SpecialistState.ERASED)
    if wanted.kind is not None:
        found.append(Specialist.kind == wanted.kind)
    if wanted.profession:
        named = sa.select(Practice.specialist_id).where(Practice.profession == wanted.profession)
        found.append(Specialist.id.in_(named))
    if wanted.unchecked:
        found.append(_unchecked() > 0)
    if wanted.unverified:
        found.append(_count(Credential, Credential.state.in_(UNVERIFIED)) > 0)
    if wanted.text:
        found.append(_matches(wanted))
    return found


def _matches(wanted: PeopleFilter) -> sa.ColumnElement[bool]:
    """Return the condition for what was typed: part of a name or reading, an address, a number, a reference."""
    key = text.search_key(wanted.text)
    ways: list[sa.ColumnElement[bool]] = [Specialist.email_key == text.folded_email(wanted.text)]
    if key:
        ways.append(Specialist.search_key.contains(key, autoescape=True))
    if wanted.phone_key:
        ways.append(Specialist.phone_key == wanted.phone_key)
    ways.append(Specialist.reference == wanted.text.strip().lower().replace("-", ""))
    return sa.or_(*ways)


def _roles(session: Session, ids: list[int]) -> dict[int, list[str]]:
    chosen = sa.select(Practice.specialist_id, Practice.profession).where(Practice.specialist_id.in_(ids))
    grouped: dict[int, list[str]] = {}
    for owner, code in session.execute(chosen.order_by(Practice.position)):
        grouped.setdefault(owner, []).append(code)
    return grouped


def counts(session: Session) -> dict[str, int]:
    """Return how many people stand in which state, and how many wait for a check or for a verification."""
    by_state = session.execute(sa.select(Specialist.state, sa.func.count()).group_by(Specialist.state))
    found = {state.value: number for state, number in by_state}
    entries = sa.select(sa.func.count(sa.distinct(SpecialistEntry.specialist_id)))
    papers = sa.select(sa.func.count(sa.distinct(Credential.specialist_id))).where(Credential.state.in_(UNVERIFIED))
    found["unchecked"] = session.scalar(entries.where(SpecialistEntry.checked_at.is_(None))) or 0
    found["unverified"] = session.scalar(papers) or 0
    return found


def entries_of(session: Session, specialist_id: int) -> list[SpecialistEntry]:
    """Return everything staff entered for somebody, newest first."""
    wanted = sa.select(SpecialistEntry).where(SpecialistEntry.specialist_id == specialist_id)
    return list(session.scalars(wanted.order_by(SpecialistEntry.id.desc())))


def twins(session: Session, person: Specialist) -> list[Specialist]:
    """Return living registrations that may be the same person: the same reading, number or address."""
    reading = sa.and_(Specialist.family_kana == person.family_kana, Specialist.given_kana == person.given_kana)
    contact: list[sa.ColumnElement[bool]] = []
    if person.phone_key:
        contact.append(Specialist.phone_key == person.phone_key)
    if person.email_key:
        contact.append(Specialist.email_key == person.email_key)
    gone = (SpecialistState.WITHDRAWN, SpecialistState.ERASED)
    same = sa.or_(reading, *contact)
    wanted = sa.select(Specialist).where(same, Specialist.id != person.id, Specialist.state.not_in(gone))
    return list(session.scalars(wanted.order_by(Specialist.id).limit(5)))
