"""Whose figures they are."""

from sqlalchemy.exc import NoResultFound

from talent_portal.accounts.permissions import Permission
from talent_portal.core.actor import Actor, Scope


def reaches(actor: Actor, permission: Permission, organisation_id: int) -> bool:
    """Return whether the permission reaches this municipality: the actor's own, or any for a coordinator."""
    scope = actor.scope(permission)
    return scope is Scope.ALL or (scope is Scope.ORG and organisation_id == actor.organisation_id)


def must(allowed: bool) -> None:  # noqa: FBT001 - reads as `must(reaches(…))`
    """Treat other people's things as if they did not exist: raise `NoResultFound` (404) unless allowed."""
    if not allowed:
        raise NoResultFound
