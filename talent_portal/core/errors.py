"""Refusals that a person should read, as opposed to bugs that a developer should."""

from talent_portal.core.marks import _n


class Refusal(Exception):  # noqa: N818 - it reads as the domain says it
    """A rule said no: a code, its parameters, and an English sentence that translations are keyed by.

    Subclasses set `code` and `message` (marked with `core.i18n._n`); `%(name)s` in the message is filled from
    `params`. The edge (`core.i18n.say`) turns the pair into the reader's language; nobody below does.
    """

    code = "refused"
    message = _n("The request could not be completed.")
    status = 422

    def __init__(self, **params: object) -> None:
        super().__init__(self.code)
        self.params = params


class Stale(Refusal):
    """Somebody else changed the thing first; the page shows both texts side by side."""

    code = "stale"
    message = _n("Somebody else has changed this in the meantime. Please compare both versions below.")
    status = 409


class KeyMissing(Refusal):
    """Something is sealed with a key that this installation does not have."""

    code = "key_missing"
    message = _n(
        "Part of this page is sealed with a key that is not there. Whoever runs the system has to put the key back."
    )
    status = 503


class Busy(Refusal):
    """The database is occupied for longer than a person should wait."""

    code = "busy"
    message = _n("The service is busy right now. Please wait a moment and try again.")
    status = 503
