"""What a participant types: the minimum lawful set, and nothing that employers must not ask."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from talent_portal.core.forms import BaseForm, CheckboxesField, EmailField, KanaField, PhoneField, storable
from talent_portal.core.i18n import language
from talent_portal.fairs.rules import choices

LONGEST_NAME = 80
LONGEST_TEXT = 500
SHORT = Length(max=LONGEST_NAME, message=_l("Use at most 80 characters"))
Named = Iterable[tuple[str, str]]


def translated(codes: Mapping[str, str], only: Sequence[str] | None = None) -> list[tuple[str, str]]:
    """Return (code, word in the reader's language), optionally only some of the codes, in the order of the table."""
    return [(code, gettext(word)) for code, word in codes.items() if only is None or code in only]


def prefectures() -> list[tuple[str, str]]:
    """Return the prefectures to choose from, an empty choice first."""
    place = 1 if language() == "ja" else 2
    return [("", gettext("Choose one")), *((row[0], row[place]) for row in choices.PREFECTURES)]


class ParticipantForm(BaseForm):
    """The person, however they reach us. Guests and staff type the same fields."""

    family_name = StringField(
        _l("Family name"),
        [
            DataRequired(_l("Enter your family name")),
            Length(max=LONGEST_NAME, message=_l("Use at most 80 characters")),
        ],
        render_kw={"autocomplete": "family-name"},
    )
    given_name = StringField(
        _l("Given name"),
        [DataRequired(_l("Enter your given name")), SHORT],
        render_kw={"autocomplete": "given-name"},
    )
    family_kana = KanaField(
        _l("Family name in kana"),
        [DataRequired(_l("Enter the reading of your family name")), SHORT],
    )
    given_kana = KanaField(
        _l("Given name in kana"),
        [DataRequired(_l("Enter the reading of your given name")), SHORT],
    )
    email = EmailField(_l("E-mail address"), [DataRequired(_l("Enter your e-mail address"))])
    phone = PhoneField(_l("Telephone number"), [Optional()])
    attendee_kind = RadioField(_l("Who is coming?"), [DataRequired(_l("Choose who is coming"))])
    interests = CheckboxesField(_l("Kinds of work you are interested in"), [Optional()])
    presence = RadioField(_l("How will you take part?"), [Optional()])
    prefecture = SelectField(_l("Prefecture you live in now"), default="")
    school_kind = SelectField(_l("Kind of school"), default="")
    school_year = SelectField(_l("School year"), default="")
    heard = SelectField(_l("How did you hear of the session?"), default="")
    accommodation = TextAreaField(
        _l("Support you need on the day"), [Length(max=LONGEST_TEXT, message=_l("Use at most 500 characters"))]
    )

    def offer(self, *, interests: Sequence[str], hybrid: bool, nickname: bool) -> None:
        """Fill the lists of choices as this session offers them."""
        self.attendee_kind.choices = translated(choices.ATTENDEES)
        self.interests.choices = translated(choices.INTERESTS, interests or None)
        self.presence.choices = [("onsite", gettext("At the venue")), ("online", gettext("Online"))]
        self.prefecture.choices = prefectures()
        self.school_kind.choices = [("", gettext("Choose one")), *translated(choices.SCHOOLS)]
        self.school_year.choices = [("", gettext("Choose one")), *((str(n), str(n)) for n in choices.YEARS)]
        self.heard.choices = [("", gettext("Choose one")), *translated(choices.HEARD)]
        if hybrid:
            self.presence.validators = [DataRequired(gettext("Choose how you will take part"))]
        else:
            del self.presence
        if nickname:
            for name in ("given_name", "family_kana", "given_kana"):
                self._fields[name].validators = [storable, Optional(), SHORT]
                self._fields[name].flags.required = False
            self.family_name.label.text = gettext("Name or nickname")

    def validate_interests(self, field: Any) -> None:
        """At most five: more says nothing."""
        if len(field.data or ()) > choices.MOST_INTERESTS:
            raise ValidationError(gettext("Choose up to %(most)s", most=choices.MOST_INTERESTS))


class SignUpForm(ParticipantForm):
    """A guest's own registration, with the plan and the consents."""

    idempotency_key = HiddenField()
    # People never see it; programs fill it in.
    website = StringField(_l("Leave this empty"), [Optional()])
    follow_up = CheckboxesField(_l("Municipalities that may contact me"), [Optional()])
    invitations = BooleanField(_l("Tell me about later sessions by e-mail (for two years at most)"))
    handling = BooleanField(
        _l("I agree that my data are used to run this session, as explained above"),
        [DataRequired(_l("Please agree to the handling of your data, or call us to sign up by telephone"))],
    )

    def offer_follow_up(self, booths: Named) -> None:
        """List the municipalities at the session, none of them ticked."""
        self.follow_up.choices = list(booths)


class CallerForm(ParticipantForm):
    """Somebody who called: the same fields, typed by staff, who may go above the capacity with a reason."""

    key = HiddenField()
    over_reason = StringField(
        _l("Reason for going above the capacity"),
        [Optional(), Length(max=200, message=_l("Use at most 200 characters"))],
    )

    def offer(self, *, interests: Sequence[str], hybrid: bool, nickname: bool) -> None:
        """Fill the lists of choices; an address is not needed from people who call."""
        super().offer(interests=interests, hybrid=hybrid, nickname=nickname)
        self.email.validators, self.email.flags.required = [storable, Optional()], False


class CodeForm(BaseForm):
    """The six digits of the mail."""

    code = StringField(
        _l("Code from the e-mail"),
        [DataRequired(_l("Enter the six digits of the e-mail"))],
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "12"},
    )


class AddressForm(BaseForm):
    """Where to send the link again."""

    email = EmailField(_l("E-mail address"), [DataRequired(_l("Enter your e-mail address"))])


class ConsentsForm(BaseForm):
    """Which municipalities may still write to me."""

    follow_up = CheckboxesField(_l("Municipalities that may contact me"), [Optional()])


class ConfirmForm(BaseForm):
    """A button that must be pressed on purpose."""
