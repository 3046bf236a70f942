"""Every end of a matching day tells everybody whom it concerns, and nobody else."""

import pytest

from talent_portal.accounts.permissions import Role
from talent_portal.matching_days import actions
from talent_portal.matching_days.rules.states import DayState


def heard(make, address):
    return [one.template.partition("/")[2] for one in make.letters_to(address)]


@pytest.mark.parametrize("state", [DayState.WISHING, DayState.RANKING, DayState.MATCHED])
def test_called_off_with_the_reason_in_both_languages(client, make, state):
    office = make.organisation()
    clerk = make.membership(Role.MEMBER, organisation=office).account.email
    day = make.matching_day(offices=[office], people=3, state=DayState.WISHING)
    gone, person, _ = make.applicants(day)
    actions.withdraw(make.officer(), gone.reference)
    make.move_on(day, state)
    actions.cancel_day(make.officer(), day.reference, "台風のため", "Because of a typhoon", make.fresh(day).version)
    actions.tell_applicants()

    assert heard(make, person.email)[-1] == "cancelled"
    assert "台風のため" in make.letters_to(person.email)[-1].body
    assert "cancelled" not in heard(make, gone.email)
    assert heard(make, clerk)[-1] == "town_cancelled"
    assert "台風のため" in client.get(f"/matching-days/{day.reference}").text
    client.set_cookie("lang", "en")
    assert "Because of a typhoon" in client.get(f"/matching-days/{day.reference}").text


def test_a_draft_ends_without_a_word(make):
    day = make.matching_day(state=DayState.DRAFT)
    person = make.applicants(day)[0]
    actions.cancel_day(make.officer(), day.reference, "", "", day.version)
    actions.tell_applicants()

    assert heard(make, person.email) == []


def test_nobody_is_asked_for_wishes_on_a_day_that_is_called_off(make):
    day = make.matching_day(people=1, state=DayState.DRAFT)
    (person,) = make.applicants(day)
    opened = actions.open_day(make.officer(), day.reference, day.version)
    actions.cancel_day(make.officer(), day.reference, "台風のため", "Because of a typhoon", opened.version)
    actions.tell_applicants()

    assert heard(make, person.email) == ["cancelled"]


def test_closing_after_one_round_tells_whoever_is_without_a_place_alone(make):
    day = make.matching_day(people=3, state=DayState.CLOSED)
    *placed, left = make.applicants(day)

    assert heard(make, left.email)[-1] == "ended"
    assert all(heard(make, one.email)[-1] == "result" for one in placed)
    assert make.fresh(day).ended_at is not None
