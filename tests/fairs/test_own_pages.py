"""One's own sign-up behind the link of the mail: ticket, talks, consents, data, and leaving."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from talent_portal.accounts.permissions import Role
from talent_portal.core.db import reading
from talent_portal.fairs import actions, queries
from talent_portal.fairs.models import Booth, Fair, FairKind, RegistrationState
from tests.signin.makers import signed_in_client


@pytest.fixture
def fair(make):
    return make.fair(booths=3, rounds=3, seats=1)


@pytest.fixture
def slots(make, fair):
    return make.slots(fair)


def path(make, person):
    return f"/fairs/registrations/{person.reference}/{make.token_of(person)}"


def booth_at(fair):
    found = select(Booth).where(Booth.fair_id == fair.id).options(joinedload(Booth.organisation))
    return reading().scalars(found.order_by(Booth.position)).first()


def shown_talks(page):
    return page.text.count("plan-list__time")


def test_opening_the_link_confirms_nothing_but_the_button_does(client, make, fair, slots):
    person = make.registration(fair, slots[0][0], confirmed=False)
    here = path(make, person)

    seen = client.get(here)
    state_after_looking = make.fresh(person).state
    pressed = client.post(f"{here}/confirm")

    assert f'action="{here}/confirm"' in seen.text
    assert state_after_looking is RegistrationState.PENDING
    assert pressed.status_code == 303
    assert make.fresh(person).state is RegistrationState.CONFIRMED
    assert client.get(f"{here}/confirm").status_code == 405


def test_the_ticket_shows_number_code_and_talks(client, make, fair, slots):
    person = make.registration(fair, slots[0][0], slots[1][1])

    page = client.get(path(make, person))

    assert f"{person.number[:3]} {person.number[3:]}" in page.text
    assert 'src="data:image/png;base64,' in page.text
    assert shown_talks(page) == 2
    assert page.headers["Cache-Control"] == "no-store"


def test_talks_can_be_changed_in_one_step(client, make, fair, slots):
    person = make.registration(fair, slots[0][0])
    here = path(make, person)

    form = client.get(f"{here}/talks")
    done = client.post(f"{here}/talks", data={"slot": [slots[1][1], slots[2][2]], "version": person.version})

    assert form.status_code == 200
    assert f'value="{slots[0][0]}"' in form.text
    assert done.status_code == 303
    assert shown_talks(client.get(here)) == 2


def test_a_full_talk_leaves_the_old_plan_whole_and_names_others(client, make, fair, slots):
    make.registration(fair, slots[1][1])
    person = make.registration(fair, slots[0][0])
    here = path(make, person)

    answer = client.post(f"{here}/talks", data={"slot": [slots[1][1]], "version": person.version})

    assert answer.status_code == 409
    assert "空いている相談：" in answer.text
    assert shown_talks(client.get(here)) == 1


@pytest.mark.parametrize("version", ["", "abc", "-1", "１", "9" * 40, "\x00"])
def test_a_version_that_is_none_counts_as_old(client, make, fair, slots, version):
    person = make.registration(fair, slots[0][0])

    answer = client.post(f"{path(make, person)}/talks", data={"slot": [slots[1][1]], "version": version})

    assert answer.status_code == 409


def test_what_another_tab_changed_is_not_overwritten(client, make, fair, slots):
    person = make.registration(fair, slots[0][0])
    here, seen = path(make, person), person.version
    client.post(f"{here}/talks", data={"slot": [slots[1][1]], "version": seen})

    late = client.post(f"{here}/talks", data={"slot": [slots[2][2]], "version": seen})

    assert late.status_code == 409
    assert [talk.slot for talk in queries.my_registration(reading(), person.reference).talks] == [slots[1][1]]


def test_talks_can_still_be_chosen_after_sign_up_has_closed(client, make, fair, slots, clock):
    person = make.registration(fair, slots[0][0])
    here = path(make, person)
    clock.shift(timedelta(days=55))

    page = client.get(f"{here}/talks")

    assert f'type="checkbox" name="slot" value="{slots[1][1]}"' in page.text
    answer = client.post(f"{here}/talks", data={"slot": [slots[1][1]], "version": person.version})
    assert answer.status_code == 303


def test_after_the_last_day_for_changes_the_page_names_who_to_ask(client, make, fair, slots, clock):
    person = make.registration(fair, slots[0][0])
    here = path(make, person)
    clock.shift(timedelta(days=59, hours=12))

    page = client.get(f"{here}/talks")
    sent = client.post(f"{here}/talks", data={"slot": [slots[1][1]], "version": person.version})

    assert "095-000-0000" in page.text
    assert 'name="slot"' not in page.text
    assert sent.status_code == 409


def test_cancelling_twice_frees_the_place_once(client, make, fair, slots):
    person = make.registration(fair, slots[0][0])
    here = path(make, person)

    looked = client.get(f"{here}/cancel")
    answers = [client.post(f"{here}/cancel").status_code for _ in range(2)]

    assert looked.status_code == 200
    assert answers == [303, 303]
    assert make.fresh(person).state is RegistrationState.CANCELLED
    assert make.session.get(Fair, fair.id).taken == 0
    assert "取消しの手続が済んで" in client.get(here).text


def test_consent_for_a_municipality_bites_at_its_next_look(app, make, slots, fair):
    guest, town = app.test_client(), app.test_client()
    person = make.registration(fair, slots[0][0])
    booth = booth_at(fair)
    signed_in_client(town, make, make.membership(Role.MEMBER, organisation=booth.organisation))
    here, list_of_booth = path(make, person), f"/desk/booths/{booth.reference}/guests"

    before = town.get(list_of_booth).text
    guest.post(f"{here}/follow-up", data={"follow_up": [booth.organisation.reference]})
    given = town.get(list_of_booth).text
    guest.post(f"{here}/follow-up", data={"csrf_token": "of the page"})
    taken_back = town.get(list_of_booth).text

    assert [person.family_name in text for text in (before, given, taken_back)] == [False, True, False]


def test_a_municipality_elsewhere_cannot_be_named(client, make, fair):
    person = make.registration(fair)
    here = path(make, person)

    answer = client.post(f"{here}/follow-up", data={"follow_up": [make.organisation().reference]})

    assert answer.status_code == 303
    assert "保存していません" in client.get(here).text


def test_a_new_link_ends_the_old_one(client, make, fair):
    person = make.registration(fair)
    old = path(make, person)

    made = client.post(f"{old}/link")

    assert client.get(made.location).status_code == 200
    assert [client.get(old).status_code, client.post(f"{old}/cancel").status_code] == [404, 404]
    assert made.location in make.letters_to(person.email)[-1].body


def test_everything_kept_about_me_is_one_download(client, make, fair, slots):
    person = make.registration(fair, slots[0][0], family_name="髙\ufa19", given_name="𠮷葛\U000e0100")

    answer = client.get(f"{path(make, person)}/data.json")

    assert answer.mimetype == "application/json"
    assert "髙\ufa19" in answer.text
    assert "𠮷葛\U000e0100" in answer.text
    assert json.loads(answer.text)


def test_my_calendar_has_my_talks_but_not_my_link(client, make, fair, slots):
    person = make.registration(fair, slots[0][0])
    here = path(make, person)

    answer = client.get(f"{here}/calendar.ics")

    assert answer.mimetype == "text/calendar"
    assert answer.text.count("BEGIN:VEVENT") >= 1
    assert make.token_of(person) not in answer.text


def test_i_can_see_that_the_office_looked_at_my_data(app, make, fair):
    guest, desk = app.test_client(), app.test_client()
    person = make.registration(fair)
    signed_in_client(desk, make, Role.COORDINATOR)
    before = guest.get(path(make, person)).text

    desk.get(f"/desk/participants/{person.reference}")

    after = guest.get(path(make, person)).text
    assert "まだ" in before.split("<summary>")[1]
    assert "18:00" in after.split("<summary>")[1]


def test_the_room_is_shown_to_those_who_confirmed_only(client, make):
    fair = make.fair(kind=FairKind.ONLINE)
    waiting, sure = make.registration(fair, confirmed=False), make.registration(fair)

    assert "room.example.com" not in client.get(path(make, waiting)).text
    assert "room.example.com" in client.get(path(make, sure)).text


def test_a_session_that_is_called_off_has_no_ticket_any_more(client, make, fair):
    person = make.registration(fair)
    now = make.session.get(Fair, fair.id)
    actions.cancel_fair(make.officer(), fair.reference, "台風のため", "Typhoon", now.version)

    page = client.get(path(make, person))

    assert "台風のため" in page.text
    assert "data:image/png" not in page.text


def test_my_pages_speak_my_language(client, make, fair, slots):
    client.set_cookie("lang", "en")
    person = make.registration(fair, slots[0][0], language="en")
    here = path(make, person)

    pages = [client.get(f"{here}{more}").text for more in ("", "/talks", "/cancel")]

    assert all('<html lang="en"' in text for text in pages)
    assert "Your ticket" in pages[0]
