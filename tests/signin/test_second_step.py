"""The second step: app, card, and what happens between the two steps."""

from datetime import timedelta

import pytest

from talent_portal.accounts.models import Account
from talent_portal.core.db import reading, transaction
from talent_portal.settings import Environment, SettingsError
from talent_portal.signin.models import SignIn
from tests.conftest import settings_for_tests


def code(client, typed):
    return client.post("/sign-in/code", data={"code": typed})


def test_a_used_step_of_the_app_is_refused(client, make, clock):
    member = make.staff()
    make.first_step(client, member)
    code(client, make.app_code())
    client.post("/sign-out")

    make.first_step(client, member)
    again = code(client, make.app_code())
    clock.shift(timedelta(seconds=30))
    fresh = code(client, make.app_code())

    assert (again.status_code, fresh.status_code) == (422, 303)


def test_an_older_step_is_refused_once_a_newer_one_was_used(client, make, clock):
    member = make.staff()
    earlier = make.app_code()
    clock.shift(timedelta(seconds=30))
    make.first_step(client, member)
    code(client, make.app_code())

    make.first_step(client, member)

    assert code(client, earlier).status_code == 422


def test_a_clock_one_step_off_is_forgiven(client, make, clock):
    member = make.staff()
    shown = make.app_code()
    clock.shift(timedelta(seconds=30))
    make.first_step(client, member)

    assert code(client, f"{shown[:3]} {shown[3:]}").status_code == 303


def test_a_code_of_the_card_works_once(client, make):
    member = make.staff()
    lines = make.card(reading().get(Account, member.account_id))

    make.first_step(client, member)
    first = code(client, f"{lines[3][:4]} {lines[3][4:]}".upper())
    make.first_step(client, member)
    second = code(client, lines[3])
    other = code(client, lines[7])

    assert (first.status_code, second.status_code, other.status_code) == (303, 422, 303)


def test_a_code_of_somebody_elses_card_opens_nothing(client, make):
    member, colleague = make.staff(), make.staff()
    lines = make.card(reading().get(Account, colleague.account_id))
    make.first_step(client, member)

    assert code(client, lines[0]).status_code == 422


def test_ten_wrong_codes_lock_the_second_step(client, make):
    make.first_step(client, make.staff())
    for _ in range(10):
        code(client, "000000")

    assert code(client, make.app_code()).status_code == 422


@pytest.mark.parametrize("typed", ["", "12", "١٢٣٤٥٦", "x" * 41, "000000\x00", "'; --"])
def test_odd_codes_are_refused_in_words(client, make, typed):
    make.first_step(client, make.staff())

    page = code(client, typed)

    assert page.status_code == 422
    assert "error-summary" in page.text


def test_ten_minutes_between_the_steps_are_too_long(client, make, clock):
    make.first_step(client, make.staff())

    clock.shift(timedelta(minutes=10))
    page = code(client, make.app_code())

    assert page.status_code == 422
    assert 'name="password"' in page.text


def test_a_password_changed_between_the_steps_starts_over(client, make, clock):
    member = make.staff()
    make.first_step(client, member)
    clock.shift(timedelta(seconds=5))
    client.post("/sign-in/forgotten", data={"email": make.email_of(member)})
    path = make.path_in(make.letters("signin/reset")[-1])
    client.post(path, data={"password": "quiet amber lantern bridge"})

    page = code(client, make.app_code())

    assert page.status_code == 422
    assert 'name="password"' in page.text


def test_nobody_comes_in_without_the_first_step(client, make):
    make.staff()

    assert code(client, make.app_code()).status_code == 422
    assert client.get("/sign-in/code").status_code == 422


def test_staff_without_a_current_membership_are_told_so(client, make, clock, session):
    member = make.staff(ends_on=None)
    make.first_step(client, member)
    with transaction() as writing:
        writing.merge(member).ends_on = member.starts_on

    page = code(client, make.app_code())

    assert page.status_code == 422
    assert session.query(SignIn).count() == 0


def test_the_demo_shows_the_code_and_only_there(app, client, make):
    member = make.staff()
    make.first_step(client, member)
    plain = client.get("/sign-in/code").text
    settings = app.extensions["settings"]
    app.extensions["settings"] = settings_for_tests(settings.database_url, settings.data_dir, demo=True)

    try:
        shown = client.get("/sign-in/code").text
    finally:
        app.extensions["settings"] = settings

    assert make.app_code() not in plain
    assert make.app_code() in shown


def test_the_demo_keeps_quiet_about_real_addresses(app, client, make):
    member = make.staff(account=make.account(email="tanto@pref.example.lg.jp"))
    make.first_step(client, member)
    settings = app.extensions["settings"]
    app.extensions["settings"] = settings_for_tests(settings.database_url, settings.data_dir, demo=True)

    try:
        shown = client.get("/sign-in/code").text
    finally:
        app.extensions["settings"] = settings

    assert make.app_code() not in shown


def test_production_refuses_the_demo(tmp_path):
    settings = settings_for_tests("sqlite://", tmp_path, demo=True, environment=Environment.PRODUCTION)

    with pytest.raises(SettingsError, match="PORTAL_DEMO"):
        settings.check()
