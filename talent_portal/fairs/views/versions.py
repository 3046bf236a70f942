"""Two versions of one thing side by side, when somebody else was faster."""

from typing import Any

from flask_babel import gettext

from talent_portal.core.datefields import DateField
from talent_portal.core.forms import BaseForm
from talent_portal.core.words import day

UNSEEN = ("HiddenField", "CSRFTokenField")


def differences(typed: BaseForm, stored: BaseForm) -> list[dict[str, str]]:
    """Return the rows of what stands there now, for every field in which the reader typed something else."""
    pairs = ((field, stored[field.name]) for field in typed if field.type not in UNSEEN)
    return [
        {"key": str(mine.label.text), "value": _shown(theirs) or gettext("(empty)")}
        for mine, theirs in pairs
        if _shown(mine) != _shown(theirs)
    ]


def _shown(field: Any) -> str:
    """Return what a field says, in words."""
    if hasattr(field, "iter_choices"):
        return str(gettext(", ")).join(str(choice[1]) for choice in field.iter_choices() if choice[2])
    if isinstance(field.data, bool):
        return str(gettext("Yes") if field.data else gettext("No"))
    if isinstance(field, DateField):
        return day(field.data) if field.data else ""
    if field.data is None:
        return ""
    # A browser sends every line break as two characters; that alone is no difference.
    return str(field.data).replace("\r\n", "\n").strip()
