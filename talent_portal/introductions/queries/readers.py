"""Who reads the letters of a case: the municipality's people, and whoever looks after it at the prefecture."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Account, AccountStatus, Membership
from talent_portal.accounts.permissions import Role
from talent_portal.accounts.queries import in_force_on
from talent_portal.core import clock

TOWN_ROLES = (Role.MEMBER, Role.APPROVER)
DESK_ROLES = (Role.COORDINATOR, Role.LEAD)


def of_town(session: Session, organisation_id: int) -> list[Account]:
    """Return the members and approvers of an office, in a stable order."""
    return list(session.scalars(_acting(TOWN_ROLES).where(Membership.organisation_id == organisation_id)).unique())


def of_desk(session: Session, in_charge: str) -> list[Account]:
    """Return whoever looks after the case, as long as they are coordinators; else every coordinator."""
    everybody = list(session.scalars(_acting(DESK_ROLES)).unique())
    return [one for one in everybody if one.reference == in_charge] or everybody


def _acting(roles: Collection[Role]) -> sa.Select[Account]:
    return (
        sa.select(Account)
        .join(Membership, Membership.account_id == Account.id)
        .where(Account.status == AccountStatus.ACTIVE, Membership.role.in_(roles), in_force_on(clock.today()))
        .distinct()
        .order_by(Account.id)
    )
