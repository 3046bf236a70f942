"""Questions about roles, licences, forms and the table in force."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from talent_portal.professions.models import (
    AppointmentForm,
    Profession,
    ProfessionQualification,
    Qualification,
    RuleSet,
    TaskTag,
)


def professions(session: Session) -> list[Profession]:
    """Return the roles in order, without those that are no longer used."""
    return list(session.scalars(_current().options(selectinload(Profession.tasks))))


def professions_in_full(session: Session) -> list[Profession]:
    """Return the roles in order with their tasks and licences."""
    licences = selectinload(Profession.qualifications).selectinload(ProfessionQualification.qualification)
    return list(session.scalars(_current().options(selectinload(Profession.tasks), licences)))


def _current() -> sa.Select[Profession]:
    return sa.select(Profession).where(Profession.retired.is_(False)).order_by(Profession.position, Profession.code)


def profession(session: Session, code: str) -> Profession:
    """Return one role with tasks and licences, even a retired one; raise `NoResultFound` (404) otherwise."""
    licences = selectinload(Profession.qualifications).selectinload(ProfessionQualification.qualification)
    wanted = sa.select(Profession).where(Profession.code == code)
    return session.scalars(wanted.options(selectinload(Profession.tasks), licences)).one()


def professions_by_code(session: Session) -> dict[str, Profession]:
    """Return every role, retired ones too, by its code."""
    return {one.code: one for one in session.scalars(sa.select(Profession))}


def qualifications(session: Session) -> list[Qualification]:
    """Return the catalogue of licences in order."""
    wanted = sa.select(Qualification).where(Qualification.retired.is_(False))
    return list(session.scalars(wanted.order_by(Qualification.position, Qualification.code)))


def tasks(session: Session) -> list[TaskTag]:
    """Return the task tags of all roles, role by role."""
    wanted = sa.select(TaskTag).join(Profession, TaskTag.profession_id == Profession.id)
    kept = wanted.where(TaskTag.retired.is_(False), Profession.retired.is_(False))
    return list(session.scalars(kept.order_by(Profession.position, TaskTag.position)))


def forms(session: Session) -> list[AppointmentForm]:
    """Return the appointment forms in order."""
    wanted = sa.select(AppointmentForm).where(AppointmentForm.retired.is_(False))
    return list(session.scalars(wanted.order_by(AppointmentForm.position, AppointmentForm.code)))


def current_rule_set(session: Session, day: date) -> RuleSet | None:
    """Return the version in force on `day`: the newest whose first day has come."""
    wanted = sa.select(RuleSet).where(RuleSet.valid_from <= day).order_by(RuleSet.valid_from.desc())
    return session.scalars(wanted.order_by(RuleSet.version.desc()).limit(1)).one_or_none()
