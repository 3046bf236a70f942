"""Days and times as people type them: three boxes for a day, one for a time, any width, any era."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.utils import unset_value
from wtforms.validators import StopValidation
from wtforms.widgets import TextInput

from talent_portal.core import calendar

ONE_OR_TWO_DIGITS = (1, 2)


@dataclass(frozen=True, slots=True)
class Part:
    """One of the three boxes of a day, as a template draws it. `width` counts half-width letters."""

    name: str
    id: str
    label: str
    value: str
    width: int


@dataclass(frozen=True, slots=True)
class Box:
    """What the three boxes have in common on every form: key, label, width, and the sentence when it is empty."""

    key: str
    label: Any
    width: int
    missing: Any


BOXES = (
    Box("year", _l("Year"), 6, _l("The date must include a year")),
    Box("month", _l("Month"), 2, _l("The date must include a month")),
    Box("day", _l("Day"), 2, _l("The date must include a day")),
)


class DateField(Field):
    """A day from three inputs, `<name>-year`, `<name>-month`, `<name>-day`; or from one of the field's own name.

    `data` is a `date` or None. The year may be 2027, R9 or 令和9; digits may be full width. What was typed stays.
    Templates draw `field.parts`; the error summary links to `field.first_id`.
    """

    data: date | None

    def __init__(self, label: Any = None, validators: Sequence[Any] | None = None, **options: Any) -> None:
        super().__init__(label, validators, **options)
        self.problem: Any = None

    @property
    def first_id(self) -> str:
        """Return the id of the first box."""
        return f"{self.id}-{BOXES[0].key}"

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return the three boxes with what they should show."""
        return tuple(
            Part(f"{self.name}-{box.key}", f"{self.id}-{box.key}", str(box.label), value, box.width)
            for box, value in zip(BOXES, self._shown(), strict=True)
        )

    def _shown(self) -> tuple[str, ...]:
        if self.raw_data and len(self.raw_data) == len(BOXES):
            return tuple(self.raw_data)
        if self.data is None:
            return ("",) * len(BOXES)
        return str(self.data.year), str(self.data.month), str(self.data.day)

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Collect the three boxes into `raw_data`."""
        super().process(formdata, data, extra_filters)
        names = [f"{self.name}-{box.key}" for box in BOXES]
        if formdata is not None and any(name in formdata for name in names):
            self.raw_data = [str(formdata.get(name, "")).strip() for name in names]
            self.process_formdata(self.raw_data)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read the day, or note in one sentence why there is none."""
        self.problem = None
        if len(valuelist) == 1:
            self.data = calendar.parse_day(valuelist[0])
            self.problem = None if self.data or not valuelist[0].strip() else _l("Enter a date like 2027-01-23")
        elif valuelist:
            self.data, self.problem = _read(valuelist)

    def pre_validate(self, form: Any) -> None:
        """Speak before `InputRequired` does: a day that was typed badly is not a missing one."""
        if self.problem:
            raise StopValidation(self.problem)


def _read(typed: Sequence[str]) -> tuple[date | None, Any]:
    """Return (day, None), or (None, the sentence that explains)."""
    if not any(typed):
        return None, None
    for box, value in zip(BOXES, typed, strict=True):
        if not value:
            return None, box.missing
    year, month, day = typed
    if calendar.parse_year(year) is None:
        return None, _l("Enter the year like 2027 or R9")
    if not (_is_small_number(month) and _is_small_number(day)):
        return None, _l("Enter the month and the day in digits")
    found = calendar.parse_day(f"{year}/{month}/{day}")
    return found, None if found else _l("There is no such day in the calendar. Check the date")


def _is_small_number(text: str) -> bool:
    return text.isdecimal() and len(text) in ONE_OR_TWO_DIGITS


class TimeField(Field):
    """A time of day from one input: 13:20, 1320, 9時5分, in any width. `data` is a naive `time` or None.

    Which day, and that it is Japan's clock, is the caller's to say.
    """

    widget = TextInput()
    data: time | None

    def _value(self) -> str:
        """Return what the input shows: as typed, else HH:MM."""
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:%H:%M}" if self.data else ""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read the time; what cannot be read is none, and blanks are nothing."""
        self.raw_data = [str(value).strip() for value in valuelist]
        self.data = calendar.parse_time(valuelist[0]) if valuelist else None

    def pre_validate(self, form: Any) -> None:
        """Speak before `InputRequired` does."""
        if self.data is None and self.raw_data and str(self.raw_data[0]).strip():
            raise StopValidation(_l("Enter a time like 13:20"))
