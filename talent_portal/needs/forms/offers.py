"""Fill the forms of a request with what can be chosen, and with what suits a role."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from talent_portal.core.forms import BaseForm
from talent_portal.core.i18n import local
from talent_portal.municipalities.models import Municipality
from talent_portal.needs.forms.need import PartForm
from talent_portal.needs.rules import choices
from talent_portal.needs.rules.form_parts import Part
from talent_portal.professions.models import AppointmentForm, Profession, Qualification, Strength

BLANK_LICENCES = 1
BLANK_SHARES = 1
FEWEST_SHARES = 3
MUST = "must"

Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Everything a form offers, read before the form is made."""

    professions: Sequence[Profession]
    qualifications: Sequence[Qualification]
    forms: Sequence[AppointmentForm]
    towns: Sequence[Municipality]
    # The organisation that asks: its own line of a joint request stands first.
    own_reference: str

    def role(self, code: str | None) -> Profession | None:
        """Return the role with its tasks and licences."""
        return next((one for one in self.professions if one.code == code), None)


def translated(words: Mapping[str, str]) -> Choices:
    """Return a list of choices in the reader's language."""
    return [(code, gettext(word)) for code, word in words.items()]


def _with_none(words: Choices) -> Choices:
    return [("", gettext("Please choose")), *words]


def _named(things: Iterable[Any]) -> Choices:
    return [(thing.code, local(thing, "name")) for thing in things]


def offer(part: Part, form: PartForm, catalogue: Catalogue) -> PartForm:
    """Fill every list of this part's form."""
    OFFERED[part](form, catalogue)
    return form


def _offer_work(form: Any, catalogue: Catalogue) -> None:
    """Offer the roles, and the tasks and licences of the one that is chosen."""
    role = catalogue.role(form.profession.data)
    form.profession.choices = _with_none(_named(catalogue.professions))
    form.tasks.choices = _named(task for task in role.tasks if not task.retired) if role else []
    # Ticked for another role, before this one was chosen.
    form.tasks.data = [code for code in form.tasks.data or [] if code in dict(form.tasks.choices)]
    _offer_licences(form, catalogue, role)


def _offer_when(form: Any, catalogue: Catalogue) -> None:
    form.pattern.choices = translated(choices.PATTERNS)
    form.place.choices = [
        ("", gettext("Our own municipality")),
        *((town.slug, local(town, "name")) for town in catalogue.towns),
    ]


def _offer_conditions(form: Any, catalogue: Catalogue) -> None:
    form.forms.choices = _named(catalogue.forms)
    form.housing.choices = _with_none(translated(choices.HOUSING))
    form.travel_paid.choices = _with_none(translated(choices.TRAVEL_PAID))


def _offer_why(form: Any, _catalogue: Catalogue) -> None:
    form.reason_needed.choices = _with_none(translated(choices.WHY_NEEDED))
    form.advertised.choices = translated(choices.ADVERTISED)
    form.budget.choices = _with_none(translated(choices.BUDGET))
    form.audience.choices = translated(choices.AUDIENCES)


def _offer_licences(form: Any, catalogue: Catalogue, role: Profession | None) -> None:
    """Give each licence of the role a line, and a blank line for another."""
    given = {row.form.qualification.data for row in form.licences}
    suggested = [one.qualification.code for one in role.qualifications] if role else []
    for code in suggested:
        if code not in given:
            form.licences.append_entry({"qualification": code, "level": ""})
    blanks = sum(1 for row in form.licences if not row.form.qualification.data)
    for _ in range(BLANK_LICENCES - blanks):
        form.licences.append_entry({})
    levels = [("", gettext("Not asked for")), *translated(choices.WEIGHTS), (MUST, gettext("Must"))]
    offered = _with_none(_named(catalogue.qualifications))
    for row in form.licences:
        row.form.qualification.choices, row.form.level.choices = offered, levels


def _offer_joint(form: Any, catalogue: Catalogue) -> None:
    """Give the asking municipality the first line, and keep a line blank."""
    if not len(form.shares):
        form.shares.append_entry({"organisation": catalogue.own_reference})
    blanks = sum(1 for row in form.shares if not row.form.organisation.data)
    wanted = max(BLANK_SHARES - blanks, FEWEST_SHARES - len(form.shares))
    for _ in range(wanted):
        form.shares.append_entry({})
    offices = [(town.organisation.reference, local(town, "name")) for town in catalogue.towns]
    for row in form.shares:
        row.form.organisation.choices = _with_none(offices)


OFFERED: dict[Part, Callable[[Any, Catalogue], None]] = {
    Part.WORK: _offer_work,
    Part.WHEN: _offer_when,
    Part.JOINT: _offer_joint,
    Part.CONDITIONS: _offer_conditions,
    Part.WHY: _offer_why,
}


def offer_reasons(form: BaseForm, words: Mapping[str, str]) -> Any:
    """Fill the list of reasons."""
    form["reason"].choices = _with_none(translated(words))
    return form


def usual_musts(role: Profession | None) -> dict[str, str]:
    """Return the article behind each licence that the role usually must have."""
    if role is None:
        return {}
    musts = (one for one in role.qualifications if one.strength is Strength.MUST)
    return {one.qualification.code: local(one, "article") for one in musts}


def alternatives(role: Profession | None) -> dict[str, str]:
    """Return which musts of a role are alternatives to one another, by licence."""
    if role is None:
        return {}
    return {one.qualification.code: one.choice for one in role.qualifications if one.strength is Strength.MUST}
