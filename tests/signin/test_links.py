"""Reset links, and registered people's links and codes by mail."""

import re
from datetime import timedelta

import pytest

from talent_portal.signin.models import OneTimeLink
from talent_portal.signin.rules.tokens import token_hash

FRESH = "quiet amber lantern bridge"


def ask_reset(client, email, **headers):
    return client.post("/sign-in/forgotten", data={"email": email}, headers=headers)


def reset_path(client, make, member):
    ask_reset(client, make.email_of(member))
    return make.path_in(make.letters("signin/reset")[-1])


def test_a_forgotten_password_is_replaced_with_the_link(client, make):
    member = make.staff()
    path = reset_path(client, make, member)

    page = client.get(path)
    done = client.post(path, data={"password": FRESH})

    assert page.status_code == 200
    assert done.headers["Location"] == "/sign-in"
    assert make.first_step(client, member, password=FRESH).status_code == 303
    assert make.first_step(client, member).status_code == 422


def test_the_second_step_survives_a_reset(client, make):
    member = make.staff()
    client.post(reset_path(client, make, member), data={"password": FRESH})
    make.first_step(client, member, password=FRESH)

    assert client.get("/account").status_code == 302
    assert client.post("/sign-in/code", data={"code": make.app_code()}).status_code == 303


def test_a_reset_link_works_once_and_closes_the_others(client, make):
    member = make.staff()
    first, second = reset_path(client, make, member), reset_path(client, make, member)
    client.post(second, data={"password": FRESH})

    again = client.post(second, data={"password": "another quiet amber lantern"})
    earlier = client.get(first)

    assert (again.status_code, earlier.status_code) == (404, 404)


def test_a_reset_link_lives_thirty_minutes(client, make, clock):
    path = reset_path(client, make, make.staff())

    clock.shift(timedelta(minutes=29, seconds=59))
    before = client.get(path)
    clock.shift(timedelta(seconds=1))
    after = client.post(path, data={"password": FRESH})

    assert (before.status_code, after.status_code) == (200, 404)


def test_a_weak_password_does_not_use_the_link_up(client, make):
    path = reset_path(client, make, make.staff())

    weak = client.post(path, data={"password": "nagasaki2026"})

    assert weak.status_code == 422
    assert client.post(path, data={"password": FRESH}).status_code == 303


def test_a_reset_ends_every_sign_in(app, client, make, sign_in):
    member = make.staff()
    sign_in(member)
    other = app.test_client()

    other.post(reset_path(other, make, member), data={"password": FRESH})

    assert client.get("/account").status_code == 302


def test_a_reset_opens_a_locked_account_again(client, make):
    member = make.staff()
    for _ in range(11):
        make.first_step(client, member, password="wrong")
    client.post(reset_path(client, make, member), data={"password": FRESH})

    assert make.first_step(client, member, password=FRESH).status_code == 303


def test_nobody_learns_which_addresses_exist(client, make):
    known, disabled = make.staff(), make.staff()
    make.disabled(disabled)
    make.specialist_account(email="someone@example.com")
    addresses = [make.email_of(known), make.email_of(disabled), "someone@example.com", "nobody@example.org"]

    bodies = {ask_reset(client, address).text for address in addresses}
    codes = {client.post("/sign-in/mail", data={"email": address}).headers["Location"] for address in addresses}

    assert len(bodies) == 1
    assert codes == {"/sign-in/mail/code"}
    assert len(make.letters("signin/reset")) == 1
    assert len(make.letters("signin/mail")) == 1


def test_one_address_gets_five_letters_an_hour(client, make, clock):
    member = make.staff()
    for _ in range(7):
        ask_reset(client, make.email_of(member))
    within = len(make.letters("signin/reset"))
    clock.shift(timedelta(hours=1))

    ask_reset(client, make.email_of(member))

    assert within == 5
    assert len(make.letters("signin/reset")) == 6


@pytest.mark.parametrize(
    "headers", [{"Host": "evil.example"}, {"X-Forwarded-Host": "evil.example"}, {"Forwarded": "host=evil.example"}]
)
def test_the_host_of_a_request_never_gets_into_a_letter(client, make, headers):
    ask_reset(client, make.email_of(make.staff()), **headers)

    (letter,) = make.letters("signin/reset")

    assert "evil.example" not in letter.body
    assert "http://portal.test/sign-in/reset/" in letter.body


def test_letters_with_a_way_in_are_nobody_elses_to_read(client, make):
    ask_reset(client, make.email_of(make.staff()))

    assert make.letters("signin/reset")[0].confidential


@pytest.mark.parametrize("path", ["/sign-in/reset/x", "/sign-in/mail/x", "/invitation/x", "/invitation/x/factor"])
def test_invented_links_are_gone(client, path):
    page = client.get(path)

    assert page.status_code == 404
    assert "no-store" in page.headers["Cache-Control"]


def test_a_link_of_one_kind_opens_no_other_door(client, make):
    token = reset_path(client, make, make.staff()).rsplit("/", 1)[1]

    assert client.get(f"/sign-in/mail/{token}").status_code == 404
    assert client.get(f"/invitation/{token}").status_code == 404


def digits_of(make):
    """The six digits of the newest mail."""
    return re.search(r"\d{6}", make.letters("signin/mail")[-1].subject)[0]


def test_a_registered_person_comes_in_with_six_digits(client, make):
    person = make.specialist_account()
    client.post("/sign-in/mail", data={"email": person.email})

    page = client.post("/sign-in/mail/code", data={"code": digits_of(make)})

    assert page.headers["Location"] == "/account"
    assert client.get("/account").status_code == 200


def test_a_registered_person_comes_in_with_the_button_behind_the_link(app, client, make):
    person = make.specialist_account()
    client.post("/sign-in/mail", data={"email": person.email})
    path = make.path_in(make.letters("signin/mail")[-1])
    phone = app.test_client()

    opened = [phone.get(path).status_code for _ in range(3)]
    pressed = phone.post(path)
    again = app.test_client().post(path)

    assert opened == [200, 200, 200]
    assert (pressed.status_code, again.status_code) == (303, 404)


def test_the_sixth_try_fails_even_with_the_right_digits(client, make):
    person = make.specialist_account()
    client.post("/sign-in/mail", data={"email": person.email})
    right = digits_of(make)
    wrong = "111111" if right != "111111" else "222222"
    for _ in range(5):
        client.post("/sign-in/mail/code", data={"code": wrong})

    assert client.post("/sign-in/mail/code", data={"code": right}).status_code == 422


def test_six_digits_live_ten_minutes_and_work_once(app, client, make, clock):
    person = make.specialist_account()
    client.post("/sign-in/mail", data={"email": person.email})
    right = digits_of(make)
    kept = client.get_cookie("portal").value
    client.post("/sign-in/mail/code", data={"code": right})
    client.set_cookie("portal", kept)
    twice = client.post("/sign-in/mail/code", data={"code": right})

    client.post("/sign-in/mail", data={"email": person.email})
    clock.shift(timedelta(minutes=10))
    late = client.post("/sign-in/mail/code", data={"code": digits_of(make)})

    assert (twice.status_code, late.status_code) == (422, 422)


def test_wrong_digits_look_the_same_for_unknown_addresses(client, make):
    person = make.specialist_account()
    client.post("/sign-in/mail", data={"email": person.email})
    known = client.post("/sign-in/mail/code", data={"code": "x"}).text
    client.post("/sign-in/mail", data={"email": "nobody@example.org"})

    assert client.post("/sign-in/mail/code", data={"code": "x"}).text == known


def test_only_hashes_of_links_are_kept(client, make, session):
    token = reset_path(client, make, make.staff()).rsplit("/", 1)[1]

    (kept,) = session.query(OneTimeLink.token_hash).all()

    assert kept.token_hash == token_hash(token) != token
