"""Whose request it is, and who may read it."""

from sqlalchemy.exc import NoResultFound

from talent_portal.accounts.permissions import Permission
from talent_portal.core.actor import Actor, Scope
from talent_portal.needs.models import SEEKING, Audience, Need


def may(actor: Actor, permission: Permission, need: Need) -> bool:
    """Return whether the permission reaches this request: the actor's own municipality's, or anyone's."""
    scope = actor.scope(permission)
    return scope is Scope.ALL or (scope is Scope.ORG and need.organisation_id == actor.organisation_id)


def is_party(actor: Actor, need: Need) -> bool:
    """Return whether the actor's municipality asks, alone or as a partner. Needs `shares` loaded."""
    mine = actor.organisation_id
    return mine is not None and (
        need.organisation_id == mine or any(share.organisation_id == mine for share in need.shares)
    )


def may_read(actor: Actor, need: Need) -> bool:
    """Return whether the actor may read the request: its parties and the prefecture always, others while it is open.

    The condition `others-open-only` of the matrix; a request that only the prefecture shall see stays between the two.
    """
    grant = actor.grant(Permission.NEED_READ)
    if grant.scope is not Scope.ALL:
        return False
    if not grant.condition or is_party(actor, need):
        return True
    return need.state in SEEKING and need.audience is not Audience.PREFECTURE


def must(allowed: bool) -> None:  # noqa: FBT001 - reads as `must(may_read(actor, need))`
    """Treat other people's things as if they did not exist: raise `NoResultFound` (404) unless allowed."""
    if not allowed:
        raise NoResultFound
