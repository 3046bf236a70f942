"""Forget people of the register: at their wish, and when the time for keeping is over."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.core import clock
from talent_portal.core.calendar import start_of
from talent_portal.core.marks import _n
from talent_portal.privacy.own_data import Holder
from talent_portal.privacy.retention import RetentionRule, years_before
from talent_portal.specialists import queries
from talent_portal.specialists.actions import evidence
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
    SpecialistState,
    TravelRule,
    Unavailability,
)
from talent_portal.specialists.queries import own_data

PARTS = (
    EvidenceFile,
    Credential,
    Skill,
    Availability,
    Unavailability,
    TravelRule,
    NeverPlace,
    HideFrom,
    EmployerPermission,
    NeedAlias,
    SpecialistEntry,
    Proof,
)
TABLES = (
    "specialist",
    "specialist_practice",
    "specialist_proof",
    "specialist_entry",
    "specialist_skill",
    "credential",
    "evidence_file",
    "availability",
    "unavailability",
    "travel_rule",
    "never_place",
    "hide_from",
    "employer_permission",
    "need_alias",
)
# What remains is a count: the kind of person, the roles, and when. Half-days stay with what claimed them.
BLANK: dict[str, object] = {
    "account_id": None,
    "family_name": "",
    "given_name": "",
    "family_kana": "",
    "given_kana": "",
    "search_key": "",
    "email": None,
    "email_key": None,
    "phone": None,
    "phone_key": None,
    "state_note": "",
    "former_organisation_id": None,
    "employer": "",
    "last_post": "",
    "was_manager": None,
    "left_on": None,
    "turns_60_in": None,
    "career": "",
    "help_needed": "",
    "paused_until": None,
    "idempotency_key": None,
}


def erase(session: Session, subject: str) -> None:
    """Forget `specialist:<reference>` inside the caller's transaction. Held half-days become free."""
    reference = own_data.reference_in(subject)
    if reference is None:
        return
    locked = sa.select(Specialist).where(Specialist.reference == reference).with_for_update()
    person = session.scalars(locked, execution_options=queries.FRESH).one_or_none()
    if person is None or person.state is SpecialistState.ERASED:
        return
    for table in PARTS:
        session.execute(sa.delete(table).where(table.specialist_id == person.id))
    session.execute(sa.delete(HalfDay).where(HalfDay.specialist_id == person.id))
    for name, value in BLANK.items():
        setattr(person, name, value)
    person.regions = []
    person.state, person.state_since = SpecialistState.ERASED, clock.now()
    person.erased_at = clock.now()
    person.token_version += 1
    person.version += 1


def drop_unfinished(session: Session, before: date) -> int:
    """Delete registrations that nobody ever confirmed and that began before `before`."""
    never = sa.and_(Specialist.state == SpecialistState.PROVISIONAL, Specialist.created_at < start_of(before))
    ids = list(session.scalars(sa.select(Specialist.id).where(never)))
    for table in (*PARTS, Practice):
        session.execute(sa.delete(table).where(table.specialist_id.in_(ids)))
    session.execute(sa.delete(Specialist).where(Specialist.id.in_(ids)))
    return len(ids)


def erase_lapsed(session: Session, before: date) -> int:
    """Erase whoever was last confirmed before `before`, lapsed or withdrawn since; both warnings went out earlier."""
    gone = Specialist.state.in_((SpecialistState.LAPSED, SpecialistState.WITHDRAWN))
    old = sa.or_(Specialist.last_confirmed_on < before, Specialist.last_confirmed_on.is_(None))
    due = sa.select(Specialist.reference).where(gone, old, Specialist.state_since < start_of(before))
    references = list(session.scalars(due.order_by(Specialist.id)))
    for reference in references:
        erase(session, f"{own_data.KIND}:{reference}")
    return len(references)


def drop_past_half_days(session: Session, before: date) -> int:
    """Delete claims on half-days before `before`; the placement keeps what was worked."""
    past = sa.delete(HalfDay).where(HalfDay.day < before)
    done = session.execute(past, execution_options={"synchronize_session": False})
    return int(done.rowcount)  # type: ignore[attr-defined]  # a DELETE always counts


RETENTION = (
    RetentionRule(
        name="specialist-unfinished",
        tables=TABLES,
        what=_n("Provisional registrations in the talent register that were never confirmed"),
        period=30,
        kept=_n("30 days"),
        then=_n("Deleted"),
        basis=_n("Not needed any longer (Act on the Protection of Personal Information, Art. 61)"),
        run=drop_unfinished,
    ),
    RetentionRule(
        name="specialist",
        tables=TABLES,
        what=_n("Registrations in the talent register that have lapsed or were withdrawn"),
        period=lambda today: years_before(1, today),
        kept=_n("24 months after the last confirmation, 12 of them hidden, after two warnings"),
        then=_n("Names, contacts and everything written deleted; counts stay"),
        basis=_n("Consent of the registered person, renewed every year"),
        run=erase_lapsed,
    ),
    RetentionRule(
        name="evidence",
        tables=("evidence_file",),
        what=_n("Copies of documents behind qualifications"),
        period=30,
        kept=_n("Until somebody has judged them, 30 days at most"),
        then=_n("Deleted"),
        basis=_n("Not needed any longer (Act on the Protection of Personal Information, Art. 61)"),
        run=evidence.drop_old,
    ),
    RetentionRule(
        name="half-day",
        tables=("half_day",),
        what=_n("Half-days claimed by an offer or an appointment"),
        period=lambda today: years_before(1, today),
        kept=_n("1 year after the day"),
        then=_n("Deleted"),
        basis=_n("Planning of shared weeks; the appointment keeps what was worked"),
        run=drop_past_half_days,
    ),
)
HOLDER = Holder(name="specialists", read=own_data.of, erase=erase, subjects=own_data.subjects)
