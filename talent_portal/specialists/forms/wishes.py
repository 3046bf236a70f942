"""Days, travel, ways of working, whom to be hidden from, and what somebody agrees to."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from talent_portal.core.datefields import DateField
from talent_portal.core.forms import BaseForm, CheckboxesField
from talent_portal.core.numberfields import WholeField, whole
from talent_portal.core.weekfields import WeekField
from talent_portal.specialists.actions.drafts import ConsentsDraft, DaysDraft, HideDraft, TravelDraft, WaysDraft
from talent_portal.specialists.forms.fields import offices, towns, translated
from talent_portal.specialists.rules import words
from talent_portal.specialists.rules.choices import MOST_DAYS, AvailableWhen, Remote, SideJobState, WorkingWay

MINUTES = (30, 45, 60, 75, 90, 120, 150, 180, 240)


class DaysForm(BaseForm):
    """When somebody can work. How many days is enough; the grid is for those who want it."""

    available = RadioField(_l("When could you start?"), [DataRequired(_l("Choose when you could start"))])
    available_from = DateField(_l("From which day? (if later)"))
    disaster_call = BooleanField(_l("You may ask me after a disaster, too"))
    days_a_week = RadioField(_l("About how many days a week?"), [DataRequired(_l("Choose about how many days"))])
    halves = WeekField(_l("Which half-days? (only if you know already)"))
    valid_from = DateField(_l("This holds from (if not from now on)"), [Optional()])
    valid_to = DateField(_l("This holds until (if it ends)"), [Optional()])
    away_from = DateField(_l("I am away from"), [Optional()])
    away_to = DateField(_l("I am away until"), [Optional()])

    def offer(self) -> None:
        """Fill the lists of choices."""
        self.available.choices = translated(words.AVAILABLE)
        self.days_a_week.choices = [
            (str(n), gettext("%(days)s a week, days by agreement", days=n)) for n in range(1, MOST_DAYS - 1)
        ]

    def validate_available_from(self, field: Any) -> None:
        """Ask for the day that "from a later day" needs."""
        if self.available.data == AvailableWhen.LATER and field.data is None:
            raise ValidationError(gettext("Enter the day from which you could start"))

    def validate_valid_to(self, field: Any) -> None:
        """Refuse an end before the beginning."""
        if field.data and self.valid_from.data and field.data < self.valid_from.data:
            raise ValidationError(gettext("The last day lies before the first."))

    def validate_away_to(self, field: Any) -> None:
        """Refuse coming back before leaving, or without having left."""
        if field.data and self.away_from.data is None:
            raise ValidationError(gettext("Enter from which day you are away, too."))
        if field.data and self.away_from.data and field.data < self.away_from.data:
            raise ValidationError(gettext("The last day lies before the first."))

    def draft(self) -> DaysDraft:
        """Return what was typed."""
        when = AvailableWhen(self.available.data)
        return DaysDraft(
            available=when,
            available_from=self.available_from.data if when is AvailableWhen.LATER else None,
            disaster_call=bool(self.disaster_call.data) or when is AvailableWhen.DISASTER,
            days_a_week=int(self.days_a_week.data),
            halves=self.halves.data or 0,
            valid_from=self.valid_from.data,
            valid_to=self.valid_to.data,
            away_from=self.away_from.data,
            away_to=self.away_to.data,
        )


class TravelForm(BaseForm):
    """How far somebody goes."""

    base = SelectField(_l("Where do you live?"), [Optional()])
    max_minutes = SelectField(_l("How long may one way take, door to door?"), [DataRequired(_l("Choose how long"))])
    boat = BooleanField(_l("By boat, too"))
    air = BooleanField(_l("By plane, too"))
    overnight = BooleanField(_l("Staying a night is fine"))
    drives = BooleanField(_l("I drive, with a car of my own"))
    remote = RadioField(_l("Working from home"), [DataRequired(_l("Choose one"))])
    never = CheckboxesField(_l("Where I do not want to work"), [Optional()])

    def offer(self, session: Session) -> None:
        """Fill the lists of choices."""
        self.base.choices = [("", gettext("Outside the prefecture")), *towns(session)]
        self.max_minutes.choices = [("", gettext("Choose one")), *(_minutes(n) for n in MINUTES)]
        self.remote.choices = translated(words.REMOTE)
        self.never.choices = offices(session)

    def draft(self) -> TravelDraft:
        """Return what was typed."""
        return TravelDraft(
            base=self.base.data or "",
            max_minutes=int(self.max_minutes.data),
            boat=bool(self.boat.data),
            air=bool(self.air.data),
            overnight=bool(self.overnight.data),
            drives=bool(self.drives.data),
            remote=Remote(self.remote.data),
            never=tuple(self.never.data or ()),
        )


def _minutes(number: int) -> tuple[str, str]:
    return str(number), gettext("up to %(minutes)s minutes", minutes=number)


class WaysForm(BaseForm):
    """How somebody would like to work, and what the employer says."""

    ways = CheckboxesField(_l("How would you like to work?"), [DataRequired(_l("Choose at least one"))])
    side_job = RadioField(_l("Permission of your present employer"), [DataRequired(_l("Choose one"))])
    document = StringField(_l("Number of the permission"), [Optional(), Length(max=80)])
    valid_to = DateField(_l("The permission ends on"), [Optional()])
    hours = WholeField(_l("Hours a week it allows"), [Optional(), whole(0, 40)])

    def offer(self) -> None:
        """Fill the lists of choices."""
        self.ways.choices = translated(words.WAYS)
        self.side_job.choices = translated(words.SIDE_JOBS)

    def draft(self) -> WaysDraft:
        """Return what was typed."""
        return WaysDraft(
            ways=tuple(WorkingWay(way) for way in self.ways.data),
            side_job=SideJobState(self.side_job.data),
            document=self.document.data or "",
            valid_to=self.valid_to.data,
            weekly_minutes=60 * self.hours.data if self.hours.data is not None else None,
        )


class HideForm(BaseForm):
    """Bodies that must not learn of somebody."""

    organisations = CheckboxesField(_l("Do not show me to"), [Optional()])

    def offer(self, session: Session) -> None:
        """List the prefecture's municipalities; the prefecture itself runs the register and can always read it."""
        self.organisations.choices = offices(session)

    def draft(self) -> HideDraft:
        """Return what was ticked."""
        return HideDraft(organisations=tuple(self.organisations.data or ()))


class ConsentsForm(BaseForm):
    """Each consent for itself, none ticked for anybody."""

    given = CheckboxesField(_l("I agree to"), [Optional()])

    def offer(self) -> None:
        """List the purposes."""
        self.given.choices = translated(words.CONSENTS)

    def draft(self, versions: dict[str, str]) -> ConsentsDraft:
        """Return what was ticked, with the versions of the texts on the page."""
        return ConsentsDraft(given=tuple(self.given.data or ()), versions=versions)
