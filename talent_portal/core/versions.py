"""Two versions of one thing side by side, when somebody else was faster."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext
from wtforms import FieldList, Form, FormField

from talent_portal.core.datefields import DateField
from talent_portal.core.weekfields import WeekField
from talent_portal.core.words import day, halves

UNSEEN = ("HiddenField", "CSRFTokenField")


def differences(typed: Form, stored: Form) -> list[dict[str, str]]:
    """Return the rows of what stands there now, for every field in which the reader typed something else.

    A list of rows inside the form is compared as one text, under its own label.
    """
    pairs = ((field, stored[field.name]) for field in typed if field.type not in UNSEEN)
    return [
        {"key": str(mine.label.text), "value": shown(theirs) or gettext("(empty)")}
        for mine, theirs in pairs
        if shown(mine) != shown(theirs)
    ]


def shown(field: Any) -> str:
    """Return what a field says, in words."""
    if isinstance(field, FieldList | FormField):
        return str(gettext(", ")).join(text for text in _inside(field) if text)
    if hasattr(field, "iter_choices"):
        return str(gettext(", ")).join(str(choice[1]) for choice in field.iter_choices() if choice[2])
    if isinstance(field, WeekField):
        return halves(field.chosen)
    return _said(field)


def _said(field: Any) -> str:
    if isinstance(field.data, bool):
        return str(gettext("Yes") if field.data else gettext("No"))
    if isinstance(field, DateField):
        return day(field.data) if field.data else ""
    if field.data is None:
        return ""
    # A browser sends every line break as two characters; that alone is no difference.
    return str(field.data).replace("\r\n", "\n").strip()


def _inside(field: Any) -> Iterator[str]:
    for one in field:
        if one.type not in UNSEEN:
            yield shown(one)
