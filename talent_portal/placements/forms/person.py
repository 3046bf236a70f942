"""What a person answers and reports, and what the municipality reports beside it."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from talent_portal.core.forms import BaseForm
from talent_portal.core.numberfields import WholeField, whole
from talent_portal.introductions.rules.reasons import DECLINE
from talent_portal.placements.actions.reviewing import ReportDraft
from talent_portal.placements.forms.desk import LONG, said
from talent_portal.placements.rules import choices

MOST_DAYS = 2000
LONGEST_NUMBER = 6


class AnswerForm(BaseForm):
    """Yes, or no with a reason if one likes."""

    terms = HiddenField()
    answer = RadioField(_l("Your answer"), [DataRequired(_l("Choose your answer"))])
    reason = SelectField(_l("If you decline: the reason, if you like to tell it"), [Optional()], default="")

    def offer(self) -> None:
        """Fill the lists of choices."""
        self.answer.choices = [("yes", gettext("I accept these terms")), ("no", gettext("I decline this time"))]
        self.reason.choices = [("", gettext("I would rather not say")), *said(DECLINE)]

    @property
    def terms_number(self) -> int:
        """Return which version of the terms was read; 0 for anything that is no number."""
        text = str(self.terms.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0


class CodeForm(BaseForm):
    """The number of the terms and the six digits of the letter."""

    number = StringField(
        _l("Number of the terms"),
        [DataRequired(_l("Enter the number of the terms, like T00012"))],
        render_kw={"autocomplete": "off"},
    )
    code = StringField(
        _l("Code from the letter"),
        [DataRequired(_l("Enter the six digits of the letter")), Length(max=20)],
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code"},
    )


class ReportForm(BaseForm):
    """Facts about what was done. No marks."""

    key = HiddenField()
    days_worked = WholeField(_l("Days worked"), [InputRequired(_l("Enter the days worked")), whole(0, MOST_DAYS)])
    work_done = TextAreaField(_l("Work done"), [DataRequired(_l("Write what was done")), LONG])
    again = RadioField(_l("Would you do it again?"), [DataRequired(_l("Choose one"))])

    def offer(self) -> None:
        """Fill the list."""
        self.again.choices = said(choices.AGAIN)

    def draft(self) -> ReportDraft:
        """Return what was typed, once `validate()` has said yes."""
        return ReportDraft(
            days_worked=self.days_worked.data or 0,
            work_done=self.work_done.data or "",
            again=self.again.data,
            key=str(self.key.data),
        )
