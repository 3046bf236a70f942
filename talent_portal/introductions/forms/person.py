"""What a person types: an answer, and the number and code of a letter."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional

from talent_portal.core.forms import BaseForm
from talent_portal.introductions.rules import reasons


class AnswerForm(BaseForm):
    """Interested or not this time; the button that was pressed says which."""

    version = HiddenField()
    answer = HiddenField()
    consent_version = HiddenField(validators=[Optional(), Length(max=20)])
    consent = BooleanField(
        _l("If I am interested: my name, career and qualifications may be passed to the municipality")
    )
    reason = SelectField(_l("If not this time: the reason, if you like"), default="")

    def offer(self) -> None:
        """Fill the list of reasons; none is owed."""
        words = [(code, gettext(text)) for code, text in reasons.DECLINE.items()]
        self.reason.choices = [("", gettext("I would rather not say")), *words]

    @property
    def agreed_version(self) -> str:
        """Return the version of the text that was agreed to; empty where it was not."""
        return (self.consent_version.data or "") if self.consent.data else ""


class CodeForm(BaseForm):
    """Number and code of a letter on paper."""

    number = StringField(
        _l("Number in the letter"),
        [DataRequired(_l("Enter the number in the letter")), Length(max=40, message=_l("Check the number"))],
        render_kw={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"},
    )
    code = StringField(
        _l("Code in the letter"),
        [DataRequired(_l("Enter the six digits of the code")), Length(max=20, message=_l("Check the code"))],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
