"""The parts of the card as forms, filled with what is stored."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from talent_portal.accounts.models import Organisation
from talent_portal.core.forms import BaseForm
from talent_portal.privacy import queries as consents
from talent_portal.specialists import queries
from talent_portal.specialists.forms import able, about, wishes
from talent_portal.specialists.models import Availability, Specialist
from talent_portal.specialists.queries import people
from talent_portal.specialists.rules import words

Builder = Callable[[Session, Specialist, dict[str, Any]], Any]


def build(session: Session, person: Specialist, part: str, *, stored: bool = False) -> Any:
    """Return the form of one part: as typed on a POST, else (or when `stored`) as it stands in the database."""
    return BUILDERS[part](session, person, {"formdata": None} if stored else {})


def _about(session: Session, person: Specialist, source: dict[str, Any]) -> BaseForm:
    office = session.get(Organisation, person.former_organisation_id) if person.former_organisation_id else None
    given = {name: getattr(person, name) for name in about.PLAIN}
    given |= {
        "former_organisation": office.reference if office else "",
        "was_manager": {True: "yes", False: "no", None: ""}[person.was_manager],
        "hours_elsewhere": person.weekly_minutes_elsewhere // 60 or None,
    }
    for place, practice in enumerate(person.practices, 1):
        given |= {f"profession_{place}": practice.profession, f"years_{place}": practice.years}
    form = about.AboutForm(data=given, **source)
    form.offer(session)
    return form


def _qualifications(session: Session, _person: Specialist, source: dict[str, Any]) -> BaseForm:
    form = able.CredentialForm(**source)
    form.offer(session)
    return form


def _work(session: Session, person: Specialist, source: dict[str, Any]) -> BaseForm:
    roles = [practice.profession for practice in person.practices]
    known = {skill.task: skill.level for skill in person.skills}
    return able.work_form(session, roles, known, source)


def _days(_session: Session, person: Specialist, source: dict[str, Any]) -> BaseForm:
    pattern = current(person)
    given = {
        "available": person.available.value,
        "available_from": person.available_from,
        "disaster_call": person.disaster_call,
        "days_a_week": str(pattern.days_a_week) if pattern else "2",
        "halves": pattern.halves if pattern and pattern.grid_given else 0,
    }
    form = wishes.DaysForm(data=given, **source)
    form.offer()
    return form


def current(person: Specialist) -> Availability | None:
    """Return the pattern that a new one would follow: the last one listed that has begun, else the first."""
    return next(iter(reversed(person.availabilities)), None)


def _travel(session: Session, person: Specialist, source: dict[str, Any]) -> BaseForm:
    rule = person.travel
    given: dict[str, Any] = {"never": people.references(session, [one.organisation_id for one in person.never_places])}
    if rule is not None:
        given |= {name: getattr(rule, name) for name in ("boat", "air", "overnight", "drives", "remote")}
        given |= {"max_minutes": str(rule.max_minutes), "base": people.slug(session, rule.municipality_id)}
    form = wishes.TravelForm(data=given, **source)
    form.offer(session)
    return form


def _ways(_session: Session, person: Specialist, source: dict[str, Any]) -> BaseForm:
    given: dict[str, Any] = {"ways": list(person.ways), "side_job": "not_needed"}
    for permission in person.permissions:
        given |= {
            "side_job": permission.state.value,
            "document": permission.document,
            "valid_to": permission.valid_to,
            "hours": permission.weekly_minutes // 60 if permission.weekly_minutes is not None else None,
        }
    form = wishes.WaysForm(data=given, **source)
    form.offer()
    return form


def _hide(session: Session, person: Specialist, source: dict[str, Any]) -> BaseForm:
    hidden = people.references(session, [one.organisation_id for one in person.hidden_from])
    form = wishes.HideForm(data={"organisations": hidden}, **source)
    form.offer(session)
    return form


def _consents(session: Session, person: Specialist, source: dict[str, Any]) -> BaseForm:
    subject = queries.subject(person)
    given = [purpose for purpose in words.CONSENTS if consents.stands(session, purpose, "all", subject)]
    form = wishes.ConsentsForm(data={"given": given}, **source)
    form.offer()
    return form


BUILDERS: dict[str, Builder] = {
    "about": _about,
    "qualifications": _qualifications,
    "work": _work,
    "days": _days,
    "travel": _travel,
    "ways": _ways,
    "hide": _hide,
    "consents": _consents,
}
