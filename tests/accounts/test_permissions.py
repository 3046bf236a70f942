"""The permission matrix, cell by cell, written down a second time by hand.

One line per permission: specialist, member, approver, coordinator, lead, checker, auditor, administrator.
`-` never, `own`, `org`, `all`; a condition follows after a slash.
"""

import pytest

from talent_portal.accounts import reports
from talent_portal.accounts.permissions import GRANTABLE, GRANTS, MATRIX, ROLE_NAMES, ROLES_OF_KIND, Permission, Role
from talent_portal.core.actor import Actor, ActorKind, Grant, Scope
from talent_portal.settings import ROOT

ROLES = ["specialist", "member", "approver", "coordinator", "lead", "checker", "auditor", "administrator"]
TABLE = """
access-log:read       own                 -                     -                     -                       all                     -                 all               -
account:disable       -                   -                     -                     -                       all                     -                 -                 all
answer:on-paper       -                   -                     -                     all/second-person       all/second-person       -                 -                 -
appointment:record    -                   -                     org                   -                       -                       -                 -                 -
audit:read            -                   -                     -                     -                       -                       -                 all               -
booth:edit            -                   org                   org                   all                     all                     -                 -                 -
card:read             own                 org/shown-and-shared  org/shown-and-shared  all                     all                     org/under-check   all               -
consent:decide        own                 -                     -                     -                       -                       -                 -                 -
consent:on-paper      -                   -                     -                     all/on-behalf           all/on-behalf           -                 -                 -
contact:note          -                   org                   org                   all                     all                     -                 -                 -
credential:read       own                 -                     -                     all                     all                     org/under-check   -                 -
credential:verify     -                   -                     -                     all/not-own-entry       all                     org/shown-to-us   -                 -
decline-reason:read   own                 -                     -                     all                     all                     -                 -                 -
enquiry:send          -                   -                     -                     all                     all                     -                 -                 -
erasure:approve       -                   -                     -                     -                       all/second-person       -                 -                 -
erasure:ask           own                 -                     -                     -                       -                       -                 -                 -
erasure:prepare       -                   -                     -                     all                     -                       -                 -                 -
erasure:read          -                   -                     -                     all                     all                     -                 all               -
fair:check-in         -                   -                     -                     all                     all                     -                 -                 -
fair:manage           -                   -                     -                     all                     all                     -                 -                 -
fair:view             -                   all                   all                   all                     all                     all               all               -
figures:read          all                 all                   all                   all                     all                     all               all               all
form-check:comment    -                   -                     -                     all                     all                     -                 -                 -
form-check:read       -                   org                   org                   all                     all                     org               all               -
form-check:record     -                   -                     -                     -                       -                       org               -                 -
letter:read           -                   -                     -                     all                     all                     -                 -                 -
letter:resend         -                   -                     -                     all                     all                     -                 -                 -
match:read            -                   -                     -                     all                     all                     -                 all               -
match:run             -                   -                     -                     all                     all                     -                 -                 -
membership:manage     -                   -                     org                   -                       all                     -                 -                 all
membership:read       -                   -                     org                   -                       all                     -                 all               all
municipality:edit     -                   -                     -                     -                       all                     -                 -                 all
need:edit             -                   org                   org                   -                       -                       -                 -                 -
need:open             -                   -                     -                     all                     all                     -                 -                 -
need:read             own/sent-or-matched all/others-open-only  all/others-open-only  all                     all                     all/others-open-only all            -
need:withdraw         -                   -                     org                   -                       all                     -                 -                 -
offer:answer          own                 -                     org                   -                       -                       -                 -                 -
offer:draft           -                   org                   org                   -                       -                       -                 -                 -
offer:send            -                   -                     org                   -                       -                       -                 -                 -
participant:consented -                   org/consented-only    org/consented-only    -                       -                       -                 -                 -
participant:identify  -                   -                     -                     all/logged              all/logged              -                 -                 -
participant:list      -                   org/numbers-only      org/numbers-only      all                     all                     -                 -                 -
personal-data:export  own                 -                     -                     all/purpose-and-limit   all                     -                 all/purpose-told  -
phone-task:do         -                   -                     -                     all                     all                     -                 -                 -
placement:change      own/ask-only        org/ask-only          org                   all                     all                     -                 -                 -
placement:extend      own                 -                     org                   all/both-needed         all                     org/recheck       -                 -
profile:edit          own                 -                     -                     all/on-behalf           all/on-behalf           -                 -                 -
profile:identify      own                 -                     org/referred          all/logged              all/logged              org/under-check   all/purpose-told  -
profile:pause         own                 -                     -                     all/on-behalf           all                     -                 -                 -
profile:suspend       -                   -                     -                     -                       all                     -                 -                 -
provisional:confirm   -                   -                     -                     all                     all                     -                 -                 -
referral:make         -                   -                     -                     all/consent-per-need    all/consent-per-need    -                 -                 -
report:read           -                   org                   org                   all                     all                     org               all               -
review:read           own/after-release   -                     org                   all                     all                     -                 -                 -
review:write          own                 org                   org                   -                       -                       -                 -                 -
selection:prepare     -                   org                   org                   -                       -                       -                 -                 -
selection:record      -                   -                     org                   -                       -                       -                 -                 -
settings:view         -                   -                     -                     -                       -                       -                 -                 all
shortage:detail       -                   org                   org                   all                     all                     -                 -                 -
shortage:draft        -                   org                   org                   all/on-behalf           all/on-behalf           -                 -                 -
shortage:read         -                   all                   all                   all                     all                     all               all               -
shortage:submit       -                   -                     org                   -                       -                       -                 -                 -
survey:manage         -                   -                     -                     all                     all                     -                 -                 -
"""  # noqa: E501 - a table
EXPECTED = {cells[0]: dict(zip(ROLES, cells[1:], strict=True)) for cells in map(str.split, TABLE.strip().splitlines())}
APPOINTING = {"appointment:record", "form-check:record", "offer:send", "offer:draft", "selection:record"}
ABOUT_PEOPLE = {"card", "consent", "contact", "credential", "letter", "participant", "personal-data", "profile"}


def written(grant: Grant) -> str:
    scope = "-" if grant.scope is Scope.NONE else grant.scope.value
    return f"{scope}/{grant.condition}" if grant.condition else scope


@pytest.mark.parametrize("permission", Permission)
def test_every_cell_is_as_agreed(permission):
    actors = {role: Actor(kind=ActorKind.STAFF, role=role, grants=GRANTS[Role(role)]) for role in ROLES}

    met = {role: written(actor.grant(permission)) for role, actor in actors.items()}

    assert met == EXPECTED[permission]


def test_the_table_has_every_permission_and_role_and_no_more():
    assert sorted(EXPECTED) == sorted(Permission)
    assert sorted(ROLES) == sorted(Role)
    assert set(MATRIX) == set(Permission)


def test_permissions_stand_in_alphabetical_order():
    assert list(Permission) == sorted(Permission)
    assert list(MATRIX) == sorted(MATRIX)


def test_what_is_not_listed_is_denied():
    nobody = Actor(kind=ActorKind.STAFF)

    assert not any(nobody.may(permission) for permission in Permission)
    assert not nobody.may("something:else")


def test_the_prefecture_neither_selects_nor_offers_nor_appoints():
    reached = {role for permission in APPOINTING for role in MATRIX[Permission(permission)]}

    assert reached <= {Role.MEMBER, Role.APPROVER, Role.CHECKER}


def test_the_administrator_sees_nothing_about_registered_people():
    seen = {permission.split(":")[0] for permission in GRANTS[Role.ADMINISTRATOR]}

    assert not seen & ABOUT_PEOPLE


def test_the_auditor_only_reads():
    verbs = {permission.split(":")[1] for permission in GRANTS[Role.AUDITOR]}

    assert verbs <= {"read", "view", "identify", "export"}


def test_nobody_gives_a_role_above_their_own():
    assert Role.ADMINISTRATOR not in GRANTABLE[Role.LEAD]
    assert GRANTABLE[Role.APPROVER] == {Role.MEMBER, Role.APPROVER, Role.CHECKER}
    assert all(Role.SPECIALIST not in roles for roles in GRANTABLE.values())
    assert set(GRANTABLE) == {role for role in Role if Permission.MEMBERSHIP_MANAGE in GRANTS[role]}


def test_a_municipality_has_no_prefectural_roles():
    assert ROLES_OF_KIND["municipality"] == ROLES_OF_KIND["union"] == {Role.MEMBER, Role.APPROVER, Role.CHECKER}


def test_every_role_has_a_name():
    assert set(ROLE_NAMES) == set(Role)


def test_the_printed_matrix_is_current():
    page = (ROOT / "docs" / "permissions.md").read_text()

    assert page == reports.matrix_page(), "flask permissions print > docs/permissions.md"


def test_the_matrix_is_printed(app):
    answer = app.test_cli_runner().invoke(args=["permissions", "print"])

    assert answer.output == reports.matrix_page()
