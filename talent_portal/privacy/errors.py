"""What privacy refuses."""

from talent_portal.core.errors import Refusal
from talent_portal.core.marks import _n


class ConsentTextUnknown(Refusal):
    """A consent names a text that nobody can have read."""

    code = "consent_text_unknown"
    message = _n("The text you agreed to has been replaced. Please read the new one and choose again.")


class TextChanged(Exception):  # noqa: N818 - a mistake of whoever edits the texts
    """A version of a consent text differs from what people agreed to under that number."""


class CannotErase(Refusal):
    """A file could not be removed, so nothing was; tried again by the next run."""

    code = "cannot_erase"
    message = _n("The data could not be erased completely, so nothing was changed. Please try again later.")
