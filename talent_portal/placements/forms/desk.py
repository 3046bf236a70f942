"""What offices type: the terms, their check, the sending, answers they were told, orders, ends."""

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from talent_portal.core.datefields import DateField
from talent_portal.core.forms import BaseForm, CheckboxesField
from talent_portal.core.weekfields import WeekField
from talent_portal.introductions.rules.reasons import DECLINE
from talent_portal.needs.models import NeedShare
from talent_portal.placements.actions.answering import Note
from talent_portal.placements.actions.appointing import Order
from talent_portal.placements.actions.checking import CheckDraft
from talent_portal.placements.actions.ordinances import OrdinanceDraft
from talent_portal.placements.forms.fields import HoursField
from talent_portal.placements.models import Channel
from talent_portal.placements.rules import choices
from talent_portal.placements.rules.parts import Part, union
from talent_portal.placements.rules.terms import Terms

LONG = Length(max=2000, message=_l("Use at most 2,000 characters"))
SHORT = Length(max=60, message=_l("Use at most 60 characters"))
WANTED = DataRequired(_l("Fill in this field"))
MOST_TOWNS = 21
NOBODY = 0
TEXTS = ("hours", "pay", "travel", "place", "duties", "insurance", "trial", "renewal", "reason", "notes")


def said(codes: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return (code, word in the reader's language)."""
    return [(code, gettext(word)) for code, word in codes.items()]


class TownForm(Form):
    """The half-days at one municipality of a joint request."""

    town = HiddenField()
    halves = WeekField(_l("Days of the week"))


class TermsForm(BaseForm):
    """Everything that both sides agree to. Texts are told to the person as they stand."""

    version = HiddenField()
    form = RadioField(_l("Appointment form"), [DataRequired(_l("Choose the appointment form"))])
    reason = TextAreaField(_l("Reason that the form asks for"), [Optional(), LONG])
    starts_on = DateField(_l("First day"), [DataRequired(_l("Enter the first day"))])
    ends_on = DateField(_l("Last day"), [DataRequired(_l("Enter the last day"))])
    halves = WeekField(_l("Days of the week"))
    towns = FieldList(FormField(TownForm), _l("Half-days by municipality"), max_entries=MOST_TOWNS)
    every_weeks = SelectField(_l("How often"), default="1")
    on_holidays = BooleanField(_l("Work goes on on holidays and from 29 December to 3 January"))
    weekly_minutes = HoursField(_l("Hours a week"), [DataRequired(_l("Enter the hours a week like 15:30"))])
    hours = TextAreaField(_l("Working hours, breaks, days off"), [WANTED, LONG])
    place = TextAreaField(_l("Place of work"), [WANTED, LONG])
    duties = TextAreaField(_l("Duties"), [WANTED, LONG])
    duty_kinds = CheckboxesField(_l("What the duties are in the words of the law"), [WANTED])
    daily_orders = BooleanField(_l("The person works under daily orders of a superior"))
    pay = TextAreaField(_l("Pay"), [WANTED, LONG])
    travel = TextAreaField(_l("Travel cost"), [WANTED, LONG])
    insurance = TextAreaField(_l("Insurance"), [WANTED, LONG])
    renewal = TextAreaField(_l("Renewal"), [WANTED, LONG])
    trial = TextAreaField(_l("Trial period"), [WANTED, LONG])
    notes = TextAreaField(_l("Notes for the person"), [Optional(), LONG])

    def offer(self, forms: Iterable[tuple[str, str]]) -> None:
        """Fill the lists of choices; `forms` are codes and names."""
        self.form.choices = list(forms)
        self.every_weeks.choices = said(choices.EVERY_WEEKS)
        self.duty_kinds.choices = said(choices.DUTIES)

    def share(self, shares: Sequence[NeedShare], dealt: Mapping[int, int]) -> None:
        """Show one week for each municipality of a joint request; `dealt` are half-days by organisation."""
        there = {row.form.town.data for row in self.towns}
        for share in shares:
            if share.organisation.reference not in there and len(self.towns) < MOST_TOWNS:
                week = dealt.get(share.organisation_id, 0)
                self.towns.append_entry({"town": share.organisation.reference, "halves": week})

    def towns_of(self, shares: Sequence[NeedShare]) -> list[tuple[NeedShare, Form]]:
        """Return each part of the request with its week."""
        rows = {row.form.town.data: row.form for row in self.towns}
        return [(share, rows[share.organisation.reference]) for share in shares if share.organisation.reference in rows]

    @property
    def problems_of_towns(self) -> list[str]:
        """Return what is wrong with the weeks of the municipalities taken together."""
        return [str(error) for error in self.towns.errors if not isinstance(error, (dict, list, tuple))]

    def validate_halves(self, field: WeekField) -> None:
        """Want a half-day of whoever asked alone."""
        if not field.data and not self.towns.entries:
            raise ValidationError(_l("Choose at least one half-day"))

    def validate_towns(self, field: FieldList) -> None:
        """Want a half-day in one of the weeks of a joint request."""
        if field.entries and not any(row.form.halves.data for row in field):
            raise ValidationError(_l("Choose at least one half-day"))

    def parts(self, shares: Sequence[NeedShare]) -> tuple[Part, ...]:
        """Return what was ticked for which municipality; what is none of this request's gets an id of nobody."""
        ids = {share.organisation.reference: share.organisation_id for share in shares}
        rows = [row.form for row in self.towns]
        return tuple((ids.get(row.town.data or "", NOBODY), row.halves.data) for row in rows if row.halves.data)

    def draft(self, shares: Sequence[NeedShare] = ()) -> Terms:
        """Return what was typed, once `validate()` has said yes; `shares` are the parts of a joint request."""
        texts = {name: self._fields[name].data or "" for name in TEXTS}
        parts = self.parts(shares)
        return Terms(
            form=self.form.data,
            starts_on=self.starts_on.data,  # type: ignore[arg-type]  # required above
            ends_on=self.ends_on.data,  # type: ignore[arg-type]  # required above
            halves=union(parts) if parts else self.halves.data,
            parts=parts,
            every_weeks=int(self.every_weeks.data),
            on_holidays=self.on_holidays.data,
            weekly_minutes=self.weekly_minutes.data or 0,
            duty_kinds=tuple(self.duty_kinds.data or ()),
            daily_orders=self.daily_orders.data,
            **texts,
        )


class CheckForm(BaseForm):
    """One line for each condition: settled, or to be settled before the start."""

    version = HiddenField()
    note = TextAreaField(_l("Note"), [Optional(), LONG])

    def draft(self, codes: Sequence[str], typed: Mapping[str, str], *, stop: bool) -> CheckDraft:
        """Return what was ticked, line by line."""
        ticked = {code: typed.get(f"line-{code}", "") for code in codes}
        return CheckDraft(
            settled=tuple(code for code, value in ticked.items() if value == "settled"),
            before_start=tuple(code for code, value in ticked.items() if value == "later"),
            stop=stop,
            note=self.note.data or "",
        )


class OrdinanceForm(BaseForm):
    """Whether the municipality has an ordinance for a form; with one, which article and since when."""

    version = HiddenField()
    in_place = RadioField(_l("Is there an ordinance?"), [DataRequired(_l("Choose whether there is an ordinance"))])
    article = StringField(_l("Ordinance and article"), [Optional(), Length(max=200)])
    valid_from = DateField(_l("In force since"), [Optional()])
    source = TextAreaField(_l("Where it can be read"), [Optional(), LONG])

    def offer(self) -> None:
        """Fill the list."""
        self.in_place.choices = [("yes", gettext("Yes, there is one")), ("no", gettext("No, there is none"))]

    def draft(self, form: str) -> OrdinanceDraft:
        """Return what was typed about this form, once `validate()` has said yes."""
        return OrdinanceDraft(
            form=form,
            in_place=self.in_place.data == "yes",
            article=self.article.data or "",
            source=self.source.data or "",
            valid_from=self.valid_from.data,
        )


class CommentForm(BaseForm):
    """What the prefecture says about the form."""

    text = TextAreaField(_l("Comment on the appointment form"), [WANTED, LONG])


class SendForm(BaseForm):
    """By when both sides answer, and whether the municipality has already decided."""

    version = HiddenField()
    last_day = DateField(_l("Last day for answers"), [DataRequired(_l("Enter the last day for answers"))])
    decided = BooleanField(_l("Our municipality has already decided: send our yes with the terms"))


class LastDayForm(BaseForm):
    """Another last day for answers."""

    version = HiddenField()
    last_day = DateField(_l("New last day for answers"), [DataRequired(_l("Enter the last day for answers"))])


class ReasonForm(BaseForm):
    """Why something ends: a code of the list."""

    version = HiddenField()
    reason = RadioField(_l("Reason"), [DataRequired(_l("Choose a reason"))])

    def offer(self, codes: Mapping[str, str]) -> None:
        """Fill the list."""
        self.reason.choices = said(codes)


class EndForm(ReasonForm):
    """An early end: the last day too."""

    last_day = DateField(_l("Last day of work"), [DataRequired(_l("Enter the last day of work"))])


class NoteForm(BaseForm):
    """What the person said by telephone or on paper."""

    answer = RadioField(_l("What did the person say?"), [DataRequired(_l("Choose the answer"))])
    reason = SelectField(_l("Reason, if they told one"), [Optional()], default="")
    channel = RadioField(_l("How did the answer come?"), [DataRequired(_l("Choose how the answer came"))])
    told_on = DateField(_l("On which day?"), [DataRequired(_l("Enter the day"))])
    witness = StringField(_l("Who else was there, or saw the paper?"), [WANTED, SHORT])

    def offer(self) -> None:
        """Fill the lists of choices."""
        self.answer.choices = [("yes", gettext("They accept the terms")), ("no", gettext("They decline"))]
        self.channel.choices = [("phone", gettext("By telephone")), ("paper", gettext("On paper"))]
        self.reason.choices = [("", gettext("No reason told")), *said(DECLINE)]

    def draft(self) -> Note:
        """Return what was typed, once `validate()` has said yes."""
        return Note(
            yes=self.answer.data == "yes",
            reason="" if self.answer.data == "yes" else self.reason.data or "",
            channel=Channel(self.channel.data),
            told_on=self.told_on.data,  # type: ignore[arg-type]  # required above
            witness=self.witness.data or "",
        )


class OrderForm(BaseForm):
    """The order of appointment, as the municipality issued it."""

    version = HiddenField()
    number = StringField(_l("Number of the order or contract"), [WANTED, SHORT])
    appointed_on = DateField(_l("Date of the order"), [DataRequired(_l("Enter the date of the order"))])

    def draft(self) -> Order:
        """Return what was typed, once `validate()` has said yes."""
        return Order(self.number.data or "", self.appointed_on.data)  # type: ignore[arg-type]  # required above


class WishForm(BaseForm):
    """One wish of the list."""

    wish = RadioField(_l("What would you like?"), [DataRequired(_l("Choose one"))])

    def offer(self) -> None:
        """Fill the list."""
        self.wish.choices = said(choices.ASKS)
