"""One's own account: password, second steps, language."""

import re

import pytest

from talent_portal.accounts.models import Account
from talent_portal.core import clock as ours
from talent_portal.core.db import reading
from talent_portal.signin.gateway import codes
from tests.signin.makers import PASSWORD

FRESH = "quiet amber lantern bridge"


def change(client, current, wanted):
    return client.post("/account/password", data={"current": current, "password": wanted})


def test_a_changed_password_ends_every_sign_in(client, make, sign_in):
    member = make.staff()
    sign_in(member)

    changed = change(client, PASSWORD, FRESH)

    assert changed.headers["Location"] == "/sign-in"
    assert client.get("/account").status_code == 302
    assert make.first_step(client, member, password=FRESH).status_code == 303
    assert "パスワードが変更されました" in make.letters("signin/changed")[0].body


@pytest.mark.parametrize(("current", "wanted"), [("wrong", FRESH), (PASSWORD, "short"), ("", FRESH), (PASSWORD, "")])
def test_a_password_is_not_changed_carelessly(make, sign_in, current, wanted):
    client = sign_in(make.staff())

    assert change(client, current, wanted).status_code == 422
    assert client.get("/account").status_code == 200


def test_guessing_the_current_password_is_counted_too(make, sign_in):
    client = sign_in(make.staff())
    for _ in range(10):
        change(client, "wrong", FRESH)

    assert change(client, PASSWORD, FRESH).status_code == 422


def test_the_only_second_step_cannot_be_removed(make, sign_in):
    client = sign_in(make.staff())

    alone = client.post("/account/app/remove")
    client.post("/account/card")
    second = client.post("/account/app/remove")
    last = client.post("/account/card/remove")

    assert (alone.status_code, second.status_code, last.status_code) == (422, 303, 422)


def test_a_new_card_replaces_the_old_one(client, make, sign_in):
    member = make.staff()
    old = make.card(reading().get(Account, member.account_id))
    page = sign_in(member).post("/account/card")
    new = re.findall(r"<code>(\w{4} \w{4})</code>", page.text)
    client.post("/sign-out")
    make.first_step(client, member)

    assert "no-store" in page.headers["Cache-Control"]
    assert client.post("/sign-in/code", data={"code": old[0]}).status_code == 422
    assert client.post("/sign-in/code", data={"code": new[0]}).status_code == 303


def test_an_app_is_replaced_once_its_code_is_typed(client, make, sign_in):
    member = make.staff()
    page = sign_in(member).get("/account/app")
    seed = re.search(r"<code>([A-Z2-7 ]+)</code>", page.text)[1].replace(" ", "")
    client.post("/account/app", data={"code": codes.app_code(seed, ours.now())})
    client.post("/sign-out")
    make.first_step(client, member)

    assert "data:image/svg+xml" in page.text
    assert client.post("/sign-in/code", data={"code": make.app_code()}).status_code == 422


def test_the_seed_is_not_readable_in_database_or_cookie(client, make, sign_in, session):
    sign_in(make.staff())
    page = client.get("/account/app")
    seed = re.search(r"<code>([A-Z2-7 ]+)</code>", page.text)[1].replace(" ", "")
    with client.session_transaction() as cookie:
        kept = cookie["seed"]

    (stored,) = session.connection().exec_driver_sql("SELECT seed FROM authenticator_app").one()

    assert seed not in kept
    assert "JBSWY3DP" not in stored


def test_the_language_is_kept_for_pages_and_mails(client, make, sign_in):
    member = make.staff()
    sign_in(member).post("/account/language", data={"language": "en"})

    assert "My account" in client.get("/account").text
    assert make.fresh(reading().get(Account, member.account_id)).language == "en"


def test_mails_come_in_the_readers_language(client, make):
    member = make.staff(account=make.account(language="en"))

    client.post("/sign-in/forgotten", data={"email": make.email_of(member)})

    assert "A new password" in make.letters("signin/reset")[0].subject


def test_a_registered_person_has_an_account_page_without_password(make, sign_in):
    page = sign_in(make.specialist_account()).get("/account")

    assert page.status_code == 200
    assert "/account/password" not in page.text
