"""Organisations, people and memberships."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from talent_portal.accounts.models import Account, Membership, Organisation, OrganisationKind
from talent_portal.accounts.permissions import GRANTS, Role
from talent_portal.core.actor import Actor, ActorKind
from tests.makers import Makers, number

PREFECTURAL = {Role.COORDINATOR, Role.LEAD, Role.AUDITOR, Role.ADMINISTRATOR}


def organisation(make: Makers, **given):
    n = next(number)
    valid = {
        "kind": OrganisationKind.MUNICIPALITY,
        "code": f"{900000 + n}",
        "name_ja": f"試験{n}町",
        "name_en": f"Town {n}",
        "kana": "シケンチョウ",
        "position": n,
    }
    return make.keep(Organisation(**(valid | given)))


def account(make: Makers, **given):
    n = next(number)
    return make.keep(Account(**({"email": f"person{n}@example.com", "name": f"試験 {n}子"} | given)))


def membership(make: Makers, role: Role = Role.MEMBER, **given):
    kind = OrganisationKind.PREFECTURE if role in PREFECTURAL else OrganisationKind.MUNICIPALITY
    someone = given.pop("account", None) or make.account()
    office = given.pop("organisation", None) or make.organisation(kind=kind)
    valid = {"role": role, "starts_on": date(2026, 4, 1), "account_id": someone.id, "organisation_id": office.id}
    kept = make.keep(Membership(**(valid | given)))
    set_committed_value(kept, "organisation", office)
    set_committed_value(kept, "account", someone)
    return kept


def clerk(make: Makers, role: Role, organisation: Any = None) -> Actor:
    """Somebody with a membership, so that letters reach them, acting in a role."""
    given = {"organisation": organisation} if organisation else {}
    return _acting(make.membership(role, **given))


def sitting(make: Makers, role: Role) -> Actor:
    """The prefecture's one person of this role: every letter to its desk goes to each who sits there."""
    desk = sa.select(Membership).where(Membership.role == role).order_by(Membership.id).limit(1)
    both = (joinedload(Membership.account), joinedload(Membership.organisation))
    found = make.session.scalar(desk.options(*both))
    return _acting(found) if found else make.clerk(role)


def _acting(membership: Membership) -> Actor:
    role = membership.role
    return Actor(
        kind=ActorKind.STAFF,
        reference=membership.account.reference,
        account_id=membership.account_id,
        organisation_id=membership.organisation_id,
        organisation_kind=membership.organisation.kind,
        role=role,
        name=membership.account.name,
        grants=GRANTS[role],
    )
