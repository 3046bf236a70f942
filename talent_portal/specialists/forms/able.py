"""What somebody can do: qualifications, and pieces of work with three modest levels."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from talent_portal.core.datefields import DateField
from talent_portal.core.forms import BaseForm
from talent_portal.core.i18n import local
from talent_portal.professions import queries as professions
from talent_portal.specialists.actions.drafts import CredentialDraft, WorkDraft
from talent_portal.specialists.forms.fields import translated
from talent_portal.specialists.rules import words
from talent_portal.specialists.rules.choices import Level

PREFIX = "task-"


class CredentialForm(BaseForm):
    """One qualification to add, or to say differently."""

    qualification = SelectField(_l("Qualification"), [DataRequired(_l("Choose the qualification"))])
    number = StringField(_l("Number"), [Optional(), Length(max=60, message=_l("Use at most 60 characters"))])
    issued_on = DateField(_l("Issued on"), [Optional()])
    expires_on = DateField(_l("Runs out on (if it does)"), [Optional()])
    can_show = BooleanField(_l("I can show the document, or send a copy"))

    def offer(self, session: Session) -> None:
        """Fill the catalogue."""
        known = [(one.code, local(one, "name")) for one in professions.qualifications(session)]
        self.qualification.choices = [("", gettext("Choose one")), *known]

    def validate_expires_on(self, field: Any) -> None:
        """Refuse an end before the beginning."""
        if field.data and self.issued_on.data and field.data < self.issued_on.data:
            raise ValidationError(gettext("The last day lies before the first."))

    def draft(self) -> CredentialDraft:
        """Return what was typed."""
        return CredentialDraft(
            qualification=self.qualification.data,
            number=self.number.data or "",
            issued_on=self.issued_on.data,
            expires_on=self.expires_on.data,
            can_show=bool(self.can_show.data),
        )


class WorkForm(BaseForm):
    """One list per piece of work; `work_form` adds those of somebody's roles."""

    def draft(self) -> WorkDraft:
        """Return what was chosen."""
        chosen = {field.name.removeprefix(PREFIX): field.data for field in self if field.name.startswith(PREFIX)}
        return WorkDraft(skills={task: Level(level) for task, level in chosen.items() if level})


def work_form(session: Session, roles: list[str], known: dict[str, Level], source: dict[str, Any]) -> WorkForm:
    """Return the form with the work of these roles, and of whatever was chosen before."""
    levels = [("", gettext("Not done")), *translated(words.LEVELS)]
    fields = {}
    for role in professions.professions(session):
        for task in role.tasks:
            if (role.code in roles and not task.retired) or task.code in known:
                label = local(task, "name")
                fields[f"{PREFIX}{task.code}"] = SelectField(label, default=known.get(task.code, ""))
    made: WorkForm = type("ChosenWorkForm", (WorkForm,), fields)(**source)
    for name in fields:
        made[name].choices = levels
    return made
