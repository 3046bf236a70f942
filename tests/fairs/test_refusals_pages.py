"""What stands in the way of a sign-up is said in words, and everything typed is kept."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from talent_portal.core.db import reading, transaction
from talent_portal.core.references import new_reference
from talent_portal.fairs.models import Fair, FairKind, Presence, Registration
from talent_portal.fairs.rules import choices
from talent_portal.outbox.models import Letter
from tests.fairs.typed import person


@pytest.fixture
def fair(make):
    return make.fair(booths=3, rounds=3, seats=2)


def send(client, fair, *slots, **given):
    return client.post(f"/fairs/{fair.reference}/sign-up", data=person(**given) | {"slot": list(slots)})


def people():
    return reading().scalar(select(func.count()).select_from(Registration))


def letters():
    return reading().scalar(select(func.count()).select_from(Letter))


def kept(answer):
    return all(f'value="{text}"' in answer.text for text in ("髙汐﨑", "勲", "タカシオザキ"))


def test_two_talks_at_the_same_time_are_refused(client, make, fair):
    slots = make.slots(fair)

    answer = send(client, fair, slots[0][0], slots[1][0])

    assert answer.status_code == 422
    assert "時間が重なって" in answer.text
    assert kept(answer)
    assert all(f'name="slot" value="{slot}"' in answer.text for slot in (slots[0][0], slots[1][0]))
    assert people() == 0


def test_one_municipality_twice_is_refused(client, make, fair):
    slots = make.slots(fair)

    answer = send(client, fair, slots[0][0], slots[0][1])

    assert answer.status_code == 422
    assert kept(answer)
    assert people() == 0


def test_more_talks_than_allowed_are_refused(client, make):
    fair = make.fair(booths=3, rounds=3, max_talks=2)
    slots = make.slots(fair)

    answer = send(client, fair, slots[0][0], slots[1][1], slots[2][2])

    assert answer.status_code == 422
    assert kept(answer)


def test_a_talk_of_nowhere_is_refused(client, make, fair):
    other = make.slots(make.fair())[0][0]

    answers = [send(client, fair, new_reference()), send(client, fair, other)]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert all(map(kept, answers))


def test_a_window_that_closed_meanwhile_keeps_what_was_typed(client, fair, clock):
    clock.shift(timedelta(days=55))

    answer = send(client, fair)

    assert answer.status_code == 409
    assert kept(answer)
    assert people() == 0


def test_a_session_that_filled_up_meanwhile_keeps_what_was_typed(client, fair):
    with transaction() as session:
        row = session.get(Fair, fair.id)
        row.taken = row.places

    answer = send(client, fair)

    assert answer.status_code == 409
    assert kept(answer)


@pytest.mark.parametrize(
    "missing", ["family_name", "given_name", "family_kana", "given_kana", "email", "attendee_kind", "handling"]
)
def test_what_is_missing_is_named_and_linked(client, fair, missing):
    answer = send(client, fair, **{missing: ""})

    assert answer.status_code == 422
    assert f'href="#{missing}' in answer.text
    assert people() == letters() == 0


@pytest.mark.parametrize("said", ["false", ""])
def test_no_is_no_consent(client, fair, said):
    assert send(client, fair, handling=said).status_code == 422
    assert people() == 0


def test_six_interests_are_too_many(client, fair):
    answer = send(client, fair, interests=list(choices.INTERESTS)[:6])

    assert answer.status_code == 422
    assert "5" in answer.text
    assert kept(answer)


def test_the_same_submit_twice_is_one_registration_and_one_letter(client, fair):
    form = person()

    first, second = (client.post(f"/fairs/{fair.reference}/sign-up", data=form) for _ in range(2))

    assert first.location == second.location
    assert (people(), letters()) == (1, 1)


def test_going_back_and_sending_again_is_still_one_registration(client, make, fair):
    slots, form = make.slots(fair), person()

    client.post(f"/fairs/{fair.reference}/sign-up", data=form | {"slot": [slots[0][0]]})
    answer = client.post(f"/fairs/{fair.reference}/sign-up", data=form | {"slot": [slots[1][1]]})

    assert answer.status_code == 303
    assert people() == 1


def test_two_tabs_with_one_address_answer_alike_and_keep_one_registration(client, fair):
    first, second = (send(client, fair, email="tabs@example.com") for _ in range(2))

    assert first.status_code == second.status_code == 303
    assert people() == 1


def test_programs_that_fill_in_everything_are_thanked_and_forgotten(client, fair):
    answer = send(client, fair, website="https://spam.example.com")

    assert answer.status_code == 303
    assert client.get(answer.location).status_code == 200
    assert people() == letters() == 0


def test_looking_changes_nothing(client, make, fair):
    slot = make.slots(fair)[0][0]
    address = f"/fairs/{fair.reference}/sign-up?slot={slot}&family_name=x&email=a@example.com&handling=y"

    client.get(address)
    client.head(address)

    assert people() == letters() == 0


def test_a_nickname_is_enough_where_the_session_says_so(client, make):
    fair = make.fair(nickname_allowed=True, kind=FairKind.ONLINE)

    answer = send(client, fair, family_name="しおかぜ", given_name="", family_kana="", given_kana="")

    assert answer.status_code == 303
    assert reading().scalar(select(Registration.family_name)) == "しおかぜ"


def test_a_nickname_hides_no_control_characters(client, make):
    fair = make.fair(nickname_allowed=True)

    assert send(client, fair, given_name="a\x00b", family_kana="", given_kana="").status_code == 422
    assert people() == 0


def test_a_hybrid_session_asks_how_one_takes_part(client, make):
    fair = make.fair(kind=FairKind.HYBRID)

    silent, said = send(client, fair), send(client, fair, presence="online")

    assert (silent.status_code, said.status_code) == (422, 303)
    assert reading().scalar(select(Registration.presence)) is Presence.ONLINE


def test_a_consent_for_a_municipality_elsewhere_is_refused(client, make, fair):
    answer = send(client, fair, follow_up=[make.organisation().reference])

    assert answer.status_code == 422
    assert people() == 0


def test_refusals_speak_english(client, make, fair):
    client.set_cookie("lang", "en")
    slots = make.slots(fair)

    answer = send(client, fair, slots[0][0], slots[1][0], email="")

    assert "There is 1 problem to correct" in answer.text
    assert "Enter your e-mail address" in answer.text
