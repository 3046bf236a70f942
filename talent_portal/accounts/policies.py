"""Whose organisations, memberships and roles an actor may see and change."""

from collections.abc import Iterable

from talent_portal.accounts.models import Account, AccountKind, Membership, Organisation
from talent_portal.accounts.permissions import GRANTABLE, GRANTS, ROLES_OF_KIND, Permission, Role
from talent_portal.core.actor import Actor, ActorKind, Scope


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


def actor_of(account: Account, membership: Membership | None) -> Actor:
    """Return the actor for an account under one membership (specialists have none)."""
    if membership is None:
        specialist = account.kind is AccountKind.SPECIALIST
        return Actor(
            kind=ActorKind.SPECIALIST if specialist else ActorKind.STAFF,
            reference=account.reference,
            account_id=account.id,
            role=Role.SPECIALIST if specialist else "",
            name=account.name,
            language=account.language,
            grants=GRANTS[Role.SPECIALIST] if specialist else {},
        )
    return Actor(
        kind=ActorKind.STAFF,
        reference=account.reference,
        account_id=account.id,
        organisation_id=membership.organisation_id,
        organisation_kind=membership.organisation.kind,
        role=membership.role,
        name=account.name,
        language=account.language,
        grants=GRANTS[membership.role],
    )
