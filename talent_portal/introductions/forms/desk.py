"""What the offices type: how to ask, what was said by telephone, when to meet, what came of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from talent_portal.core import clock
from talent_portal.core.datefields import DateField, TimeField
from talent_portal.core.forms import BaseForm
from talent_portal.introductions.actions import AskDraft, InviteDraft, NoteDraft, Said
from talent_portal.introductions.models import Channel, Meeting, Outcome, Partner, Result, Way
from talent_portal.introductions.models.facts import BY_STAFF
from talent_portal.introductions.rules import choices, reasons
from talent_portal.introductions.rules.deadlines import ANSWER_DAYS
from talent_portal.introductions.rules.states import Event

LINE = Length(max=200, message=_l("Use at most 200 characters"))
PLACE = Length(max=300, message=_l("Use at most 300 characters"))
LONG = Length(max=2000, message=_l("Use at most 2,000 characters"))
CHOOSE = DataRequired(_l("Choose one"))
SHORTEST, LONGEST = 3, 20


def said(words: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the choices in the reader's language."""
    return [(str(code), str(gettext(text))) for code, text in words.items()]


def not_in_future(_form: Any, field: Any) -> None:
    """Refuse a day that has not come yet for something that has happened."""
    if field.data and field.data > clock.today():
        raise ValidationError(gettext("This day has not come yet"))


def not_in_past(_form: Any, field: Any) -> None:
    """Refuse a day that is over for something that is to come."""
    if field.data and field.data < clock.today():
        raise ValidationError(gettext("This day is over"))


class StepForm(BaseForm):
    """A step of a case: it carries the version that the page was made from."""

    version = HiddenField()


class AskForm(StepForm):
    """How the person is asked."""

    working_days = SelectField(_l("Days to answer"), [CHOOSE])
    unnamed_reason = SelectField(_l("Name of the municipality"), default="")

    def offer(self) -> None:
        """Fill the lists; the municipality is named unless it has a reason."""
        self.working_days.choices = [
            (str(days), gettext("%(days)s working days", days=days)) for days in range(SHORTEST, LONGEST + 1)
        ]
        named = [("", gettext("Tell the name (usual)"))]
        unnamed = [
            (code, gettext("Not yet: %(reason)s", reason=text)) for code, text in said(reasons.UNNAMED)
        ]  # fmt: skip
        self.unnamed_reason.choices = [*named, *unnamed]
        if not self.working_days.data:
            self.working_days.data = str(ANSWER_DAYS)

    def draft(self) -> AskDraft:
        """Return what was chosen."""
        return AskDraft(working_days=int(self.working_days.data), unnamed_reason=self.unnamed_reason.data or "")


class ReasonForm(StepForm):
    """Why a case is closed."""

    reason = RadioField(_l("Reason"), [DataRequired(_l("Choose a reason"))])

    def offer(self, words: Mapping[str, str]) -> None:
        """Fill the list of reasons."""
        self.reason.choices = said(words)


SPOKEN: Mapping[Event, str] = {event: choices.ANSWERS[event.value] for event in choices.SPOKEN}


class RecordForm(StepForm):
    """What a person said by telephone or on paper."""

    event = RadioField(_l("What the person said"), [CHOOSE])
    channel = RadioField(_l("How it came"), [CHOOSE])
    told_on = DateField(_l("Day"), [DataRequired(_l("Enter the day")), not_in_future])
    witness = StringField(_l("Who else was there, or who opened the letter"), [Optional(), LINE])
    reason = SelectField(_l("Reason, if the person gave one"), default="")

    def offer(self, events: Iterable[Event]) -> None:
        """Offer what can be said at this point of the case."""
        self.event.choices = [(event.value, gettext(SPOKEN[event])) for event in events]
        self.channel.choices = [
            (each.value, gettext(choices.CHANNELS[each.value])) for each in Channel if each in BY_STAFF
        ]
        self.reason.choices = [("", gettext("No reason given")), *said(reasons.DECLINE)]

    def draft(self) -> Said:
        """Return how it was said."""
        return Said(
            channel=Channel(self.channel.data), told_on=self.told_on.data, witness=self.witness.data or ""
        )  # fmt: skip

    @property
    def reason_given(self) -> str:
        """Return the code of the reason, where the answer has one."""
        return (self.reason.data or "") if Event(self.event.data) in reasons.OPTIONAL else ""


class InviteForm(StepForm):
    """When and where the municipality meets the person."""

    meeting = RadioField(_l("How"), [CHOOSE])
    interview_on = DateField(_l("Day"), [DataRequired(_l("Enter the day")), not_in_past])
    interview_at = TimeField(_l("Time"), [Optional()])
    place = StringField(_l("Where, and what to bring"), [Optional(), PLACE])
    contact = StringField(_l("Whom to call at the municipality"), [Optional(), LINE])

    def offer(self) -> None:
        """Fill the list of ways."""
        self.meeting.choices = said(choices.MEETINGS)

    def draft(self) -> InviteDraft:
        """Return what was typed."""
        return InviteDraft(
            meeting=Meeting(self.meeting.data),
            interview_on=self.interview_on.data or clock.today(),
            interview_at=self.interview_at.data,
            place=self.place.data or "",
            contact=self.contact.data or "",
        )


class ResultForm(StepForm):
    """What the municipality decided."""

    result = RadioField(_l("Result"), [CHOOSE])
    reason = SelectField(_l("Reason, if not selected"), default="")

    def offer(self) -> None:
        """Fill both lists."""
        self.result.choices = [
            (Result.SELECTED.value, gettext("Selected")),
            (Result.NOT_SELECTED.value, gettext("Not selected")),
        ]
        self.reason.choices = [("", gettext("(only if not selected)")), *said(reasons.REJECT)]

    def validate_reason(self, field: Any) -> None:
        """Want a reason exactly where somebody was not selected."""
        if self.result.data == Result.NOT_SELECTED.value and not field.data:
            raise ValidationError(gettext("Choose a reason"))

    @property
    def reason_given(self) -> str:
        """Return the reason, where the result has one."""
        return (self.reason.data or "") if self.result.data == Result.NOT_SELECTED.value else ""


class NoteForm(BaseForm):
    """One line of the contact log."""

    key = HiddenField(validators=[DataRequired(), Length(max=64)])
    day = DateField(_l("Day"), [DataRequired(_l("Enter the day")), not_in_future])
    way = SelectField(_l("How"), [CHOOSE])
    partner = SelectField(_l("With whom"), [CHOOSE])
    outcome = SelectField(_l("What came of it"), [CHOOSE])
    text = TextAreaField(_l("Note"), [Optional(), LONG])
    next_action = StringField(_l("What is next"), [Optional(), LINE])
    next_on = DateField(_l("Until"), [Optional()])

    def offer(self) -> None:
        """Fill the lists."""
        self.way.choices = said(choices.WAYS)
        self.partner.choices = said(choices.PARTNERS)
        self.outcome.choices = said(choices.OUTCOMES)

    def draft(self) -> NoteDraft:
        """Return what was typed."""
        return NoteDraft(
            day=self.day.data or clock.today(),
            way=Way(self.way.data),
            partner=Partner(self.partner.data),
            outcome=Outcome(self.outcome.data),
            text=self.text.data or "",
            next_action=self.next_action.data or "",
            next_on=self.next_on.data,
        )
