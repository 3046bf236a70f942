"""Days and hours as people type them: in halves or quarters, any width."""

import unicodedata
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import StopValidation
from wtforms.widgets import TextInput

MOST_DIGITS = 6


class StepField(Field):
    """A number in steps of a unit: days in halves, hours in quarters. `data` counts the steps; None for nothing.

    `per_unit` is how many steps make one (2 for half-days, 4 for quarter hours); `most` is the largest number of
    units.
    """

    widget = TextInput()
    data: int | None

    def __init__(
        self, label: Any = None, validators: Sequence[Any] | None = None, *, per_unit: int, most: int, **options: Any
    ) -> None:
        options.setdefault("render_kw", {"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(label, validators, **options)
        self.per_unit, self.most = per_unit, most

    def _value(self) -> str:
        """Return what the input shows: as typed, else the number without needless zeros."""
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{Decimal(self.data) / self.per_unit:f}"

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read the number; what is none, or lies between two steps, is none and is said."""
        self.raw_data = [str(value).strip() for value in valuelist]
        self.data = self._steps(self.raw_data[0]) if self.raw_data else None

    def _steps(self, text: str) -> int | None:
        plain = unicodedata.normalize("NFKC", text)
        if not plain.replace(".", "", 1).isdecimal() or len(plain) > MOST_DIGITS:
            return None
        try:
            steps = Decimal(plain) * self.per_unit
        except InvalidOperation:
            return None
        return int(steps) if steps == int(steps) else None

    def pre_validate(self, form: Any) -> None:
        """Speak before the other validators do."""
        typed = bool(self.raw_data and self.raw_data[0])
        if typed and self.data is None:
            step = Decimal(1) / self.per_unit
            raise StopValidation(_l("Enter a number in steps of %(step)s, like %(like)s", step=step, like=1 + step))
        if self.data is not None and not 0 < self.data <= self.most * self.per_unit:
            raise StopValidation(_l("Enter a number up to %(most)s", most=self.most))
