"""What the office types about a session: its facts, its grid, its states."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import URL, DataRequired, Length, Optional, ValidationError

from talent_portal.core import calendar
from talent_portal.core.clock import JAPAN
from talent_portal.core.datefields import DateField, TimeField
from talent_portal.core.forms import BaseForm, CheckboxesField
from talent_portal.core.numberfields import WholeField, whole
from talent_portal.core.references import PATTERN, new_reference
from talent_portal.fairs.actions import FairDraft, GridDraft
from talent_portal.fairs.forms.sign_up import Named, translated
from talent_portal.fairs.models import Fair, FairKind
from talent_portal.fairs.rules import choices
from talent_portal.fairs.rules.grid import Break

TITLE = Length(max=200, message=_l("Use at most 200 characters"))
SHORT = Length(max=300, message=_l("Use at most 300 characters"))
LONG = Length(max=4000, message=_l("Use at most 4,000 characters"))
ADDRESS = Length(max=500, message=_l("Use at most 500 characters"))
WEB = URL(message=_l("Enter an address that begins with https://"))
HALF_A_BREAK = _l("Enter both the round and the minutes of the break, or neither")
NEEDED = DataRequired(_l("Fill in this field"))


def at(day: date | None, hour: time | None) -> datetime:
    """Return the moment on Japan's clock. Both are there once the form is valid."""
    assert day is not None and hour is not None  # noqa: S101, PT018 - the form's validators came first
    return datetime.combine(day, hour, tzinfo=JAPAN)


class FairForm(BaseForm):
    """Everything about a session but its grid."""

    version = HiddenField()
    title_ja = StringField(_l("Title in Japanese"), [NEEDED, TITLE])
    title_en = StringField(_l("Title in English"), [Optional(), TITLE])
    title_kana = StringField(_l("Reading of the title"), [Optional(), TITLE])
    kind = RadioField(_l("Kind of session"), [DataRequired(_l("Choose the kind of session"))])
    summary_ja = StringField(_l("One sentence in Japanese"), [Optional(), SHORT])
    summary_en = StringField(_l("One sentence in English"), [Optional(), SHORT])
    description_ja = TextAreaField(_l("What happens there, in Japanese"), [LONG])
    description_en = TextAreaField(_l("What happens there, in English"), [LONG])
    day = DateField(_l("Day of the session"), [DataRequired(_l("Enter the day of the session"))])
    doors_at = TimeField(_l("Doors open"), [DataRequired(_l("Enter when the doors open"))])
    starts_at = TimeField(_l("Begins"), [DataRequired(_l("Enter when the session begins"))])
    ends_at = TimeField(_l("Ends"), [DataRequired(_l("Enter when the session ends"))])
    venue_name_ja = StringField(_l("Venue in Japanese"), [Optional(), TITLE])
    venue_name_en = StringField(_l("Venue in English"), [Optional(), TITLE])
    address = StringField(_l("Address"), [Optional(), SHORT])
    access_ja = TextAreaField(_l("How to get there, in Japanese"), [LONG])
    access_en = TextAreaField(_l("How to get there, in English"), [LONG])
    online_url = StringField(_l("Address of the online room"), [Optional(), ADDRESS, WEB])
    sign_up_opens = DateField(_l("Sign-up opens on"), [DataRequired(_l("Enter when sign-up opens"))])
    sign_up_closes = DateField(_l("Sign-up closes at the end of"), [DataRequired(_l("Enter when sign-up closes"))])
    cancel_until = DateField(
        _l("Participants change their talks themselves until the end of"), [DataRequired(_l("Enter the last day"))]
    )
    capacity = WholeField(_l("How many people may come"), [NEEDED, whole(1, 5000)])
    overbooking_percent = WholeField(_l("Sign-ups accepted, in percent of the places"), [NEEDED, whole(100, 200)])
    max_talks = WholeField(_l("Talks per person, at most"), [NEEDED, whole(1, 6)])
    audience = CheckboxesField(_l("Who may come"), [Optional()])
    interests = CheckboxesField(_l("Kinds of work to choose from"), [Optional()])
    nickname_allowed = BooleanField(_l("A nickname is enough"))
    weather_rule_ja = TextAreaField(_l("Bad weather: who decides, when, how people learn of it (Japanese)"), [LONG])
    weather_rule_en = TextAreaField(_l("Bad weather: who decides, when, how people learn of it (English)"), [LONG])
    contact = StringField(_l("Contact"), [Optional(), SHORT])
    accommodation_contact = StringField(_l("Contact for support on the day"), [Optional(), SHORT])

    def offer(self) -> None:
        """Fill the lists of choices."""
        self.kind.choices = translated(choices.KINDS)
        self.audience.choices = translated(choices.AUDIENCE)
        self.interests.choices = translated(choices.INTERESTS)

    def times(self) -> dict[str, Any]:
        """Return the moments of the session and of its sign-up window."""
        day = self.day.data
        opens, closes, until = (self._day(name) for name in ("sign_up_opens", "sign_up_closes", "cancel_until"))
        return {
            "doors_at": at(day, self.doors_at.data),
            "starts_at": at(day, self.starts_at.data),
            "ends_at": at(day, self.ends_at.data),
            "sign_up_opens_at": calendar.start_of(opens),
            "sign_up_closes_at": calendar.deadline(closes),
            "cancel_until": calendar.deadline(until),
        }

    def _day(self, name: str) -> date:
        found: date = self._fields[name].data
        return found

    def draft(self) -> FairDraft:
        """Return what was typed, once `validate()` has said yes."""
        texts: dict[str, Any] = {name: self._fields[name].data or "" for name in PLAIN}
        return FairDraft(
            kind=FairKind(self.kind.data),
            audience=tuple(self.audience.data or ()),
            interests=tuple(self.interests.data or ()),
            nickname_allowed=self.nickname_allowed.data,
            **texts,
            **{name: self._fields[name].data for name in ("capacity", "overbooking_percent", "max_talks")},
            **self.times(),
        )

    def fill(self, fair: Fair) -> None:
        """Show a session as it stands."""
        for name in (*PLAIN, "capacity", "overbooking_percent", "max_talks", "audience", "interests"):
            self._fields[name].data = getattr(fair, name)
        self.kind.data, self.nickname_allowed.data = fair.kind.value, fair.nickname_allowed
        self.version.data = str(fair.version)
        self.day.data = fair.starts_at.astimezone(JAPAN).date()
        for name in ("doors_at", "starts_at", "ends_at"):
            self._fields[name].data = getattr(fair, name).astimezone(JAPAN).time()
        self.sign_up_opens.data = fair.sign_up_opens_at.astimezone(JAPAN).date()
        self.sign_up_closes.data = fair.sign_up_closes_at.astimezone(JAPAN).date()
        self.cancel_until.data = fair.cancel_until.astimezone(JAPAN).date()


PLAIN = (
    "title_ja", "title_en", "title_kana", "summary_ja", "summary_en", "description_ja", "description_en",
    "venue_name_ja", "venue_name_en", "address", "access_ja", "access_en", "online_url", "weather_rule_ja",
    "weather_rule_en", "contact", "accommodation_contact",
)  # fmt: skip


class NewFairForm(FairForm):
    """A session and its grid of rounds and booths, in one form. `key` is new on every page: one page, one session."""

    key = HiddenField()
    municipalities = CheckboxesField(_l("Municipalities that take part"), [DataRequired(_l("Choose at least one"))])
    first_starts_at = TimeField(_l("First talk begins"), [DataRequired(_l("Enter when the first talk begins"))])
    rounds = WholeField(_l("Number of rounds"), [NEEDED, whole(1, 20)])
    talk_minutes = WholeField(_l("Minutes per talk"), [NEEDED, whole(5, 120)])
    gap_minutes = WholeField(_l("Minutes between two talks"), [NEEDED, whole(5, 60)])
    break_after = WholeField(_l("Break after round"), [Optional(), whole(1, 19)])
    break_minutes = WholeField(_l("Minutes of the break"), [Optional(), whole(5, 180)])
    seats = WholeField(_l("Seats per talk"), [NEEDED, whole(1, 100)])
    walk_in = WholeField(_l("Extra seats for people who come without signing up"), [Optional(), whole(0, 100)])

    def stamp(self) -> None:
        """Give the page its key, unless it brought one along."""
        if not PATTERN.fullmatch(self.key.data or ""):
            self.key.data = new_reference()

    def offer_municipalities(self, named: Named) -> None:
        """List the municipalities in official order."""
        self.municipalities.choices = list(named)

    def validate_break_minutes(self, field: Any) -> None:
        """Want both the place and the length of a break."""
        if field.data is not None and self.break_after.data is None:
            raise ValidationError(HALF_A_BREAK)

    def validate_break_after(self, field: Any) -> None:
        """Want a break between two rounds, and its length (an empty field is never asked itself)."""
        if field.data is None:
            return
        if self.break_minutes.data is None:
            raise ValidationError(HALF_A_BREAK)
        if self.rounds.data is not None and field.data >= self.rounds.data:
            raise ValidationError(gettext("A break stands between two rounds: choose a round before the last"))

    def grid(self) -> GridDraft:
        """Return the grid in a few numbers."""
        after, minutes = self.break_after.data, self.break_minutes.data
        breaks = (Break(after, minutes),) if after and minutes else ()
        return GridDraft(
            municipalities=tuple(self.municipalities.data),
            first_starts_at=at(self.day.data, self.first_starts_at.data),
            breaks=breaks,
            walk_in=self.walk_in.data or 0,
            **{name: self._fields[name].data for name in ("talk_minutes", "gap_minutes", "rounds", "seats")},
        )


class NoticeForm(BaseForm):
    """Calling a session off, or moving it online: what everyone is told."""

    version = HiddenField()
    notice_ja = TextAreaField(_l("What everyone is told, in Japanese"), [NEEDED, LONG])
    notice_en = TextAreaField(_l("What everyone is told, in English"), [NEEDED, LONG])


class MoveOnlineForm(NoticeForm):
    """The same, with the room."""

    online_url = StringField(_l("Address of the online room"), [NEEDED, ADDRESS, WEB])


class BoothForm(BaseForm):
    """What a municipality says at its own booth."""

    version = HiddenField()
    message_ja = TextAreaField(_l("Message in Japanese"), [LONG])
    message_en = TextAreaField(_l("Message in English"), [LONG])
    roles = CheckboxesField(_l("Roles you are looking for"), [Optional()])
    exam_url = StringField(_l("Page with your exam dates"), [Optional(), ADDRESS, WEB])
    jobs_url = StringField(_l("Page with your job advertisements"), [Optional(), ADDRESS, WEB])
    room_url = StringField(_l("Address of your online room"), [Optional(), ADDRESS, WEB])
    label = StringField(_l("Table or room"), [Length(max=40, message=_l("Use at most 40 characters"))])
    staff = WholeField(_l("Officials at the table"), [NEEDED, whole(1, 20)])
    materials = TextAreaField(_l("Materials you bring"), [LONG])


class ArrivalForm(BaseForm):
    """The desk: a scanned ticket, six digits, or a part of a name."""

    wanted = StringField(
        _l("Ticket, number, or name"),
        [DataRequired(_l("Scan the ticket, or type the number or the name")), SHORT],
        render_kw={"autocomplete": "off", "autofocus": True, "spellcheck": "false"},
    )


class FilterForm(BaseForm):
    """What the list of participants is narrowed to. Nothing of it is stored or sent on."""

    class Meta(BaseForm.Meta):
        """A search changes nothing, so it carries no token."""

        csrf = False

    text = StringField(_l("Name, reading or number"), [Optional(), SHORT])
    state = SelectField(_l("State"), default="")

    def offer(self, states: Sequence[tuple[str, str]]) -> None:
        """Fill the list of states."""
        self.state.choices = [("", gettext("All")), *states]


class CapacityForm(BaseForm):
    """How many may come."""

    version = HiddenField()
    capacity = WholeField(_l("How many people may come"), [NEEDED, whole(1, 5000)])
    overbooking_percent = WholeField(_l("Sign-ups accepted, in percent of the places"), [NEEDED, whole(100, 200)])


class AddBoothForm(BaseForm):
    """One more municipality at a session."""

    organisation = SelectField(_l("Municipality"), [NEEDED])
    seats = WholeField(_l("Seats per talk"), [NEEDED, whole(1, 100)], default=4)
