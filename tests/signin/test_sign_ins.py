"""What a sign-in stands on, and what ends it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from talent_portal.accounts.models import Account
from talent_portal.accounts.permissions import Role
from talent_portal.audit.models import AuditEntry
from talent_portal.signin.models import SignIn
from tests.signin.makers import signed_in_client


def is_in(client):
    return client.get("/account").status_code == 200


def test_the_idle_limit_of_staff_is_thirty_minutes(sign_in, clock):
    client = sign_in(Role.MEMBER)

    clock.shift(timedelta(minutes=29, seconds=59))
    before = is_in(client)
    clock.shift(timedelta(minutes=30))
    after = is_in(client)

    assert (before, after) == (True, False)


def test_work_keeps_a_sign_in_alive_for_eight_hours_and_not_longer(sign_in, clock):
    client = sign_in(Role.MEMBER)
    alive = []

    for _ in range(24):
        clock.shift(timedelta(minutes=20))
        alive.append(is_in(client))

    assert alive == [True] * 23 + [False]


def test_a_registered_person_has_longer(sign_in, make, clock):
    client = sign_in(make.specialist_account())

    clock.shift(timedelta(minutes=90))

    assert is_in(client)


def test_a_membership_ends_with_its_last_day_in_japan(sign_in, make, clock):
    clock.move_to(datetime(2027, 3, 31, 14, 50, tzinfo=UTC))
    client = sign_in(make.membership(role=Role.APPROVER, ends_on=date(2027, 3, 31)))

    before = is_in(client)
    clock.shift(timedelta(minutes=10))
    after = is_in(client)

    assert (before, after) == (True, False)


def test_a_disabled_account_is_out_at_the_next_request(sign_in, make):
    member = make.membership()
    client = sign_in(member)
    before = is_in(client)

    make.disabled(member)

    assert (before, is_in(client)) == (True, False)


def test_a_cookie_kept_from_before_signing_out_is_worthless(app, sign_in, client):
    sign_in(Role.LEAD)
    kept = client.get_cookie("portal").value

    answer = client.post("/sign-out")
    thief = app.test_client()
    thief.set_cookie("portal", kept)

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(client)
    assert not is_in(thief)


def test_signing_out_twice_is_no_mistake(client):
    assert client.post("/sign-out").status_code == 303


def test_signing_in_makes_a_fresh_cookie(client, make):
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
    make.first_step(client, make.staff())
    client.post("/sign-in/code", data={"code": make.app_code()})

    with client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert len(cookie["_user_id"]) == 43


def test_every_sign_in_has_its_own_token_and_only_its_hash_is_kept(client, make, clock, session):
    member = make.staff()
    tokens = set()
    for _ in range(2):
        make.first_step(client, member)
        client.post("/sign-in/code", data={"code": make.app_code()})
        with client.session_transaction() as cookie:
            tokens.add(cookie["_user_id"])
        clock.shift(timedelta(seconds=30))

    kept = set(session.scalars(select(SignIn.token_hash)))

    assert len(tokens) == len(kept) == 2
    assert not tokens & kept


def test_a_forged_cookie_is_nobody(client):
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["seen"] = "guess", 2_000_000_000

    assert not is_in(client)


def test_one_question_finds_the_actor_and_nothing_is_written(sign_in, statements):
    client = sign_in(Role.LEAD)
    statements.clear()

    client.get("/language/ja?next=/")

    asked = [line for line in statements if "sign_in" in line]
    assert len(asked) == 1
    assert not [line for line in statements if line.startswith(("INSERT", "UPDATE", "DELETE"))]


def test_one_sees_and_ends_ones_own_sign_ins(app, client, make, sign_in):
    member = make.membership()
    first = sign_in(member)
    other = app.test_client()
    signed_in_client(other, make, member)
    page = first.get("/account").text
    reference = make.session.scalars(select(SignIn.reference).order_by(SignIn.id.desc())).first()

    first.post(f"/account/sign-ins/{reference}/end")

    assert f"/account/sign-ins/{reference}/end" in page
    assert not is_in(other)
    assert is_in(first)


def test_ending_all_others_keeps_this_one(app, make, sign_in):
    member = make.membership()
    first = sign_in(member)
    others = [signed_in_client(app.test_client(), make, member) for _ in range(3)]

    first.post("/account/sign-ins/end-others")

    assert is_in(first)
    assert not any(is_in(other) for other in others)


def test_nobody_ends_somebody_elses_sign_in(make, sign_in, session):
    make.sign_in("somebody", make.session.get(Account, make.membership().account_id), None)
    reference = session.scalars(select(SignIn.reference)).one()

    answer = sign_in(Role.ADMINISTRATOR).post(f"/account/sign-ins/{reference}/end")

    assert answer.status_code == 404


def test_people_act_under_one_membership_and_switch(make, sign_in):
    someone = make.account()
    first = make.membership(role=Role.MEMBER, account=someone)
    second = make.membership(role=Role.LEAD, account=someone)
    client = sign_in(first)
    before = client.get("/people").status_code

    client.post("/account/acting", data={"membership": second.reference})

    assert (before, client.get("/people").status_code) == (403, 200)


@pytest.mark.parametrize("whose", ["somebody else's", "ended", "invented"])
def test_nobody_acts_under_a_membership_that_is_not_theirs_now(make, sign_in, whose):
    someone = make.account()
    client = sign_in(make.membership(account=someone))
    other = {
        "somebody else's": lambda: make.membership(role=Role.LEAD).reference,
        "ended": lambda: make.membership(role=Role.LEAD, account=someone, ends_on=date(2026, 5, 31)).reference,
        "invented": lambda: "aaaaaaaaaaaa",
    }[whose]()

    answer = client.post("/account/acting", data={"membership": other})

    assert answer.status_code == 404
    assert client.get("/people").status_code == 403


def test_the_next_sign_in_acts_as_the_last_one_did(client, make, clock):
    member = make.staff()
    lead = make.membership(role=Role.LEAD, account=make.session.get(Account, member.account_id))
    make.first_step(client, member)
    client.post("/sign-in/code", data={"code": make.app_code()})
    client.post("/account/acting", data={"membership": lead.reference})
    client.post("/sign-out")
    clock.shift(timedelta(minutes=1))

    make.first_step(client, member)
    client.post("/sign-in/code", data={"code": make.app_code()})

    assert client.get("/people").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://portal.test.evil.example"},
    ],
)
def test_forms_of_other_sites_sign_nobody_in_or_out(sign_in, headers):
    client = sign_in(Role.LEAD)

    out = client.post("/sign-out", headers=headers)
    into = client.post("/sign-in", data={"email": "a@example.com", "password": "x"}, headers=headers)

    assert (out.status_code, into.status_code) == (403, 403)
    assert is_in(client)


def test_our_own_forms_pass(sign_in):
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": "http://portal.test"}

    assert sign_in(Role.LEAD).post("/sign-out", headers=headers).status_code == 303


def test_coming_in_stands_in_the_audit(client, make, session):
    make.first_step(client, make.staff())
    client.post("/sign-in/code", data={"code": make.app_code()})

    assert "sign-in.began" in session.scalars(select(AuditEntry.deed)).all()
