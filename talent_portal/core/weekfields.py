"""The half-days somebody can work, as people tick them: fourteen boxes, one number."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import StopValidation

from talent_portal.core.week import DAYS, HALVES

BITS = frozenset(str(number) for number in range(DAYS * len(HALVES)))


class WeekField(Field):
    """Half-days of a week from checkboxes named like the field, with the number of the half-day as value.

    `data` is the mask of `core.week` (0 when nothing is ticked). Draw it with `week_field` of
    `components/week_grid.html`, which also reads back in words what is ticked.
    """

    data: int

    @property
    def first_id(self) -> str:
        """Return the id of the first box: Monday morning."""
        return f"{self.id}-0"

    @property
    def chosen(self) -> int:
        """Return what the boxes show."""
        return self.data or 0

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Add the ticked halves up; what is no half-day is kept out and said."""
        self.data = sum(1 << int(value) for value in BITS & set(valuelist))

    def pre_validate(self, form: Any) -> None:
        """Refuse values that no box of ours has."""
        if set(self.raw_data or ()) - BITS:
            raise StopValidation(_l("Choose from the days of the week"))
