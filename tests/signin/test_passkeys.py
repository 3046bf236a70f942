"""Passkeys: made on the account page, good for both steps at once, never good twice."""

import re
from datetime import timedelta

import pytest

from talent_portal.accounts.permissions import Role
from tests.signin.authenticator import Authenticator


def challenge(client, path):
    return client.post(path).json["challenge"]


def register(client, device):
    answer = device.register(challenge(client, "/account/passkeys/options"))
    return client.post("/account/passkeys", data={"credential": answer, "name": "窓口のPC"})


@pytest.fixture
def device(client, sign_in):
    """A registered passkey; its owner has signed out again."""
    device = Authenticator()
    assert register(sign_in(Role.LEAD), device).status_code == 303
    client.post("/sign-out")
    return device


def test_a_passkey_alone_signs_in(client, device):
    answer = device.sign_in(challenge(client, "/sign-in/passkey/options"))

    page = client.post("/sign-in/passkey", data={"credential": answer})

    assert page.status_code == 303
    assert "窓口のPC" in client.get("/account").text


def test_an_answer_is_good_once_even_with_the_cookie_of_its_question(client, device):
    answer = device.sign_in(challenge(client, "/sign-in/passkey/options"))
    kept = client.get_cookie("portal").value
    client.post("/sign-in/passkey", data={"credential": answer})

    client.set_cookie("portal", kept)
    replay = client.post("/sign-in/passkey", data={"credential": answer})

    assert replay.status_code == 422


def test_an_answer_to_another_question_is_refused(client, device):
    old = challenge(client, "/sign-in/passkey/options")
    challenge(client, "/sign-in/passkey/options")

    assert client.post("/sign-in/passkey", data={"credential": device.sign_in(old)}).status_code == 422


def test_a_question_is_forgotten_after_five_minutes(client, device, clock):
    answer = device.sign_in(challenge(client, "/sign-in/passkey/options"))

    clock.shift(timedelta(minutes=5))

    assert client.post("/sign-in/passkey", data={"credential": answer}).status_code == 422


@pytest.mark.parametrize("flaw", ["origin", "host", "flags", "key", "count"])
def test_flawed_answers_are_refused(client, device, flaw):
    wrong = {
        "origin": "https://portal.test.evil.example",
        "host": "evil.example",
        "flags": 1,
        "key": Authenticator().key,
        "count": -1,
    }
    setattr(device, flaw, wrong[flaw])
    answer = device.sign_in(challenge(client, "/sign-in/passkey/options"))

    assert client.post("/sign-in/passkey", data={"credential": answer}).status_code == 422


@pytest.mark.parametrize("answer", ["", "{}", "[]", "null", "nonsense", '{"rawId": 5}', "{" * 30_000])
def test_answers_that_make_no_sense_are_refused(client, device, answer):
    challenge(client, "/sign-in/passkey/options")

    assert client.post("/sign-in/passkey", data={"credential": answer}).status_code == 422


def test_a_device_that_does_not_check_the_person_is_not_registered(sign_in):
    assert register(sign_in(Role.LEAD), Authenticator(verified=False)).status_code == 422


def test_the_same_passkey_is_not_registered_twice(app, client, device, sign_in):
    assert register(sign_in(Role.MEMBER), device).status_code == 422


def test_a_removed_passkey_opens_nothing(client, make, sign_in):
    device, member = Authenticator(), make.staff()
    register(sign_in(member), device)
    removal = re.search(r"/account/passkeys/\w{12}/remove", client.get("/account").text)[0]
    removed = client.post(removal)
    client.post("/sign-out")

    answer = device.sign_in(challenge(client, "/sign-in/passkey/options"))

    assert removed.status_code == 303
    assert client.post("/sign-in/passkey", data={"credential": answer}).status_code == 422


def test_the_question_names_no_account(client, device):
    assert client.post("/sign-in/passkey/options").json["allowCredentials"] == []


def test_making_and_removing_is_told_by_mail(make, sign_in):
    client = sign_in(make.staff())
    register(client, Authenticator())

    (letter,) = make.letters("signin/changed")

    assert "パスキーが設定されました" in letter.body
