"""Who reads letters about a case."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Account, AccountStatus, Membership
from talent_portal.accounts.permissions import Role
from talent_portal.accounts.queries import in_force_on
from talent_portal.core import clock
from talent_portal.introductions.models import Proposal


def staff(session: Session, organisation_id: int, roles: Sequence[Role]) -> list[Account]:
    """Return the people who act in one of these roles for an organisation today, each once, in order."""
    acting = sa.select(Membership.account_id).where(
        Membership.organisation_id == organisation_id, Membership.role.in_(roles), in_force_on(clock.today())
    )
    return _active(session, Account.id.in_(acting))


def desk(session: Session, proposal_id: int) -> list[Account]:
    """Return whoever looks after a case in the prefecture, or every coordinator when nobody does any more."""
    in_charge = sa.select(Proposal.in_charge).where(Proposal.id == proposal_id).scalar_subquery()
    coordinators = sa.select(Membership.account_id).where(
        Membership.role.in_((Role.COORDINATOR, Role.LEAD)), in_force_on(clock.today())
    )
    found = _active(session, Account.reference == in_charge, Account.id.in_(coordinators))
    if found:
        return found
    only = sa.select(Membership.account_id).where(Membership.role == Role.COORDINATOR, in_force_on(clock.today()))
    return _active(session, Account.id.in_(only))


def _active(session: Session, *which: sa.ColumnElement[bool]) -> list[Account]:
    wanted = sa.select(Account).where(Account.status == AccountStatus.ACTIVE, *which).order_by(Account.id)
    return list(session.scalars(wanted))


def names(session: Session, references: Sequence[str]) -> dict[str, str]:
    """Return the names behind references of accounts."""
    wanted = sa.select(Account.reference, Account.name).where(Account.reference.in_(set(references) - {""}))
    return {row.reference: row.name for row in session.execute(wanted)}
