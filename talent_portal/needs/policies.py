"""Whose request it is, and who may read it."""

from enum import StrEnum

from sqlalchemy.exc import NoResultFound

from talent_portal.accounts.permissions import Permission
from talent_portal.core.actor import Actor, Scope
from talent_portal.needs.models import SEEKING, Audience, Need, NeedShare, NeedState


class Depth(StrEnum):
    """How much of a request somebody reads: budget, contact and who leaves stay inside."""

    NOTHING = "nothing"
    ADVERTISED = "advertised"
    ALL = "all"


def may(actor: Actor, permission: Permission, need: Need) -> bool:
    """Return whether the permission reaches this request: the actor's own municipality's, or anyone's."""
    scope = actor.scope(permission)
    return scope is Scope.ALL or (scope is Scope.ORG and need.organisation_id == actor.organisation_id)


def share_of(actor: Actor, need: Need) -> NeedShare | None:
    """Return the part of the actor's municipality where it is a partner, not the one that asks."""
    mine = (share for share in need.shares if share.organisation_id == actor.organisation_id)
    return None if need.organisation_id == actor.organisation_id else next(mine, None)


def depth(actor: Actor, need: Need) -> Depth:
    """Return how much of the request the actor reads. Needs `shares` loaded.

    A draft stays with its municipality. After that its partners and the prefecture read everything always, other
    municipalities what is advertised, while it is open and unless only the prefecture shall see it
    (`others-open-only` of the matrix).
    """
    grant = actor.grant(Permission.NEED_READ)
    if grant.scope is not Scope.ALL:
        return Depth.NOTHING
    if need.organisation_id == actor.organisation_id:
        return Depth.ALL
    if need.state is NeedState.DRAFT or (need.state is NeedState.WITHDRAWN and need.submitted_at is None):
        return Depth.NOTHING
    if not grant.condition or share_of(actor, need) is not None:
        return Depth.ALL
    shown = need.state in SEEKING and need.audience is not Audience.PREFECTURE
    return Depth.ADVERTISED if shown else Depth.NOTHING


def may_read(actor: Actor, need: Need) -> bool:
    """Return whether the actor may read the request at all."""
    return depth(actor, need) is not Depth.NOTHING


def must(allowed: bool) -> None:  # noqa: FBT001 - reads as `must(may_read(actor, need))`
    """Treat other people's things as if they did not exist: raise `NoResultFound` (404) unless allowed."""
    if not allowed:
        raise NoResultFound
