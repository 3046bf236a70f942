"""What privacy refuses."""

from talent_portal.core.errors import Refusal
from talent_portal.core.marks import _n


class ConsentTextUnknown(Refusal):
    """A consent names a text that nobody can have read."""

    code = "consent_text_unknown"
    message = _n("The text you agreed to has been replaced. Please read the new one and choose again.")


class TextChanged(Exception):  # noqa: N818 - a mistake of whoever edits the texts
    """A version of a consent text differs from what people agreed to under that number."""


class SecondPersonNeeded(Refusal):
    """Whoever prepared an erasure may not decide on it."""

    code = "second_person_needed"
    message = _n("You prepared this yourself. Somebody else has to decide.")
    status = 409


class ErasureDecided(Refusal):
    """Somebody has decided on it already."""

    code = "erasure_decided"
    message = _n("Somebody has decided on this erasure already.")
    status = 409


class ErasureWaits(Refusal):
    """An erasure of the same person waits for its decision."""

    code = "erasure_waits"
    message = _n("An erasure of this person is prepared already and waits for a decision.")
    status = 409


class CannotErase(Refusal):
    """A file could not be removed, so nothing was; tried again by the next run."""

    code = "cannot_erase"
    message = _n("The data could not be erased completely, so nothing was changed. Please try again later.")
