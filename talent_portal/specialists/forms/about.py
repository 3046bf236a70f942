"""Name, contact, and what somebody has done. No birth date, no sex, no family, no health: those are not asked."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from talent_portal.core.datefields import DateField
from talent_portal.core.forms import CheckboxesField, PhoneField
from talent_portal.core.numberfields import WholeField, whole
from talent_portal.professions.rules import CandidateKind
from talent_portal.specialists.actions.drafts import AboutDraft
from talent_portal.specialists.forms.fields import LONG, NameFields, at_most, offices, regions, roles, translated
from talent_portal.specialists.rules import words
from talent_portal.specialists.rules.choices import MOST_PROFESSIONS, MOST_REGIONS, EmployerSector

PLAIN = (
    "family_name",
    "given_name",
    "family_kana",
    "given_kana",
    "phone",
    "candidate_kind",
    "regions",
    "employer_sector",
    "employer",
    "last_post",
    "left_on",
    "turns_60_in",
    "career",
    "help_needed",
)
YEARS = whole(0, 70)
MOST = Length(max=120, message=_l("Use at most 120 characters"))


class AboutForm(NameFields):
    """The first part of the card."""

    phone = PhoneField(_l("Telephone number"), [Optional()])
    candidate_kind = RadioField(_l("What do you do now?"), [DataRequired(_l("Choose what you do now"))])
    profession_1 = SelectField(_l("First role"), [DataRequired(_l("Choose at least one role"))])
    years_1 = WholeField(_l("Years in the first role"), [Optional(), YEARS])
    profession_2 = SelectField(_l("Second role"), [Optional()])
    years_2 = WholeField(_l("Years in the second role"), [Optional(), YEARS])
    profession_3 = SelectField(_l("Third role"), [Optional()])
    years_3 = WholeField(_l("Years in the third role"), [Optional(), YEARS])
    regions = CheckboxesField(
        _l("In which regions?"), [DataRequired(_l("Choose at least one region")), at_most(MOST_REGIONS)]
    )
    employer_sector = RadioField(_l("Last or present employer"), [DataRequired(_l("Choose a kind of employer"))])
    former_organisation = SelectField(_l("If it is one of these, which?"), [Optional()])
    employer = StringField(_l("If not, its name"), [Optional(), MOST])
    last_post = StringField(_l("Last or present post"), [Optional(), MOST])
    was_manager = RadioField(_l("Was it a post of manager or above?"), [Optional()])
    left_on = DateField(_l("When did you leave? (if you have left)"), [Optional()])
    turns_60_in = WholeField(_l("Fiscal year in which you turn 60"), [Optional(), whole(1980, 2060)])
    hours_elsewhere = WholeField(_l("Hours a week that you work elsewhere now"), [Optional(), whole(0, 80)])
    career = TextAreaField(_l("What you have done, in your own words"), [Optional(), LONG])
    help_needed = TextAreaField(_l("What would help you (PC, print size, and so on)"), [Optional(), LONG])

    def offer(self, session: Session) -> None:
        """Fill the lists of choices."""
        none = [("", gettext("None"))]
        known = roles(session)
        self.profession_1.choices = [("", gettext("Choose one")), *known]
        self.profession_2.choices = self.profession_3.choices = [*none, *known]
        self.candidate_kind.choices = translated(words.CANDIDATES)
        self.regions.choices = regions(session)
        self.employer_sector.choices = translated(words.SECTORS)
        self.former_organisation.choices = [*none, *offices(session)]
        self.was_manager.choices = [("yes", gettext("Yes")), ("no", gettext("No")), ("", gettext("Not told"))]

    def validate_profession_2(self, field: Any) -> None:
        """Refuse a role named twice."""
        if field.data and field.data == self.profession_1.data:
            raise ValidationError(gettext("You chose this role already"))

    def validate_profession_3(self, field: Any) -> None:
        """Refuse a role named twice."""
        if field.data and field.data in {self.profession_1.data, self.profession_2.data}:
            raise ValidationError(gettext("You chose this role already"))

    def draft(self) -> AboutDraft:
        """Return what was typed."""
        pairs = [(self[f"profession_{n}"].data, self[f"years_{n}"].data) for n in range(1, MOST_PROFESSIONS + 1)]
        return AboutDraft(
            family_name=self.family_name.data or "",
            given_name=self.given_name.data or "",
            family_kana=self.family_kana.data or "",
            given_kana=self.given_kana.data or "",
            phone=self.phone.data or "",
            candidate_kind=CandidateKind(self.candidate_kind.data),
            professions=tuple((code, years) for code, years in pairs if code),
            regions=tuple(self.regions.data or ()),
            employer_sector=EmployerSector(self.employer_sector.data),
            former_organisation=self.former_organisation.data or "",
            employer=self.employer.data or "",
            last_post=self.last_post.data or "",
            was_manager={"yes": True, "no": False}.get(self.was_manager.data or ""),
            left_on=self.left_on.data,
            turns_60_in=self.turns_60_in.data,
            weekly_minutes_elsewhere=60 * (self.hours_elsewhere.data or 0),
            career=self.career.data or "",
            help_needed=self.help_needed.data or "",
        )
