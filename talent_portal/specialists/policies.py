"""Whose registration it is, and as whom somebody acts on it."""

from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from talent_portal.accounts.permissions import Permission, Role
from talent_portal.core.actor import Actor, ActorKind, Scope
from talent_portal.specialists import queries
from talent_portal.specialists.gateway import links
from talent_portal.specialists.models import Specialist
from talent_portal.specialists.rules.states import Who

STAFF = {Role.COORDINATOR: Who.COORDINATOR, Role.LEAD: Who.LEAD, Role.CHECKER: Who.CHECKER}


def who_is(actor: Actor, person: Specialist) -> Who | None:
    """Return as whom the actor meets this registration; None for everybody who has no part in it."""
    if actor.kind is ActorKind.WORKER:
        return Who.CLOCK
    if actor.kind is ActorKind.STAFF:
        return STAFF.get(Role(actor.role)) if actor.role else None
    if actor.kind is ActorKind.SPECIALIST:
        return Who.PERSON if person.account_id is not None and actor.account_id == person.account_id else None
    return Who.PERSON if actor.kind is ActorKind.GUEST and actor.reference == person.reference else None


def own(session: Session, actor: Actor) -> Specialist:
    """Return the registration of whoever is signed in; raise `NoResultFound` (404) where there is none."""
    if actor.account_id is None or actor.kind is not ActorKind.SPECIALIST:
        raise NoResultFound
    return queries.of_account(session, actor.account_id)


def by_link(session: Session, purpose: str, reference: str, token: str) -> Specialist:
    """Return the registration that a link opens; raise `NoResultFound` (404) for any other link."""
    person = queries.specialist(session, reference)
    if not links.is_token(purpose, person.reference, person.token_version, token):
        raise NoResultFound
    return person


def must_reach_register(actor: Actor) -> None:
    """Let the office in; a municipality's checker judges what was shown to it elsewhere (404 here)."""
    if actor.scope(Permission.CREDENTIAL_VERIFY) is not Scope.ALL:
        raise NoResultFound
