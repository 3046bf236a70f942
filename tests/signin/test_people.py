"""Who works where: inviting, ending, handing over, disabling."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from talent_portal.accounts.models import Account, Membership, OrganisationKind
from talent_portal.accounts.permissions import Role
from talent_portal.audit.models import AuditEntry
from talent_portal.core.db import reading

NEW = {"name": "後任 花", "email": "successor@example.com", "role": "member", "until": "2027-03-31"}


def invite(client, office, **given):
    return client.post(f"/people/{office.reference}/invite", data=NEW | given)


def test_an_approver_invites_into_their_own_office(make, sign_in, session):
    approver = make.membership(role=Role.APPROVER)
    client = sign_in(approver)

    answer = invite(client, approver.organisation)

    membership = session.scalars(select(Membership).order_by(Membership.id.desc())).first()
    (letter,) = make.letters("signin/invitation")
    assert answer.headers["Location"] == f"/people/{approver.organisation.reference}"
    assert (membership.role, membership.ends_on) == (Role.MEMBER, date(2027, 3, 31))
    assert letter.recipient == "successor@example.com"
    assert approver.organisation.name_ja in letter.body
    assert "後任 花 様" in letter.body


def test_another_office_is_out_of_reach(make, sign_in):
    client, other = sign_in(Role.APPROVER), make.organisation()

    assert invite(client, other).status_code == 404
    assert client.get(f"/people/{other.reference}").status_code == 404
    assert make.letters("signin/invitation") == []


PREFECTURE, MUNICIPALITY, UNION = OrganisationKind
GIVING = [
    (Role.LEAD, "approver", MUNICIPALITY, 303),
    (Role.LEAD, "checker", UNION, 303),
    (Role.LEAD, "coordinator", PREFECTURE, 303),
    (Role.LEAD, "lead", PREFECTURE, 303),
    (Role.LEAD, "administrator", PREFECTURE, 422),
    (Role.LEAD, "coordinator", MUNICIPALITY, 422),
    (Role.ADMINISTRATOR, "administrator", PREFECTURE, 303),
    (Role.ADMINISTRATOR, "lead", MUNICIPALITY, 422),
    (Role.ADMINISTRATOR, "specialist", PREFECTURE, 422),
]


@pytest.mark.parametrize("case", GIVING, ids=lambda case: f"{case[0]} gives {case[1]} in a {case[2]}")
def test_who_may_give_which_role(make, sign_in, case):
    who, wanted, kind, status = case
    office = make.organisation(kind=kind)

    assert invite(sign_in(who), office, role=wanted).status_code == status


def test_the_form_explains_what_is_missing_and_keeps_what_was_typed(make, sign_in):
    approver = make.membership(role=Role.APPROVER)

    page = invite(sign_in(approver), approver.organisation, name="", role="lead")

    assert page.status_code == 422
    assert 'href="#name"' in page.text
    assert "successor@example.com" in page.text


def test_a_personal_address_is_not_invited(make, sign_in):
    approver = make.membership(role=Role.APPROVER)
    make.specialist_account(email="successor@example.com")

    page = invite(sign_in(approver), approver.organisation)

    assert page.status_code == 422
    assert make.letters("signin/invitation") == []


def test_the_same_role_is_not_given_twice(make, sign_in):
    approver = make.membership(role=Role.APPROVER)
    client = sign_in(approver)
    invite(client, approver.organisation)

    assert invite(client, approver.organisation).status_code == 422
    assert len(make.letters("signin/invitation")) == 1


def test_somebody_who_can_sign_in_already_is_only_told(make, sign_in):
    colleague = make.staff()
    approver = make.membership(role=Role.APPROVER)

    invite(sign_in(approver), approver.organisation, email=make.email_of(colleague), role="checker")

    assert make.letters("signin/invitation") == []
    assert approver.organisation.name_ja in make.letters("signin/changed")[0].body


def test_a_disabled_person_is_not_invited(make, sign_in):
    colleague, approver = make.staff(), make.membership(role=Role.APPROVER)
    make.disabled(colleague)

    page = invite(sign_in(approver), approver.organisation, email=make.email_of(colleague))

    assert page.status_code == 422


def test_a_membership_ends_on_the_day_chosen(make, sign_in):
    approver = make.membership(role=Role.APPROVER)
    colleague = make.membership(organisation=approver.organisation)
    day = {"last_day-year": "R8", "last_day-month": "6", "last_day-day": "30"}

    answer = sign_in(approver).post(f"/people/memberships/{colleague.reference}/end", data=day)

    assert answer.status_code == 303
    assert make.fresh(colleague).ends_on == date(2026, 6, 30)


def test_a_day_that_has_passed_is_refused(make, sign_in):
    approver = make.membership(role=Role.APPROVER)
    colleague = make.membership(organisation=approver.organisation)
    day = {"last_day-year": "2026", "last_day-month": "5", "last_day-day": "31"}

    answer = sign_in(approver).post(f"/people/memberships/{colleague.reference}/end", data=day)

    assert answer.status_code == 422
    assert make.fresh(colleague).ends_on is None


def test_nobody_ends_their_own_membership(make, sign_in):
    approver = make.membership(role=Role.APPROVER)
    day = {"last_day-year": "2026", "last_day-month": "6", "last_day-day": "30"}

    answer = sign_in(approver).post(f"/people/memberships/{approver.reference}/end", data=day)

    assert answer.status_code == 422
    assert make.fresh(approver).ends_on is None


def test_a_colleagues_membership_elsewhere_is_hidden_and_the_try_is_noted(make, sign_in, session):
    stranger = make.membership()

    answer = sign_in(Role.APPROVER).get(f"/people/memberships/{stranger.reference}/end")

    assert answer.status_code == 404
    assert "membership.change.denied" in session.scalars(select(AuditEntry.deed)).all()


def test_handing_over_invites_the_successor_and_ends_with_the_fiscal_year(make, sign_in, session):
    approver = make.membership(role=Role.APPROVER)
    client = sign_in(approver)
    data = {"name": NEW["name"], "email": NEW["email"]}

    answer = client.post(f"/people/memberships/{approver.reference}/hand-over", data=data)

    successor = session.scalars(select(Account).where(Account.email == NEW["email"])).one()
    taken = session.scalars(select(Membership).where(Membership.account_id == successor.id)).one()
    assert answer.status_code == 303
    assert make.fresh(approver).ends_on == date(2027, 3, 31)
    assert (taken.role, taken.organisation_id) == (Role.APPROVER, approver.organisation_id)
    assert len(make.letters("signin/invitation")) == 1


def test_the_predecessor_is_out_on_the_first_of_april(make, sign_in, clock):
    approver = make.membership(role=Role.APPROVER)
    sign_in(approver).post(f"/people/memberships/{approver.reference}/hand-over", data=NEW)

    clock.move_to(datetime(2027, 3, 31, 14, 0, tzinfo=UTC))
    client = sign_in(make.fresh(approver))
    on_the_last_day = client.get("/account").status_code
    clock.shift(timedelta(hours=1))

    assert (on_the_last_day, client.get("/account").status_code) == (200, 302)


def test_those_who_leave_by_march_are_listed(make, sign_in):
    lead = make.membership(role=Role.LEAD)
    leaving = make.membership(ends_on=date(2027, 3, 31), account=make.account(name="三月 去る"))
    make.membership(ends_on=date(2027, 4, 1), account=make.account(name="四月 残る"))

    page = sign_in(lead).get("/people").text

    assert "三月 去る" in page
    assert "四月 残る" not in page
    assert "三月 去る" in sign_in(lead).get(f"/people/{leaving.organisation.reference}").text


def test_an_approver_lands_on_their_own_office(make, sign_in):
    approver = make.membership(role=Role.APPROVER)

    assert sign_in(approver).get("/people").headers["Location"] == f"/people/{approver.organisation.reference}"


def test_a_disabled_person_is_out_and_may_be_let_in_again(app, make, sign_in):
    colleague = make.staff()
    browser = app.test_client()
    make.first_step(browser, colleague)
    browser.post("/sign-in/code", data={"code": make.app_code()})
    lead = sign_in(Role.LEAD)

    lead.post(f"/people/memberships/{colleague.reference}/disable")
    out = (browser.get("/account").status_code, make.first_step(browser, colleague).status_code)
    lead.post(f"/people/memberships/{colleague.reference}/enable")

    assert out == (302, 422)
    assert browser.get("/account").status_code == 302
    assert make.first_step(browser, colleague).status_code == 303


def test_nobody_disables_themselves(make, sign_in):
    lead = make.membership(role=Role.LEAD)

    assert sign_in(lead).post(f"/people/memberships/{lead.reference}/disable").status_code == 422


def test_the_list_costs_the_same_for_ten_and_for_a_hundred_people(make, sign_in, statements):
    lead, office = make.membership(role=Role.LEAD), make.organisation()
    client, counts = sign_in(lead), []
    for many in (10, 90):
        for _ in range(many):
            make.membership(organisation=office)
        statements.clear()
        client.get(f"/people/{office.reference}")
        counts.append(len(statements))

    assert counts[0] == counts[1]


def test_inviting_again_is_for_people_one_may_decide_about(make, sign_in):
    approver = make.membership(role=Role.APPROVER)
    member = make.staff(organisation=approver.organisation)
    boss = make.staff(organisation=approver.organisation)
    make.membership(role=Role.LEAD, account=reading().get(Account, boss.account_id))
    client = sign_in(approver)

    own = client.post(f"/people/memberships/{member.reference}/invite-again")
    above = client.post(f"/people/memberships/{boss.reference}/invite-again")

    assert (own.status_code, above.status_code) == (303, 403)
    assert len(make.letters("signin/invitation")) == 1


def test_the_shell_invites_the_first_people(app, make, session):
    office = make.organisation(kind=OrganisationKind.PREFECTURE)
    runner = app.test_cli_runner()
    words = ["accounts", "invite", "Ｆirst@example.com", "--role", "lead", "--organisation", office.code]

    done = runner.invoke(args=words)
    twice = runner.invoke(args=words)
    nowhere = runner.invoke(args=[*words[:-1], "999999"])

    assert done.output.startswith("http://portal.test/invitation/")
    assert session.scalars(select(Account.email)).all() == ["first@example.com"]
    assert (twice.exit_code, nowhere.exit_code) == (1, 2)


def test_a_large_office_lists_its_people_page_by_page(sign_in, make):
    office = make.organisation()
    for number in range(26):
        make.membership(Role.MEMBER, organisation=office, account=make.account(name=f"名{number:03d}"))
    client = sign_in(make.membership(Role.APPROVER, organisation=office, account=make.account(name="あ")))

    first = client.get(f"/people/{office.reference}").text
    second = client.get(f"/people/{office.reference}?page=2").text

    assert ("名000" in first, "名025" in first) == (True, False)
    assert "名025" in second
