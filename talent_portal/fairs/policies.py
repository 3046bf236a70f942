"""Whose thing it is: who may edit which booth, who sees which list, and who holds which link."""

from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from talent_portal.accounts.permissions import Permission
from talent_portal.core.actor import Actor, Scope
from talent_portal.fairs import queries
from talent_portal.fairs.gateway import links
from talent_portal.fairs.models import Booth, Registration


def may_edit_booth(actor: Actor, booth: Booth) -> bool:
    """Return whether the booth is the actor's: their own municipality's, or anyone's for a coordinator."""
    return _reaches(actor, Permission.BOOTH_EDIT, booth.organisation_id)


def may_list_guests(actor: Actor, booth: Booth) -> bool:
    """Return whether the actor may see who booked at this booth (numbers, times and interests)."""
    return _reaches(actor, Permission.PARTICIPANT_LIST, booth.organisation_id)


def may_see_consented(actor: Actor, booth: Booth) -> bool:
    """Return whether the actor may see the names of those who let this municipality contact them."""
    return _reaches(actor, Permission.PARTICIPANT_CONSENTED, booth.organisation_id)


def _reaches(actor: Actor, permission: Permission, organisation_id: int) -> bool:
    scope = actor.scope(permission)
    return scope is Scope.ALL or (scope is Scope.ORG and organisation_id == actor.organisation_id)


def must(allowed: bool) -> None:  # noqa: FBT001 - reads as `must(may_edit_booth(actor, booth))`
    """Treat other people's things as if they did not exist: raise `NoResultFound` (404) unless allowed."""
    if not allowed:
        raise NoResultFound


def registration_by_link(session: Session, reference: str, token: str) -> Registration:
    """Return the registration that a manage-link opens; raise `NoResultFound` (404) for any other link."""
    registration = queries.registration(session, reference)
    must(links.is_token(registration.reference, registration.token_version, token))
    return registration
