"""Whom letters about a request go to: people with an account, by body and role."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.accounts import queries as accounts
from talent_portal.accounts.models import Account, Organisation, OrganisationKind
from talent_portal.accounts.permissions import Role
from talent_portal.core import clock

MUNICIPAL = (Role.MEMBER, Role.APPROVER)
PREFECTURAL = (Role.COORDINATOR, Role.LEAD)


def of_bodies(session: Session, organisation_ids: Sequence[int]) -> list[Account]:
    """Return the members and approvers of these bodies, each once."""
    return accounts.people_acting(session, clock.today(), MUNICIPAL, organisation_ids)


def of_prefecture(session: Session) -> list[Account]:
    """Return the coordinators and leads."""
    offices = session.scalars(sa.select(Organisation.id).where(Organisation.kind == OrganisationKind.PREFECTURE))
    return accounts.people_acting(session, clock.today(), PREFECTURAL, list(offices))
