"""What the forms of the register share: names, lists in the reader's language, how staff were told."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import RadioField, StringField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from talent_portal.core import clock
from talent_portal.core.datefields import DateField
from talent_portal.core.forms import BaseForm, KanaField
from talent_portal.core.i18n import local
from talent_portal.municipalities import queries as municipalities
from talent_portal.municipalities.models import Municipality
from talent_portal.professions import queries as professions
from talent_portal.specialists.actions.drafts import Entry
from talent_portal.specialists.models import Channel
from talent_portal.specialists.rules import words

LONGEST_NAME = 80
LONGEST_TEXT = 1000
SHORT = Length(max=LONGEST_NAME, message=_l("Use at most 80 characters"))
LONG = Length(max=LONGEST_TEXT, message=_l("Use at most 1000 characters"))
Named = list[tuple[str, str]]


def translated(codes: Mapping[str, str]) -> Named:
    """Return (code, word in the reader's language), in the order of the table."""
    return [(str(code), gettext(word)) for code, word in codes.items()]


def roles(session: Session) -> Named:
    """Return the roles to choose from."""
    return [(role.code, local(role, "name")) for role in professions.professions(session)]


def regions(session: Session) -> Named:
    """Return the regions of the prefecture as they are drawn today, each with its municipalities."""
    found = municipalities.regions(session, clock.today())
    dot = gettext(", ")
    return [
        (one.code, gettext("%(region)s (%(towns)s)", region=local(one, "name"), towns=dot.join(map(_short, towns))))
        for one, towns in found
    ]


def _short(town: Municipality) -> str:
    return local(town, "short")


def towns(session: Session) -> Named:
    """Return the municipalities by slug, in official order."""
    return [(town.slug, local(town, "name")) for town in municipalities.municipalities(session)]


def offices(session: Session) -> Named:
    """Return the prefecture and its municipalities by the reference of their organisation."""
    top = municipalities.prefecture(session)
    below = [(town.reference, local(town, "name")) for town in municipalities.municipalities(session)]
    return [*([(top.reference, local(top, "name"))] if top else []), *below]


def at_most(most: int) -> Any:
    """Return the rule that no more than `most` boxes are ticked."""

    def check(_form: BaseForm, field: Any) -> None:
        if len(field.data or ()) > most:
            raise ValidationError(gettext("Choose up to %(most)s", most=most))

    return check


class NameFields(BaseForm):
    """A name as typed, and its reading."""

    family_name = StringField(
        _l("Family name"),
        [DataRequired(_l("Enter your family name")), SHORT],
        render_kw={"autocomplete": "family-name"},
    )
    given_name = StringField(
        _l("Given name"), [DataRequired(_l("Enter your given name")), SHORT], render_kw={"autocomplete": "given-name"}
    )
    family_kana = KanaField(
        _l("Family name in kana"), [DataRequired(_l("Enter the reading of your family name")), SHORT]
    )
    given_kana = KanaField(_l("Given name in kana"), [DataRequired(_l("Enter the reading of your given name")), SHORT])


class EntryForm(BaseForm):
    """How the person told staff what is entered here."""

    told_channel = RadioField(_l("How were you told?"), [DataRequired(_l("Choose how you were told"))])
    told_on = DateField(_l("On which day were you told?"), [DataRequired(_l("Enter the day on which you were told"))])
    witness = StringField(
        _l("Who heard it, or saw the signed paper?"),
        [DataRequired(_l("Enter who can confirm it")), Length(max=120, message=_l("Use at most 120 characters"))],
    )

    def offer(self) -> None:
        """Fill the list of channels."""
        self.told_channel.choices = translated({code: words.CHANNELS[code] for code in ("phone", "paper")})

    def draft(self) -> Entry:
        """Return what was typed."""
        return Entry(
            channel=Channel(self.told_channel.data), told_on=self.told_on.data, witness=self.witness.data or ""
        )


class CodeForm(BaseForm):
    """The six digits of the mail."""

    code = StringField(
        _l("Code from the e-mail"),
        [DataRequired(_l("Enter the six digits of the e-mail"))],
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "12"},
    )


class ConfirmForm(BaseForm):
    """A button that must be pressed on purpose."""


class PauseForm(BaseForm):
    """How long somebody does not want to be asked."""

    until = DateField(_l("Until which day?"), [Optional()])
