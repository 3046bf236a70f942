"""Hours a week, as people write them."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import StopValidation
from wtforms.widgets import TextInput

from talent_portal.placements.rules.hours import hours_of, minutes_of


class HoursField(Field):
    """Hours a week from one input. `data` is minutes or None; what was typed stays."""

    widget = TextInput()
    data: int | None

    def _value(self) -> str:
        """Return what the input shows: as typed, else h:mm."""
        if self.raw_data:
            return str(self.raw_data[0])
        return hours_of(self.data) if self.data else ""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read the hours; what cannot be read is none."""
        self.raw_data = [str(value).strip() for value in valuelist]
        self.data = minutes_of(self.raw_data[0]) if self.raw_data and self.raw_data[0] else None

    def pre_validate(self, form: Any) -> None:
        """Speak before the required rule does."""
        if self.data is None and self.raw_data and self.raw_data[0]:
            raise StopValidation(_l("Enter the hours a week like 15:30"))
