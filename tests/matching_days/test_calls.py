"""The office acts for somebody on the telephone."""

import pytest

from talent_portal.accounts.permissions import Role
from talent_portal.matching_days.rules.states import ApplicantState, DayState


@pytest.fixture
def desk(sign_in):
    return sign_in(Role.COORDINATOR)


def url(person, deed=""):
    return f"/desk/matching-days/applicants/{person.reference}/call{deed}"


def test_wishes_told_are_kept_and_a_look_is_noted(desk, make):
    day = make.matching_day()
    person, one = make.applicants(day)[0], make.programmes(day)[0]
    page = desk.get(url(person))
    told = desk.post(url(person, "/wishes"), data={"wish_1": one.reference, "version": person.version})

    assert page.status_code == 200
    assert person.name in page.text
    assert told.status_code == 303
    assert make.wishes_at(person) == [one.id]
    assert make.fresh(person).state is ApplicantState.WISHED


def test_what_cannot_be_kept_is_said_with_what_stands_there(desk, make):
    day = make.matching_day()
    person, (one, two) = make.applicants(day)[0], make.programmes(day)
    nothing = desk.post(url(person, "/wishes"), data={"version": person.version})
    make.wish(person, [one])
    stale = desk.post(url(person, "/wishes"), data={"wish_1": two.reference, "version": person.version})

    assert (nothing.status_code, stale.status_code) == (422, 409)
    assert f'value="{make.fresh(person).version}"' in stale.text
    assert make.wishes_at(person) == [one.id]
    assert "今の内容" in stale.text


def test_link_and_leaving(desk, make):
    day = make.matching_day()
    person = make.applicants(day)[0]

    assert desk.post(url(person, "/link")).status_code == 303
    assert desk.post(url(person, "/withdraw")).status_code == 303
    templates = [one.template for one in make.letters_to(person.email)]
    assert templates == ["matching_days/invited", "matching_days/resent", "matching_days/withdrawn"]
    assert "ただいま、この方の希望は受け付けていません" in desk.get(url(person)).text


def test_when_it_is_too_late_it_is_refused_in_words(desk, make):
    day = make.matching_day(state=DayState.MATCHED)
    person = make.applicants(day)[0]

    assert desk.post(url(person, "/withdraw")).status_code == 409
    assert desk.post(url(person, "/wishes"), data={"version": person.version}).status_code == 409


def test_letters_that_came_back_lead_here(desk, make, app):
    person = make.applicants(make.matching_day())[0]

    with app.test_request_context():
        page = app.extensions["outbox"].subject_pages["matching-applicant"](person.reference)
    assert page == url(person)
