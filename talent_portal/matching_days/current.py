"""Whether this installation has matching days at all: they are switched off until somebody wants them."""

from flask import current_app

from talent_portal.settings import Settings


def switched_on() -> bool:
    """Return whether matching days are in use here (`PORTAL_MATCHING_DAYS`)."""
    settings: Settings = current_app.extensions["settings"]
    return settings.matching_days
