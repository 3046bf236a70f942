"""The link of an applicant: whoever holds it names the wishes of one person. Rotated by version."""

from flask import current_app

from talent_portal.core import vault
from talent_portal.matching_days.models import Applicant, MatchingDay
from talent_portal.settings import Settings


def _base() -> str:
    settings: Settings = current_app.extensions["settings"]
    return settings.base_url


def _message(person: Applicant, version: int) -> str:
    return f"matching-applicant:{person.reference}:{version}"


def token(person: Applicant) -> str:
    """Return the secret part of somebody's link."""
    return vault.sign("link", _message(person, person.token_version))


def is_token(person: Applicant, given: str) -> bool:
    """Return whether `given` opens the page of this person now; older versions no longer do."""
    return vault.is_signed("link", _message(person, person.token_version), given)


def mine_path(person: Applicant) -> str:
    """Return the path of somebody's own page."""
    return f"/matching-days/applicants/{person.reference}/{token(person)}"


def mine_url(person: Applicant) -> str:
    """Return the whole address of that page."""
    return f"{_base()}{mine_path(person)}"


def public_url(day: MatchingDay) -> str:
    """Return the address of the page that everybody may see."""
    return f"{_base()}/matching-days/{day.reference}"


def sheet_url(day: MatchingDay) -> str:
    """Return the address of a municipality's own sheet."""
    return f"{_base()}/matching-days/{day.reference}/ranking"
