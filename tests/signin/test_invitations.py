"""From the mail to the first sign-in: password, then app, passkey or card."""

import re
from datetime import timedelta

import pytest

from talent_portal.accounts.models import Account
from talent_portal.accounts.permissions import Role
from talent_portal.core import clock as ours
from talent_portal.core.db import reading
from talent_portal.signin.gateway import codes
from tests.signin.authenticator import Authenticator

FRESH = "quiet amber lantern bridge"


@pytest.fixture
def path(make, sign_in, client):
    """The address in an invitation, opened by a browser that is not signed in."""
    lead, office = make.membership(role=Role.LEAD), make.organisation()
    data = {"name": "新任 一", "email": "new@example.com", "role": "approver", "until": "open"}
    sign_in(lead).post(f"/people/{office.reference}/invite", data=data)
    client.post("/sign-out")
    return make.path_in(make.letters("signin/invitation")[-1])


def seed_on(page) -> str:
    return re.search(r"<code>([A-Z2-7 ]+)</code>", page.text)[1].replace(" ", "")


def test_with_an_app(client, make, path, clock):
    looked = client.get(path)
    chosen = client.post(path, data={"password": FRESH})
    seed = seed_on(client.get(f"{path}/app"))
    done = client.post(f"{path}/app", data={"code": codes.app_code(seed, ours.now())})

    assert looked.status_code == 200
    assert chosen.headers["Location"] == f"{path}/factor"
    assert done.headers["Location"] == "/"
    assert client.get("/account").status_code == 200
    assert client.get(path).status_code == 404


def test_with_a_printed_card(client, make, path):
    client.post(path, data={"password": FRESH})
    page = client.post(f"{path}/card")
    line = re.findall(r"<code>(\w{4} \w{4})</code>", page.text)
    client.post("/sign-out")
    client.post("/sign-in", data={"email": "new@example.com", "password": FRESH})

    assert len(set(line)) == 10
    assert client.post("/sign-in/code", data={"code": line[9]}).status_code == 303
    assert client.post(f"{path}/card").status_code == 404


def test_with_a_passkey(client, make, path):
    client.post(path, data={"password": FRESH})
    device = Authenticator()
    answer = device.register(client.post(f"{path}/passkeys/options").json["challenge"])

    done = client.post(f"{path}/passkeys", data={"credential": answer})

    assert done.status_code == 303
    assert client.get("/account").status_code == 200


def test_the_second_step_waits_for_the_password(client, path):
    assert client.get(f"{path}/factor").status_code == 404
    assert client.post(f"{path}/card").status_code == 404


def test_a_password_without_a_second_step_opens_nothing(client, make, path):
    client.post(path, data={"password": FRESH})
    first = client.post("/sign-in", data={"email": "new@example.com", "password": FRESH})
    second = client.post("/sign-in/code", data={"code": "123456"})

    assert (first.status_code, second.status_code) == (303, 422)
    assert client.get("/account").status_code == 302


def test_looking_uses_nothing_up_and_one_may_come_back(client, path):
    client.post(path, data={"password": FRESH})
    client.get(f"{path}/factor")

    assert client.get(path).status_code == 200
    assert client.post(path, data={"password": f"{FRESH} again"}).status_code == 303


def test_an_invitation_lives_forty_eight_hours(client, path, clock):
    clock.shift(timedelta(hours=47, minutes=59))
    before = client.get(path).status_code
    clock.shift(timedelta(minutes=1))

    assert (before, client.post(path, data={"password": FRESH}).status_code) == (200, 404)


def test_a_wrong_first_code_adds_no_app(client, make, path):
    client.post(path, data={"password": FRESH})
    seed = seed_on(client.get(f"{path}/app"))

    wrong = client.post(f"{path}/app", data={"code": "12345"})

    assert wrong.status_code == 422
    assert seed_on(wrong) == seed


@pytest.mark.parametrize("weak", ["", "short", "Nagasaki2026!", "aaaaaaaaaaaaaaaa", "x" * 129])
def test_weak_passwords_are_refused_in_words(client, path, weak):
    page = client.post(path, data={"password": weak})

    assert page.status_code == 422
    assert 'href="#password"' in page.text
    assert weak not in page.text or not weak


def test_a_new_invitation_clears_what_was_set_up_before(client, make, sign_in):
    lead, member = make.membership(role=Role.LEAD), make.staff()
    lines = make.card(reading().get(Account, member.account_id))
    sign_in(lead).post(f"/people/memberships/{member.reference}/invite-again")
    client.post("/sign-out")
    path = make.path_in(make.letters("signin/invitation")[-1])

    client.post(path, data={"password": FRESH})
    client.post(f"{path}/card")
    client.post("/sign-out")
    old = make.first_step(client, member)
    make.first_step(client, member, password=FRESH)

    assert old.status_code == 422
    assert client.post("/sign-in/code", data={"code": make.app_code()}).status_code == 422
    assert client.post("/sign-in/code", data={"code": lines[0]}).status_code == 422


def test_a_disabled_account_cannot_accept(client, make, path, session):
    account = session.query(Account).filter_by(email="new@example.com").one()
    make.disabled(session.query(type(make.membership())).filter_by(account_id=account.id).one())

    assert client.get(path).status_code == 404
