"""The forms of a staffing request: one for each of its parts, and those of its steps."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from talent_portal.core.datefields import DateField
from talent_portal.core.forms import BaseForm, CheckboxesField, EmailField, PhoneField
from talent_portal.core.numberfields import WholeField, whole
from talent_portal.core.weekfields import WeekField
from talent_portal.needs.forms.fields import StepField
from talent_portal.needs.rules import conditions
from talent_portal.needs.rules.facts import PatternKind
from talent_portal.needs.rules.form_parts import Part

MOST_LICENCES = 30
MOST_SHARES = 30
MOST_DAYS = 31
MOST_HOURS = 60


def up_to(most: int) -> Length:
    """Return the rule for the length of a text, in words."""
    return Length(max=most, message=_l("Use at most %(max)d characters"))


class RowForm(BaseForm):
    """One line inside a form; the token stands in the form around it."""

    class Meta(BaseForm.Meta):
        """Without a token of its own."""

        csrf = False


class LicenceRow(RowForm):
    """One licence and how much it matters; nothing chosen means that it does not."""

    qualification = SelectField(_l("Qualification"), default="")
    level = SelectField(_l("How much it matters"), default="")


class ShareRow(RowForm):
    """One municipality's part of a joint request."""

    organisation = SelectField(_l("Municipality"), default="")
    days = StepField(_l("How many days"), [Optional()], per_unit=2, most=MOST_DAYS)
    cost = WholeField(_l("Share of the cost in percent"), [Optional(), whole(0, 100)])


class PartForm(BaseForm):
    """One part of a request, on its own page. Only the title is needed for a draft; sending it wants the rest."""

    version = HiddenField()
    idempotency_key = HiddenField()


class WorkForm(PartForm):
    """What is to be done, and which licences it takes."""

    template = HiddenField()
    title_ja = StringField(_l("Title in Japanese"), [DataRequired(_l("Say in a few words what you need")), up_to(120)])
    title_en = StringField(_l("Title in English"), [up_to(160)])
    profession = SelectField(_l("Role"), default="")
    tasks = CheckboxesField(_l("Work to be done"), [Optional()])
    duties_ja = TextAreaField(_l("Duties in Japanese"), [up_to(2000)])
    duties_en = TextAreaField(_l("Duties in English"), [up_to(2000)])
    head_count = WholeField(_l("How many people"), [DataRequired(_l("Enter how many people")), whole(1, 99)], default=1)
    licences = FieldList(FormField(LicenceRow), label=_l("Qualifications"), max_entries=MOST_LICENCES)


class WhenForm(PartForm):
    """On which days, from when to when, and where."""

    pattern = RadioField(_l("How the days are set"), default=PatternKind.DAYS.value)
    days = StepField(_l("Days a week or a month"), [Optional()], per_unit=2, most=MOST_DAYS)
    halves = WeekField(_l("Which days"), [Optional()], default=0)
    hours = StepField(_l("Hours a week"), [Optional()], per_unit=4, most=MOST_HOURS)
    starts_on = DateField(_l("Work begins"), [Optional()])
    ends_on = DateField(_l("Work ends"), [Optional()])
    closes_on = DateField(_l("Last day for introductions"), [Optional()])
    place = SelectField(_l("Place of work"), default="")
    place_detail_ja = StringField(_l("Building, branch or island in Japanese"), [up_to(200)])
    place_detail_en = StringField(_l("Building, branch or island in English"), [up_to(200)])
    remote_percent = WholeField(_l("Part that can be done from home, in percent"), [Optional(), whole(0, 100)])
    remote_note = StringField(_l("About work from home"), [up_to(300)])

    def validate_days(self, field: Any) -> None:
        """Want no more days than a week or a month has."""
        week = 7 * field.per_unit
        if field.data is not None and self.pattern.data == PatternKind.DAYS.value and field.data > week:
            raise ValidationError(_l("A week has seven days"))


class JointForm(PartForm):
    """Who asks together, for how many days, at which share of the cost."""

    shares = FieldList(FormField(ShareRow), label=_l("Joint request"), max_entries=MOST_SHARES)
    cost_split = TextAreaField(_l("How the cost is shared"), [up_to(500)])


class ToldForm(PartForm):
    """What must be told before anybody is asked; a field per condition of the law is set below the class."""

    def condition_fields(self) -> list[tuple[conditions.Condition, Any]]:
        """Return the conditions in the order of the law, each with its field."""
        return [(one, self._fields[f"c_{one.code}"]) for one in conditions.CONDITIONS]


for _one in conditions.CONDITIONS:
    setattr(ToldForm, f"c_{_one.code}", TextAreaField(_l(_one.name), [up_to(conditions.MOST_CHARACTERS)]))


class ConditionsForm(ToldForm):
    """The conditions of the law, and what else somebody should know about the post."""

    travel_paid = SelectField(_l("Travel and commuting costs"), default="")
    housing = SelectField(_l("Housing"), default="")
    housing_note = StringField(_l("About housing"), [up_to(300)])
    tools = TextAreaField(_l("Desk, car and tools you provide"), [up_to(500)])
    forms = CheckboxesField(_l("Appointment forms you think of"), [Optional()])
    daily_orders = BooleanField(_l("The person works under the daily orders of a superior"))


class WhyForm(PartForm):
    """Why an introduction, from which budget, whom to ask, who may read it."""

    reason_needed = SelectField(_l("Why somebody is needed"), default="")
    advertised = CheckboxesField(_l("How you have looked for somebody"), [Optional()])
    why_not_public = TextAreaField(_l("Why there was no open call, if there was none"), [up_to(500)])
    budget = SelectField(_l("Budget"), default="")
    budget_line = StringField(_l("Budget line"), [up_to(200)])
    law_required = BooleanField(_l("The law requires this post to be filled"))
    single_holder_leaving = BooleanField(_l("The only official who can do this is leaving"))
    mentoring = BooleanField(_l("Our own staff should learn from the person"))
    child_contact = BooleanField(_l("The person works with children"))
    supervisor = StringField(_l("Who guides the person on site"), [up_to(120)])
    asked = StringField(_l("Whom the prefecture may ask"), [up_to(120)])
    phone = PhoneField(_l("Telephone"), [Optional()])
    email = EmailField(_l("E-mail address"), [Optional()])
    audience = RadioField(_l("Who may read the open request"), default="municipalities")


FORMS: dict[Part, type[PartForm]] = {
    Part.WORK: WorkForm,
    Part.WHEN: WhenForm,
    Part.JOINT: JointForm,
    Part.CONDITIONS: ConditionsForm,
    Part.WHY: WhyForm,
}


class ReasonForm(BaseForm):
    """A step that needs a reason."""

    version = HiddenField()
    reason = SelectField(_l("Reason"), [DataRequired(_l("Choose a reason"))])
    note = TextAreaField(_l("In words"), [up_to(500)])


class ReopenForm(BaseForm):
    """Opening an ended request again."""

    version = HiddenField()
    closes_on = DateField(_l("Last day for introductions"), [Optional()])
