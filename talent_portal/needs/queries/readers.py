"""Whom letters about a request go to: people with an account, by body and role."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Account, AccountStatus, Membership, Organisation, OrganisationKind
from talent_portal.accounts.permissions import Role
from talent_portal.accounts.queries import in_force_on
from talent_portal.core import clock

MUNICIPAL = (Role.MEMBER, Role.APPROVER)
PREFECTURAL = (Role.COORDINATOR, Role.LEAD)


def of_bodies(session: Session, organisation_ids: Sequence[int]) -> list[Account]:
    """Return the members and approvers of these bodies, each once."""
    where = (Membership.organisation_id.in_(organisation_ids), Membership.role.in_(MUNICIPAL))
    return _accounts(session, *where)


def of_prefecture(session: Session) -> list[Account]:
    """Return the coordinators and leads."""
    offices = sa.select(Organisation.id).where(Organisation.kind == OrganisationKind.PREFECTURE)
    return _accounts(session, Membership.organisation_id.in_(offices), Membership.role.in_(PREFECTURAL))


def _accounts(session: Session, *where: sa.ColumnElement[bool]) -> list[Account]:
    acting = sa.select(Membership.account_id).where(*where, in_force_on(clock.today()))
    wanted = sa.select(Account).where(Account.id.in_(acting), Account.status == AccountStatus.ACTIVE)
    return list(session.scalars(wanted.order_by(Account.id)))
