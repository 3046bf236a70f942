"""Signing up through the front door: two pages, no account, no JavaScript."""

import re

import pytest
from sqlalchemy import select

from talent_portal.fairs import queries
from talent_portal.fairs.models import Registration, RegistrationState
from talent_portal.outbox.models import Letter

PERSON = {
    "family_name": "髙汐﨑",
    "given_name": "勲",
    "family_kana": "たかしおざき",
    "given_kana": "いさお",
    "email": "isao@example.com",
    "attendee_kind": "student",
    "handling": "y",
    "idempotency_key": "abcdefghjkmnabcdefghjkmn",
}


@pytest.fixture
def fair(make):
    return make.fair(booths=3, rounds=3, seats=1)


def slots_of(session, fair):
    return [[slot.reference for slot in booth.slots] for booth in queries.fair_page(session, fair.reference).booths]


def test_a_guest_signs_up_for_two_talks_and_confirms_by_the_code(client, session, fair):
    first, second = slots_of(session, fair)[0][0], slots_of(session, fair)[1][1]

    page = client.get(f"/fairs/{fair.reference}/sign-up?slot={first}&slot={second}")
    sent = client.post(f"/fairs/{fair.reference}/sign-up", data=PERSON | {"slot": [first, second]})
    code = re.search(r"\b\d{6}\b", session.scalars(select(Letter)).one().body).group()
    done = client.post(sent.location, data={"code": code})
    mine = client.get(done.location)

    assert page.status_code == 200
    assert (sent.status_code, done.status_code, mine.status_code) == (303, 303, 200)
    assert "髙汐﨑 勲" in mine.text
    assert session.scalars(select(Registration.state)).all() == [RegistrationState.CONFIRMED]


def test_the_loser_of_a_seat_keeps_everything_typed_and_is_offered_others(client, session, make, fair):
    slots = slots_of(session, fair)
    make.registration(fair, slots[0][0])

    refused = client.post(f"/fairs/{fair.reference}/sign-up", data=PERSON | {"slot": [slots[0][0]]})
    others = re.findall(rf'name="instead-{slots[0][0]}" value="([a-z0-9]+)"', refused.text)
    again = client.post(
        f"/fairs/{fair.reference}/sign-up",
        data=PERSON | {"slot": [slots[0][0]], f"instead-{slots[0][0]}": others[0]},
    )

    assert refused.status_code == 409
    assert len(others) >= 3
    assert 'value="髙汐﨑"' in refused.text
    assert again.status_code == 303


def test_a_known_address_gets_the_same_answer(client, fair):
    first = client.post(f"/fairs/{fair.reference}/sign-up", data=PERSON)
    second = client.post(f"/fairs/{fair.reference}/sign-up", data=PERSON | {"idempotency_key": "x" * 24})

    assert first.status_code == second.status_code == 303
    assert client.get(first.location).text.replace(first.location, "") == client.get(second.location).text.replace(
        second.location, ""
    )
