"""Organisations, people and memberships."""

from datetime import date

from sqlalchemy.orm.attributes import set_committed_value

from talent_portal.accounts.models import Account, Membership, Organisation, OrganisationKind
from talent_portal.accounts.permissions import Role
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
