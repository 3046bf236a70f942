"""Whose thing it is: who runs matching days, whose sheet it is, and who holds which link."""

from sqlalchemy.exc import NoResultFound

from talent_portal.accounts.permissions import Permission
from talent_portal.core.actor import Actor, Scope


def runs_days(actor: Actor) -> bool:
    """Return whether the actor runs matching days."""
    return actor.scope(Permission.MATCH_RUN) is Scope.ALL


def reads_days(actor: Actor) -> bool:
    """Return whether the actor reads matching days from behind the desk."""
    return actor.scope(Permission.MATCH_READ) is Scope.ALL


def may_prepare(actor: Actor, organisation_id: int) -> bool:
    """Return whether the actor sees and prepares the sheet of this municipality."""
    return _own(actor, Permission.SELECTION_PREPARE, organisation_id)


def may_submit(actor: Actor, organisation_id: int) -> bool:
    """Return whether the actor speaks for this municipality: whom it would take is its decision alone."""
    return _own(actor, Permission.SELECTION_RECORD, organisation_id)


def _own(actor: Actor, permission: Permission, organisation_id: int) -> bool:
    return actor.scope(permission) is Scope.ORG and organisation_id == actor.organisation_id


def must(allowed: bool) -> None:  # noqa: FBT001 - reads as `must(may_prepare(…))`
    """Treat other people's things as if they did not exist: raise `NoResultFound` (404) unless allowed."""
    if not allowed:
        raise NoResultFound
