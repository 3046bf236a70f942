"""The first step: address and password."""

from datetime import timedelta

import pytest

from talent_portal.accounts.permissions import Role
from talent_portal.signin.gateway import passwords
from talent_portal.signin.models import Password, TryCount
from tests.signin.makers import PASSWORD

WRONG = "a wrong one entirely"


def wrong(client, email, times=1):
    for _ in range(times):
        page = client.post("/sign-in", data={"email": email, "password": WRONG})
        assert page.status_code == 422
    return page


def test_staff_come_in_with_password_and_app_code(client, make):
    member = make.staff()

    first = make.first_step(client, member)
    second = client.post("/sign-in/code", data={"code": make.app_code()})

    assert first.headers["Location"] == "/sign-in/code"
    assert second.status_code == 303
    assert client.get("/account").status_code == 200


def test_the_password_alone_opens_nothing(client, make):
    make.first_step(client, make.staff())

    assert client.get("/account").headers["Location"].startswith("/sign-in?next=")


def test_address_and_password_are_forgiving_about_width_and_case(client, make):
    member = make.staff()
    typed = make.email_of(member).upper().replace("@", "＠")

    page = client.post("/sign-in", data={"email": f" {typed} ", "password": PASSWORD.replace("corridor", "ｃorridor")})

    assert page.status_code == 303


def test_wrong_unknown_disabled_and_passwordless_addresses_get_the_same_page(client, make):
    member, disabled, invited = make.staff(), make.staff(), make.membership()
    make.specialist_account(email="someone@example.com")
    make.disabled(disabled)
    known = make.email_of(member)
    addresses = [make.email_of(disabled), make.email_of(invited), "someone@example.com", "nobody@example.org"]

    expected = wrong(client, known).text.replace(known, "X")

    for address in addresses:
        given = PASSWORD if address == addresses[0] else WRONG
        page = client.post("/sign-in", data={"email": address, "password": given})
        assert page.status_code == 422
        assert page.text.replace(address, "X") == expected


def test_the_eleventh_try_fails_even_with_the_right_password(client, make):
    member = make.staff()
    wrong(client, make.email_of(member), times=10)

    assert make.first_step(client, member).status_code == 422


def test_a_lock_lasts_fifteen_minutes(client, make, clock):
    member = make.staff()
    wrong(client, make.email_of(member), times=10)

    clock.shift(timedelta(minutes=14, seconds=59))
    before = make.first_step(client, member)
    clock.shift(timedelta(seconds=1))
    after = make.first_step(client, member)

    assert (before.status_code, after.status_code) == (422, 303)


def test_the_second_lock_lasts_longer(client, make, clock):
    member = make.staff()
    wrong(client, make.email_of(member), times=10)
    clock.shift(timedelta(minutes=15))
    wrong(client, make.email_of(member), times=10)

    clock.shift(timedelta(minutes=29))
    before = make.first_step(client, member)
    clock.shift(timedelta(minutes=1))
    after = make.first_step(client, member)

    assert (before.status_code, after.status_code) == (422, 303)


def test_an_unknown_address_is_locked_like_a_known_one(client, make, session):
    member = make.staff()
    known, unknown = make.email_of(member), "nobody@example.org"

    first, second = wrong(client, known, times=11), wrong(client, unknown, times=11)

    assert first.text.replace(known, "X") == second.text.replace(unknown, "X")
    assert {count.count for count in session.query(TryCount)} == {10}


def test_a_right_password_starts_the_count_anew(client, make):
    member = make.staff()
    wrong(client, make.email_of(member), times=9)
    make.first_step(client, member)
    wrong(client, make.email_of(member), times=9)

    assert make.first_step(client, member).status_code == 303


def test_sixty_colleagues_behind_one_address_do_not_lock_each_other_out(client, make):
    people = [make.staff() for _ in range(60)]
    for person in people:
        wrong(client, make.email_of(person), times=3)

    assert {make.first_step(client, person).status_code for person in people} == {303}


def test_an_old_hash_is_renewed_at_the_next_sign_in(app, client, make, session):
    member = make.staff()
    old = session.get(Password, member.account_id).hash
    settings = app.extensions["settings"]
    app.extensions["settings"] = settings.__class__(
        **{name: getattr(settings, name) for name in settings.__slots__} | {"argon2_memory_kib": 16}
    )

    try:
        make.first_step(client, member)
    finally:
        app.extensions["settings"] = settings

    session.expire_all()
    kept = session.get(Password, member.account_id).hash
    assert "m=8," in old
    assert "m=16," in kept


def test_an_unknown_address_costs_the_same_hashing(app):
    with app.app_context():
        decoy = passwords._decoy(8, 1, 1)
        real = passwords.hashed(PASSWORD)

    assert len(decoy) == len(real)
    assert decoy.split("$")[:4] == real.split("$")[:4]


def test_too_many_hashes_at_once_are_refused_in_words(app, monkeypatch):
    monkeypatch.setattr(passwords, "WAIT_SECONDS", 0.01)
    for _ in range(passwords.AT_ONCE):
        passwords._turns.acquire()

    try:
        with app.app_context(), pytest.raises(passwords.Busy):
            passwords.hashed(PASSWORD)
    finally:
        for _ in range(passwords.AT_ONCE):
            passwords._turns.release()


def test_signed_in_people_are_sent_on(sign_in):
    client = sign_in(Role.LEAD)

    assert client.get("/sign-in?next=/account").headers["Location"] == "/account"


def test_missing_fields_are_named(client):
    page = client.post("/sign-in", data={})

    assert page.status_code == 422
    assert 'href="#email"' in page.text
    assert 'href="#password"' in page.text
