"""Whose organisations, memberships and roles an actor may see and change."""

from collections.abc import Iterable

from talent_portal.accounts.models import Organisation
from talent_portal.accounts.permissions import GRANTABLE, ROLES_OF_KIND, Permission, Role
from talent_portal.core.actor import Actor, Scope


def may_manage_people(actor: Actor, organisation: Organisation) -> bool:
    """Return whether the actor invites and ends there."""
    scope = actor.scope(Permission.MEMBERSHIP_MANAGE)
    return scope is Scope.ALL or (scope is Scope.ORG and organisation.id == actor.organisation_id)


def grantable_roles(actor: Actor, organisation: Organisation) -> frozenset[Role]:
    """Return the roles the actor may give or take away there (none outside their reach)."""
    if not may_manage_people(actor, organisation):
        return frozenset()
    return GRANTABLE.get(Role(actor.role), frozenset()) & ROLES_OF_KIND[organisation.kind]


def may_decide_about(actor: Actor, roles: Iterable[Role]) -> bool:
    """Return whether the actor may give or take away every one of these roles."""
    return bool(actor.role) and set(roles) <= GRANTABLE.get(Role(actor.role), frozenset())
