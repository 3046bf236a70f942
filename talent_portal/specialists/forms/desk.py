"""What the office fills in: filters, steps with a reason, and judgements about papers."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from talent_portal.core.datefields import DateField
from talent_portal.core.forms import BaseForm
from talent_portal.specialists.forms.fields import LONG, roles, translated
from talent_portal.specialists.rules import words
from talent_portal.specialists.rules.states import SpecialistEvent


class FilterForm(BaseForm):
    """Whom to list. Part of the address, so without a token."""

    class Meta(BaseForm.Meta):
        """A GET carries no secret."""

        csrf = False

    text = StringField(_l("Name, reading, address, telephone number or reference"), [Optional(), Length(max=120)])
    state = SelectField(_l("State"), [Optional()])
    kind = SelectField(_l("Kind of person"), [Optional()])
    profession = SelectField(_l("Role"), [Optional()])

    def offer(self, session: Session) -> None:
        """Fill the lists of choices."""
        every = [("", gettext("All"))]
        self.state.choices = [*every, *((code, gettext(word)) for code, (word, _) in words.STATES.items())]
        self.kind.choices = [*every, *translated(words.KINDS)]
        self.profession.choices = [*every, *roles(session)]


class StepForm(BaseForm):
    """One step of the office."""

    event = RadioField(_l("What happens"), [DataRequired(_l("Choose a step"))])
    reason = SelectField(_l("Reason"), [Optional()])
    note = TextAreaField(_l("Words to the person (they read this)"), [Optional(), LONG])
    until = DateField(_l("Until which day? (for a pause)"), [Optional()])

    def offer(self, events: list[SpecialistEvent]) -> None:
        """List the steps that are open, and the reasons."""
        self.event.choices = [(event.value, gettext(words.EVENTS[event])) for event in events]
        self.reason.choices = [("", gettext("Choose one")), *translated(words.REASONS)]


class ExportForm(BaseForm):
    """Why the list leaves the house."""

    purpose = RadioField(_l("What for?"), [DataRequired(_l("Choose what the file is for"))])

    def offer(self) -> None:
        """List the purposes."""
        self.purpose.choices = translated(words.EXPORT_PURPOSES)


class JudgeForm(BaseForm):
    """One row per paper; `judge_form` adds the rows."""


def judge_form(papers: list[str]) -> Any:
    """Return the form with a decision, a day and a reason per paper (references)."""
    fields: dict[str, Any] = {}
    for paper in papers:
        fields[f"decision-{paper}"] = SelectField(_l("Decision"), default="")
        fields[f"seen-{paper}"] = DateField(_l("Seen on"), [Optional()])
        fields[f"reason-{paper}"] = SelectField(_l("Reason"), default="")
    form = type("ChosenJudgeForm", (JudgeForm,), fields)()
    for paper in papers:
        form[f"decision-{paper}"].choices = _decisions()
        form[f"reason-{paper}"].choices = [("", gettext("Choose one")), *translated(words.CREDENTIAL_REASONS)]
    return form


def _decisions() -> list[tuple[str, str]]:
    return [
        ("", gettext("Leave")),
        ("give_evidence", gettext("Document seen")),
        ("verify", gettext("Verify")),
        ("refuse", gettext("Not confirmed")),
    ]
