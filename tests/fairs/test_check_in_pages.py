"""The desk of the day: by ticket, by number, by name; a repeat tells who and when, and a mistake can be taken back."""

import pytest

from talent_portal.accounts.permissions import Role
from talent_portal.fairs import actions
from talent_portal.fairs.models import Fair
from tests.signin.makers import signed_in_client


@pytest.fixture
def fair(make):
    return make.fair(booths=2, rounds=2)


@pytest.fixture
def desk(client, make):
    return signed_in_client(client, make, Role.COORDINATOR)


def send(desk, fair, **data):
    return desk.post(f"/desk/fairs/{fair.reference}/check-in", data=data)


def ticket(make, person, fair):
    return actions.ticket_text(person, make.session.get(Fair, fair.id))


def welcome(answer):
    return "arrival--ok" in answer.text


def again(answer):
    return "arrival--again" in answer.text


def test_a_ticket_checks_in_and_shows_what_the_person_needs(desk, make, fair):
    person = make.registration(fair, make.slots(fair)[0][0], accommodation="車いすの席")

    answer = send(desk, fair, wanted=ticket(make, person, fair))

    assert welcome(answer)
    assert person.name in answer.text
    assert "車いすの席" in answer.text


@pytest.mark.parametrize("shape", ["{}", "{0:.3} {1}", " {} "])
def test_the_number_checks_in_however_it_is_typed(desk, make, fair, shape):
    person = make.registration(fair)

    answer = send(desk, fair, wanted=shape.format(person.number, person.number[3:]))

    assert welcome(answer)


def test_a_name_shows_a_list_and_checks_nobody_in(desk, make, fair):
    person = make.registration(fair, family_name="髙汐﨑", family_kana="タカシオザキ")

    found = send(desk, fair, wanted="たかしお")
    chosen = send(desk, fair, person=person.reference)
    nobody = send(desk, fair, wanted="だれもいない")

    assert "arrival--" not in found.text
    assert f'value="{person.reference}"' in found.text
    assert welcome(chosen)
    assert nobody.status_code == 200
    assert "arrival--" not in nobody.text


def test_a_repeat_says_when_and_by_whom(desk, make, fair, clock):
    person = make.registration(fair)
    send(desk, fair, wanted=person.number)
    clock.shift(1200)

    answer = send(desk, fair, wanted=person.number)

    assert again(answer)
    assert "18:00" in answer.text


def test_a_check_in_can_be_taken_back_and_made_again(desk, make, fair):
    person = make.registration(fair)
    send(desk, fair, wanted=person.number)

    back = desk.post(f"/desk/fairs/{fair.reference}/check-in/undo", data={"person": person.reference})

    assert back.status_code == 303
    assert welcome(send(desk, fair, wanted=person.number))


@pytest.mark.parametrize("wanted", ["", "999999", "T1.broken", "T1." + "x" * 200, "１２３４５６", "あ" * 400, "\x00"])
def test_what_is_no_ticket_is_refused_in_words(desk, make, fair, wanted):
    answer = send(desk, fair, wanted=wanted)

    assert answer.status_code == 422
    assert "error-summary" in answer.text


def test_a_ticket_of_another_session_is_refused(desk, make, fair):
    other = make.fair()
    person = make.registration(other)

    by_ticket = send(desk, fair, wanted=ticket(make, person, other))
    by_list = send(desk, fair, person=person.reference)
    undone = desk.post(f"/desk/fairs/{fair.reference}/check-in/undo", data={"person": person.reference})

    assert [by_ticket.status_code, by_list.status_code, undone.status_code] == [422, 422, 422]
    assert person.name not in by_ticket.text


def test_whoever_cancelled_is_not_let_in_by_the_old_ticket(desk, make, fair):
    person = make.registration(fair)
    text = ticket(make, person, fair)
    make.cancel(person)

    assert send(desk, fair, wanted=text).status_code == 422


def test_the_desk_counts_who_has_come(desk, make, fair):
    people = [make.registration(fair) for _ in range(3)]

    send(desk, fair, wanted=people[0].number)

    page = desk.get(f"/desk/fairs/{fair.reference}/check-in").text
    assert "3" in page
    assert people[1].name not in page


def test_whoever_never_confirmed_is_shown_in_amber_and_confirmed_by_name(desk, make, fair):
    waiting = make.registration(fair, confirmed=False)

    asked = send(desk, fair, wanted=waiting.number)
    done = send(desk, fair, person=waiting.reference, confirm="1")

    assert again(asked)
    assert "未確認" in asked.text
    assert waiting.name in asked.text
    assert welcome(done)


def test_the_list_says_who_never_confirmed(desk, make, fair):
    make.registration(fair, confirmed=False, family_kana="タカシオザキ")

    assert "未確認" in send(desk, fair, wanted="たかしお").text
