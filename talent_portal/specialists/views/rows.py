"""Rows that the pages of the register show: tasks by role, parts with their state, answers to check."""

from typing import Any

from flask_babel import gettext
from sqlalchemy.orm import Session

from talent_portal.core.i18n import local
from talent_portal.core.versions import shown
from talent_portal.core.weekfields import WeekField
from talent_portal.core.words import halves
from talent_portal.professions import queries as professions
from talent_portal.specialists.actions.states import NEEDED_PARTS
from talent_portal.specialists.forms import parts as forms
from talent_portal.specialists.forms.able import PREFIX
from talent_portal.specialists.models import Specialist
from talent_portal.specialists.rules import words

UNSEEN = ("HiddenField", "CSRFTokenField")


def tasks_by_role(session: Session, _person: Specialist, form: Any) -> list[tuple[str, list[Any]]]:
    """Return the fields of the work form under the name of their role."""
    fields = {field.name.removeprefix(PREFIX): field for field in form if field.name.startswith(PREFIX)}
    grouped = []
    for role in professions.professions(session):
        mine = [fields[task.code] for task in role.tasks if task.code in fields]
        if mine:
            grouped.append((local(role, "name"), mine))
    return grouped


def task_rows(person: Specialist, address: Any) -> list[dict[str, object]]:
    """Return the parts of the card for the task list: done, to do, or as one likes."""
    found = []
    for part, title in words.PARTS.items():
        done, needed = part in person.parts_done, part in NEEDED_PARTS
        state = (
            (gettext("Done"), "ok")
            if done
            else (gettext("Still to fill in") if needed else gettext("If you like"), "plain")
        )
        hint = gettext(words.PART_HINTS[part])
        found.append(
            {"title": gettext(title), "address": address(part) if address else None, "hint": hint, "state": state}
        )
    return found


def answers(session: Session, person: Specialist, address: Any) -> list[tuple[str, str, list[dict[str, object]]]]:
    """Return (title, address, rows) of every part as it stands, for checking before it is sent."""
    found = []
    for part, title in words.PARTS.items():
        if part == "qualifications":
            rows = credential_rows(session, person)
        elif part == "work":
            rows = _work_rows(session, person)
        else:
            rows = _form_rows(session, person, part)
        found.append((gettext(title), address(part) if address else "", rows))
    return found


def _form_rows(session: Session, person: Specialist, part: str) -> list[dict[str, object]]:
    form = forms.build(session, person, part, stored=True)
    return [_row(field) for field in form if field.type not in UNSEEN and _said(field)]


def _said(field: Any) -> str:
    """Return what a field says; a box that is not ticked says nothing."""
    if isinstance(field, WeekField):
        return halves(field.chosen)
    return "" if field.data is False else shown(field)


def _row(field: Any) -> dict[str, object]:
    return {"key": str(field.label.text), "value": _said(field)}


def _work_rows(session: Session, person: Specialist) -> list[dict[str, object]]:
    names = {task.code: local(task, "name") for task in professions.tasks(session)}
    return [
        {"key": names.get(skill.task, skill.task), "value": gettext(words.LEVELS[skill.level])}
        for skill in person.skills
    ]


def credential_rows(session: Session, person: Specialist) -> list[dict[str, object]]:
    """Return the qualifications with their state in words; never the number."""
    names = {one.code: local(one, "name") for one in professions.qualifications(session)}
    return [
        {
            "key": names.get(one.qualification, one.qualification),
            "value": gettext(words.CREDENTIAL_STATES[one.state][0]),
        }
        for one in person.credentials
    ]
