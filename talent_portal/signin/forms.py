"""What people type to come in, and to let others in."""

from collections.abc import Iterable
from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from talent_portal.accounts.permissions import ROLE_NAMES, Role
from talent_portal.core import calendar, clock
from talent_portal.core.datefields import DateField
from talent_portal.core.forms import BaseForm, EmailField
from talent_portal.core.i18n import gettext
from talent_portal.signin.actions.people import Invitee

CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "autocapitalize": "none", "spellcheck": "false"}
CARD_OR_APP = {**CODE, "inputmode": "text"}
LONGEST_CODE = 40
LONGEST_PASSWORD = 1_000


class SignInForm(BaseForm):
    """The first step."""

    email = EmailField(
        _l("E-mail address"), [InputRequired(_l("Enter your e-mail address"))], render_kw={"autocomplete": "username"}
    )
    password = PasswordField(
        _l("Password"),
        [InputRequired(_l("Enter your password")), Length(max=LONGEST_PASSWORD)],
        render_kw={"autocomplete": "current-password"},
    )


class CodeForm(BaseForm):
    """The second step: six digits of the app, or eight characters of the card."""

    code = StringField(
        _l("Sign-in code"), [InputRequired(_l("Enter the code")), Length(max=LONGEST_CODE)], render_kw=CARD_OR_APP
    )


class DigitsForm(BaseForm):
    """Six digits, from the app or from a mail."""

    code = StringField(
        _l("6-digit code"), [InputRequired(_l("Enter the code")), Length(max=LONGEST_CODE)], render_kw=CODE
    )


class AddressForm(BaseForm):
    """Where to send a link."""

    email = EmailField(
        _l("E-mail address"), [InputRequired(_l("Enter your e-mail address"))], render_kw={"autocomplete": "username"}
    )


class NewPasswordForm(BaseForm):
    """A new password, typed once: it can be shown, pasted, and kept by a password manager."""

    password = PasswordField(
        _l("New password"),
        [InputRequired(_l("Enter a new password")), Length(max=LONGEST_PASSWORD)],
        render_kw={"autocomplete": "new-password"},
    )


class ChangePasswordForm(NewPasswordForm):
    """The old password and a new one."""

    current = PasswordField(
        _l("Current password"),
        [InputRequired(_l("Enter your current password")), Length(max=LONGEST_PASSWORD)],
        render_kw={"autocomplete": "current-password"},
    )


class PasskeyForm(BaseForm):
    """The browser's answer, put in by static/js/passkey.js."""

    credential = HiddenField()
    name = StringField(_l("Name of this passkey"), [Optional(), Length(max=60)])


class LanguageForm(BaseForm):
    """The language of one's letters and pages."""

    language = RadioField(
        _l("Language of pages and mails"), choices=[SelectChoice("ja", "日本語"), SelectChoice("en", "English")]
    )


class HandOverForm(BaseForm):
    """Who takes over."""

    name = StringField(_l("Name of the successor"), [DataRequired(_l("Enter the name of the person")), Length(max=120)])
    email = EmailField(_l("Office e-mail address"), [InputRequired(_l("Enter the office e-mail address"))])


class EndForm(BaseForm):
    """The last day of a membership."""

    last_day = DateField(_l("Last day"), [InputRequired(_l("Enter the last day"))])

    def validate_last_day(self, field: DateField) -> None:
        """Refuse days that have passed: nothing is undone backwards."""
        if field.data is not None and field.data < clock.today():
            self.refuse(gettext("Choose today or a later day"), "last_day")


class InviteForm(BaseForm):
    """Whom to invite, in which role, until when."""

    name = StringField(_l("Name"), [DataRequired(_l("Enter the name of the person")), Length(max=120)])
    email = EmailField(_l("Office e-mail address"), [InputRequired(_l("Enter the office e-mail address"))])
    role = RadioField(_l("User role"), [InputRequired(_l("Choose a user role"))])
    until = RadioField(_l("Until when"), [InputRequired(_l("Choose until when"))])

    def offer(self, roles: Iterable[Role]) -> None:
        """Offer the roles that may be given, and the ends of this and the next fiscal year."""
        given = set(roles)
        self.role.choices = [SelectChoice(role.value, gettext(ROLE_NAMES[role])) for role in Role if role in given]
        self.until.choices = [SelectChoice(day.isoformat(), _until(day)) for day in year_ends()]
        self.until.choices.append(SelectChoice("open", gettext("Until somebody ends it")))

    def draft(self) -> Invitee:
        """Return what was typed, once `validate()` has said yes."""
        until = self.until.data
        return Invitee(
            email=self.email.data or "",
            name=self.name.data or "",
            role=Role(self.role.data),
            ends_on=None if until == "open" else date.fromisoformat(until),
        )


def year_ends() -> list[date]:
    """Return 31 March of this fiscal year and of the next."""
    year = calendar.fiscal_year(clock.today())
    return [calendar.fiscal_year_days(year)[1], calendar.fiscal_year_days(year + 1)[1]]


def _until(day: date) -> str:
    return str(gettext("Until 31 March %(year)s", year=day.year))
