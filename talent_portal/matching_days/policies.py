"""Whose thing it is: who holds which link."""

from sqlalchemy.exc import NoResultFound

from talent_portal.matching_days.gateway import links
from talent_portal.matching_days.models import Applicant


def must(allowed: bool) -> None:  # noqa: FBT001 - reads as `must(links.is_token(…))`
    """Treat other people's things as if they did not exist: raise `NoResultFound` (404) unless allowed."""
    if not allowed:
        raise NoResultFound


def must_hold_link(person: Applicant, token: str) -> Applicant:
    """Return the person whose page a link opens; raise `NoResultFound` (404) for any other link."""
    must(links.is_token(person, token))
    return person
