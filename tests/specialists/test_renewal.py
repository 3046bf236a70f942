"""Once a year one press, two warnings before, and nobody lost without a word."""

from datetime import date

import pytest

from talent_portal.specialists.actions import renewal, states
from talent_portal.specialists.gateway import links
from talent_portal.specialists.models import SpecialistState

CONFIRMED = date(2025, 7, 1)


def link(person, purpose=links.RENEW):
    return f"/register/{person.reference}/renew/{links.token(purpose, person.reference, person.token_version)}"


def test_two_warnings_then_the_lapse_each_once(make, clock):
    person = make.specialist(last_confirmed_on=CONFIRMED)
    assert renewal.lapses_on(person) == date(2026, 7, 2)
    told = []
    for day in ("2026-05-02", "2026-05-03", "2026-05-04", "2026-06-17", "2026-06-18", "2026-06-19"):
        clock.move_to(f"{day}T03:00:00Z")
        told.append((day, renewal.warn_due()))
    clock.move_to("2026-07-01T03:00:00Z")
    assert states.lapse_due() == 0
    clock.move_to("2026-07-02T03:00:00Z")
    assert states.lapse_due() == 1

    assert [day for day, number in told if number] == ["2026-05-03", "2026-06-18"]
    subjects = [letter.subject for letter in make.letters_to(person.email)]
    assert subjects == [
        "登録内容に変わりはありませんか",
        "最後のお知らせ：登録内容に変わりはありませんか",
        "登録の期限が切れました",
    ]


def test_people_without_mail_are_called(make, clock):
    person = make.specialist(email=None, phone="095-000-1111", last_confirmed_on=CONFIRMED)
    clock.move_to("2026-06-20T03:00:00Z")
    renewal.warn_due()

    assert make.calls_about(person) == ["specialist.renewal"]


@pytest.mark.parametrize("state", [SpecialistState.ACTIVE, SpecialistState.LAPSED])
def test_opening_the_link_shows_and_the_button_acts(make, client, state):
    person = make.specialist(state=state, last_confirmed_on=CONFIRMED)
    path = link(person)

    assert "はい、登録を続けます" in client.get(path).text
    assert make.fresh(person).last_confirmed_on == CONFIRMED
    assert "登録を続けます" in client.post(path).text

    fresh = make.fresh(person)
    assert (fresh.state, fresh.last_confirmed_on) == (SpecialistState.ACTIVE, date(2026, 6, 1))
    assert client.get(path).status_code == 404


def test_somebody_may_rest_instead(make, client):
    person = make.specialist()
    until = {"until-year": "2026", "until-month": "9", "until-day": "1"}
    assert client.post(f"{link(person)}/pause", data=until | {"until-year": "2020"}).status_code == 422
    assert client.post(f"{link(person)}/pause", data=until | {"until-month": "13"}).status_code == 422
    assert "2026年9月1日" in client.post(f"{link(person)}/pause", data=until).text

    assert make.fresh(person).paused_until == date(2026, 9, 1)


def test_links_are_for_one_person_and_one_purpose(make, client):
    mine, theirs = make.specialist(), make.specialist()
    token = links.token(links.RENEW, mine.reference, 1)

    assert client.get(f"/register/{theirs.reference}/renew/{token}").status_code == 404
    assert client.get(link(mine, links.CONFIRM)).status_code == 404
    assert client.get(f"/register/{mine.reference}/renew/x.y").status_code == 404


def test_the_letter_carries_the_link_and_nothing_of_the_profile(make, clock):
    person = make.specialist(last_confirmed_on=CONFIRMED, career="橋")
    clock.move_to("2026-06-20T03:00:00Z")
    renewal.warn_due()

    letter = make.letters_to(person.email)[0]
    assert link(person) in letter.body
    assert "橋" not in letter.body
