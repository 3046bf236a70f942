"""A whole number as people type it."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.validators import NumberRange, StopValidation
from wtforms.widgets import TextInput

MOST_DIGITS = 9


def whole(lowest: int, highest: int) -> NumberRange:
    """Return the rule for a whole number between two others, in words."""
    return NumberRange(lowest, highest, _l("Enter a number from %(min)s to %(max)s"))


class WholeField(IntegerField):
    """A whole number in digits of any width. What is none is said once, in our words, and stays as typed."""

    widget = TextInput()

    def __init__(self, label: Any = None, validators: Sequence[Any] | None = None, **options: Any) -> None:
        options.setdefault("render_kw", {"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(label, validators, **options)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read the digits; anything else is no number."""
        text = str(valuelist[0]).strip() if valuelist else ""
        self.data = int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else None

    def pre_validate(self, form: Any) -> None:
        """Speak before the range does."""
        if self.data is None and self.raw_data and str(self.raw_data[0]).strip():
            raise StopValidation(_l("Enter a whole number in digits"))
