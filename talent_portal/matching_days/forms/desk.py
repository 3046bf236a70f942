"""What the office types about a matching day: its seats, limits and dates, its applicants, and why it is called off."""

import types
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from talent_portal.core import calendar
from talent_portal.core.clock import JAPAN
from talent_portal.core.datefields import DateField
from talent_portal.core.forms import BaseForm, EmailField, PhoneField
from talent_portal.core.numberfields import WholeField, whole
from talent_portal.core.references import PATTERN, new_reference
from talent_portal.matching_days.actions import DayDraft, SeatsDraft
from talent_portal.matching_days.models import Applicant, MatchingRound
from talent_portal.matching_days.queries.days import DayPage
from talent_portal.matching_days.rules.lists import LONGEST_NAME, ApplicantDraft

MOST_SEATS = 999
LONGEST_PASTE = 200_000
TITLE = Length(max=200, message=_l("Use at most 200 characters"))
NOTICE = Length(max=1000, message=_l("Use at most %(max)d characters"))


class DatesForm(BaseForm):
    """Until when wishes are taken, and until when municipalities rank; both days count whole."""

    version = HiddenField()
    wishes_until = DateField(
        _l("Wishes are taken until the end of"), [DataRequired(_l("Enter the last day on which wishes are taken"))]
    )
    ranks_until = DateField(
        _l("Municipalities rank until the end of"),
        [DataRequired(_l("Enter the last day on which municipalities send their ranking"))],
    )

    def show(self, now: MatchingRound) -> None:
        """Show the dates of a round as they stand."""
        self.wishes_until.data = now.wishes_until.astimezone(JAPAN).date()
        self.ranks_until.data = now.ranks_until.astimezone(JAPAN).date()

    def moment(self, name: str) -> Any:
        """Return the last second of the day typed, once `validate()` has said yes."""
        day: date = self[name].data
        return calendar.deadline(day)


class DayForm(DatesForm):
    """A matching day but its applicants. `key` is new on every page: one page, one matching day."""

    key = HiddenField()
    title_ja = StringField(
        _l("Title in Japanese"), [DataRequired(_l("Enter the title, for example: joint selection of 2027")), TITLE]
    )
    title_en = StringField(_l("Title in English"), [Optional(), TITLE])
    profession = SelectField(_l("Role to fill"), [DataRequired(_l("Choose the role to fill"))])
    most_wishes = SelectField(_l("Wishes for each applicant, at most"), default="3")

    def offer(self, roles: Sequence[tuple[str, str]]) -> None:
        """Fill in what there is to choose from, and give the page its key."""
        self.profession.choices = [("", gettext("Choose")), *roles]
        self.most_wishes.choices = [(str(most), str(most)) for most in (1, 2, 3)]
        if not PATTERN.fullmatch(self.key.data or ""):
            self.key.data = new_reference()

    def several(self, kind: str) -> list[Any]:
        """Return the fields of seats, or of limits."""
        return [field for field in self if field.name.startswith(f"{kind}_")]

    def numbers(self, kind: str) -> dict[str, int]:
        """Return what was typed by municipality, or by area."""
        return {one.name.removeprefix(f"{kind}_"): one.data for one in self.several(kind) if one.data}

    def draft(self) -> DayDraft:
        """Return what was typed, once `validate()` has said yes."""
        return DayDraft(
            title_ja=self.title_ja.data or "",
            title_en=self.title_en.data or "",
            profession=self.profession.data,
            most_wishes=int(self.most_wishes.data),
            wishes_until=self.moment("wishes_until"),
            ranks_until=self.moment("ranks_until"),
            programmes=tuple(SeatsDraft(office, seats) for office, seats in self.numbers("seats").items()),
            caps=self.numbers("cap"),
        )

    def fill(self, page: DayPage) -> None:
        """Show a draft as it stands."""
        day = page.day
        self.title_ja.data, self.title_en.data, self.profession.data = day.title_ja, day.title_en, day.profession
        self.most_wishes.data, self.version.data = str(day.most_wishes), str(day.version)
        self.show(page.round)
        held = {f"seats_{row.offer.organisation}": row.offer.seats for row in page.programmes}
        held |= {f"cap_{area.code}": area.at_most for area in page.areas if area.at_most}
        for name, number in held.items():
            if name in self:
                self[name].data = number


def day_form(towns: Iterable[tuple[str, str]], areas: Iterable[tuple[str, str]]) -> type[DayForm]:
    """Return the form with one field for the seats of each municipality and one for the limit of each area.

    Both are (reference or code, name in the reader's language).
    """
    rule = [Optional(), whole(1, MOST_SEATS)]
    fields = {f"seats_{reference}": WholeField(name, rule) for reference, name in towns}
    fields |= {f"cap_{code}": WholeField(name, rule) for code, name in areas}
    return types.new_class("DayFormOfPlaces", (DayForm,), {}, lambda space: space.update(fields))


class ApplicantForm(BaseForm):
    """One applicant."""

    version = HiddenField()
    number = StringField(
        _l("Examination number"),
        [DataRequired(_l("Enter the examination number")), Length(max=20, message=_l("Use at most 20 characters"))],
    )
    name = StringField(
        _l("Applicant's name"),
        [
            DataRequired(_l("Enter the applicant's name")),
            Length(max=LONGEST_NAME, message=_l("Use at most %(max)d characters")),
        ],
    )
    email = EmailField(_l("E-mail address of the applicant"), [Optional()])
    phone = PhoneField(_l("Telephone number of the applicant"), [Optional()])
    language = RadioField(_l("Language of the letters"), default="ja")

    def offer(self) -> None:
        """Fill in the languages."""
        self.language.choices = [("ja", "日本語"), ("en", "English")]

    def draft(self) -> ApplicantDraft:
        """Return what was typed; the rules judge it."""
        return ApplicantDraft(
            number=self.number.data or "",
            name=self.name.data or "",
            email=self.email.data or "",
            phone=self.phone.data or "",
            language=self.language.data or "ja",
        )

    def fill(self, person: Applicant) -> None:
        """Show an applicant as they stand."""
        self.number.data, self.name.data, self.language.data = person.number, person.name, person.language
        self.email.data, self.phone.data, self.version.data = person.email, person.phone, str(person.version)


class ListForm(BaseForm):
    """A list of applicants, as a file or as cells copied from Excel."""

    file = FileField(_l("List of applicants (Excel or CSV)"))
    paste = TextAreaField(
        _l("Or cells copied from Excel"), [Length(max=LONGEST_PASTE, message=_l("Use at most %(max)d characters"))]
    )


class StepForm(BaseForm):
    """One step; when wishes end before their time, why; when matching without every ranking, that this is meant."""

    version = HiddenField()
    reason_ja = TextAreaField(
        _l("Reason in Japanese"), [DataRequired(_l("Write the reason: everybody reads it")), NOTICE]
    )
    reason_en = TextAreaField(_l("Reason in English"), [DataRequired(_l("Write the reason in English too")), NOTICE])
    without_missing = BooleanField(_l("Match these municipalities with nobody"))


class CallOffForm(BaseForm):
    """What everybody is told when a matching day does not take place."""

    version = HiddenField()
    notice_ja = TextAreaField(
        _l("Reason in Japanese"), [DataRequired(_l("Write the reason: everybody reads it")), NOTICE]
    )
    notice_en = TextAreaField(_l("Reason in English"), [DataRequired(_l("Write the reason in English too")), NOTICE])


class SheetForm(BaseForm):
    """A municipality's ranking: one number for each applicant, nothing for somebody it would not take."""

    version = HiddenField(default="0")

    @property
    def places(self) -> list[Any]:
        """Return the fields, in the order of the applicants' numbers."""
        return [field for field in self if field.name.startswith("place_")]

    def said(self, numbers: Mapping[str, str]) -> dict[str, int | None]:
        """Return the places by number; `numbers` are by reference of the applicant."""
        return {numbers[one.name.removeprefix("place_")]: one.data for one in self.places}


MOST_PLACES = 9_999


def sheet_form(people: Iterable[tuple[str, str]]) -> type[SheetForm]:
    """Return the form with one field for each applicant, given as (reference, number and name)."""
    rule = [Optional(), whole(1, MOST_PLACES)]
    fields = {f"place_{reference}": WholeField(name, rule) for reference, name in people}
    return types.new_class("SheetFormOfPeople", (SheetForm,), {}, lambda space: space.update(fields))
