"""The three minutes: the fewest fields with which somebody can be found again."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import BooleanField, HiddenField, RadioField, StringField
from wtforms.validators import DataRequired, Optional, ValidationError

from talent_portal.core.datefields import DateField
from talent_portal.core.forms import CheckboxesField, EmailField, PhoneField
from talent_portal.core.i18n import language
from talent_portal.specialists.actions.drafts import ProvisionalDraft
from talent_portal.specialists.forms.fields import NameFields, at_most, regions, roles, translated
from talent_portal.specialists.rules import words
from talent_portal.specialists.rules.choices import MOST_PROFESSIONS, MOST_REGIONS, AvailableWhen, SpecialistKind


class ProvisionalForm(NameFields):
    """The person's own registration, or the same typed by staff."""

    idempotency_key = HiddenField()
    # People never see it; programs fill it in.
    website = StringField(_l("Leave this empty"), [Optional()])
    kind = RadioField(_l("Which fits you best?"), [DataRequired(_l("Choose what fits best"))])
    email = EmailField(_l("E-mail address"), [Optional()])
    phone = PhoneField(_l("Telephone number"))
    professions = CheckboxesField(
        _l("In which role?"), [DataRequired(_l("Choose at least one role")), at_most(MOST_PROFESSIONS)]
    )
    available = RadioField(_l("When could you start?"), [DataRequired(_l("Choose when you could start"))])
    available_from = DateField(_l("From which day? (if later)"))
    regions = CheckboxesField(
        _l("In which regions?"), [DataRequired(_l("Choose at least one region")), at_most(MOST_REGIONS)]
    )
    register = BooleanField(
        _l("I agree that my data are kept in the register, as explained above"),
        [DataRequired(_l("Please agree to the handling of your data, or call us"))],
    )

    def offer(self, session: Session) -> None:
        """Fill the lists of choices."""
        self.kind.choices = translated(words.KINDS)
        self.professions.choices = roles(session)
        self.available.choices = translated(words.AVAILABLE)
        self.regions.choices = regions(session)

    def validate_phone(self, field: Any) -> None:
        """Ask for one way to reach somebody at least."""
        if not field.data and not self.email.data:
            raise ValidationError(gettext("Enter an e-mail address or a telephone number, so that we can reach you."))

    def validate_available_from(self, field: Any) -> None:
        """Ask for the day that "from a later day" needs."""
        if self.available.data == AvailableWhen.LATER and field.data is None:
            raise ValidationError(gettext("Enter the day from which you could start"))

    def draft(self, register_version: str) -> ProvisionalDraft:
        """Return what was typed."""
        when = AvailableWhen(self.available.data)
        return ProvisionalDraft(
            kind=SpecialistKind(self.kind.data),
            family_name=self.family_name.data or "",
            given_name=self.given_name.data or "",
            family_kana=self.family_kana.data or "",
            given_kana=self.given_kana.data or "",
            email=self.email.data or "",
            phone=self.phone.data or "",
            professions=tuple(self.professions.data or ()),
            available=when,
            available_from=self.available_from.data if when is AvailableWhen.LATER else None,
            regions=tuple(self.regions.data or ()),
            language=language(),
            register_version=register_version,
        )
