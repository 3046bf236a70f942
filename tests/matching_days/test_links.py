"""The link of one's own page, lost and sent again; who does not take part learns nothing."""

import pytest

from talent_portal.accounts.permissions import Role
from talent_portal.matching_days import actions
from talent_portal.matching_days.errors import DayForbidden, DayStepImpossible, NoAddress
from talent_portal.matching_days.rules.states import DayState


@pytest.fixture
def day(make):
    return make.matching_day()


def ask(client, day, number, email):
    return client.post(f"/matching-days/{day.reference}/link", data={"number": number, "email": email})


def resent(make, address):
    return [one for one in make.letters_to(address) if one.template == "matching_days/resent"]


def test_number_and_address_together_bring_it_once_an_hour(client, make, day, clock):
    person = make.applicants(day)[0]
    for _ in range(2):
        ask(client, day, person.number.lower().replace("-", "ー"), person.email.upper())
    once = len(resent(make, person.email))
    clock.shift(3_600)
    ask(client, day, person.number, person.email)

    assert (once, len(resent(make, person.email))) == (1, 2)
    assert make.my_token(person) in resent(make, person.email)[0].body


def test_whoever_does_not_take_part_reads_the_same_and_nobody_is_written_to(client, make, day):
    one, other = make.applicants(day)
    known = ask(client, day, one.number, one.email)
    before = len(make.entries())
    strangers = [
        ask(client, day, one.number, other.email),
        ask(client, day, "T-9999", one.email),
        ask(client, day, one.number, "nobody@example.com"),
    ]

    assert {(page.status_code, page.location) for page in strangers} == {(known.status_code, known.location)}
    assert [len(resent(make, each)) for each in (one.email, other.email, "nobody@example.com")] == [1, 0, 0]
    assert len(make.entries()) == before


@pytest.mark.parametrize(
    ("number", "email"),
    [
        ("", "a@example.com"),
        ("T-1", ""),
        ("T-1", "no address"),
        ("T" * 41, "a@example.com"),
        ("T\x00", "a@example.com"),
    ],
)
def test_what_cannot_be_is_said_and_kept(client, day, number, email):
    page = ask(client, day, number, email)

    assert page.status_code == 422
    assert "error-summary" in page.text


def test_the_office_sends_it_to_whoever_calls(make, day):
    person = make.applicants(day)[0]
    for _ in range(2):
        actions.send_link(make.officer(), person.reference)

    assert len(resent(make, person.email)) == 1


def test_without_an_address_or_before_the_day_opens_there_is_none(make):
    day = make.matching_day(state=DayState.DRAFT)
    draft = make.applicant_draft(email="", phone="095-000-0000")
    called = actions.add_applicant(make.officer(), day.reference, draft).reference
    with pytest.raises(DayStepImpossible):
        actions.send_link(make.officer(), called)
    make.move_on(day, DayState.WISHING)

    with pytest.raises(NoAddress):
        actions.send_link(make.officer(), called)
    with pytest.raises(DayForbidden):
        actions.send_link(make.officer(Role.AUDITOR), called)
