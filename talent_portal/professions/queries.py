"""Questions about roles, licences, forms and the table in force."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session, selectinload

from talent_portal.professions import rules
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
    newest = wanted.order_by(RuleSet.version.desc()).options(selectinload(RuleSet.rules))
    return session.scalars(newest.limit(1)).one_or_none()


def rule_table(session: Session, day: date) -> rules.RuleTable:
    """Return the decision table in force on `day`; raise `NoResultFound` while none is."""
    found = current_rule_set(session, day)
    if found is None:
        raise NoResultFound
    return as_table(found)


def rule_table_of_version(session: Session, version: int) -> rules.RuleTable:
    """Return the decision table of one version, to read again what was decided under it."""
    wanted = sa.select(RuleSet).where(RuleSet.version == version).options(selectinload(RuleSet.rules))
    return as_table(session.scalars(wanted).one())


def as_table(rule_set: RuleSet) -> rules.RuleTable:
    """Return the plain table that the rules decide with."""
    content: dict[str, Any] = rule_set.content
    return rules.RuleTable(
        version=rule_set.version,
        cells={
            (row.candidate, row.relation, row.form): rules.Cell(row.verdict, tuple(row.conditions), row.article)
            for row in rule_set.rules
        },
        facts={code: _facts(facts) for code, facts in content["forms"].items()},
        hours_warn=content["hours_warn"],
        hours_limit=content["hours_limit"],
        hours_article=content["hours_article"],
        records_from=date.fromisoformat(content["records_from"]),
        records_article=content["records_article"],
        conditions={code: rules.Words(*texts) for code, texts in content["conditions"].items()},
        articles={code: rules.Words(*texts) for code, texts in content["articles"].items()},
    )


def _facts(facts: dict[str, Any]) -> rules.FormFacts:
    """Return the hard facts of one form from their JSON."""
    typed = dict(facts)
    for name in ("only_duties", "asked_duties"):
        typed[name] = frozenset(rules.Duty(duty) for duty in facts.get(name, ()))
    last_day = facts.get("last_day")
    typed["last_day"] = date.fromisoformat(last_day) if last_day else None
    return rules.FormFacts(**typed)


def newest_version(session: Session) -> int:
    """Return the number of the newest rules, in force or still to come; raise `NoResultFound` while there are none."""
    newest: int | None = session.scalar(sa.select(sa.func.max(RuleSet.version)))
    if newest is None:
        raise NoResultFound
    return newest
