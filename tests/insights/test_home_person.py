"""People of the register who sign in see what waits for their answer, and else their own page."""

import re

import pytest

from talent_portal.introductions.rules.states import ProposalState
from talent_portal.placements.models import Side
from talent_portal.placements.rules.states import OfferState, PlacementState

ASKED = "ご意向のお返事をお待ちしています"
OFFERED = "勤務条件の提示が届いています"
WORKED = "勤務が終わりました。実績報告をお願いします"


@pytest.fixture
def account(make):
    return make.account(kind="specialist")


@pytest.fixture
def person(make, account):
    return make.specialist(account_id=account.id)


@pytest.fixture
def titles(sign_in, account):
    client = sign_in(account)
    return lambda: re.findall(r'class="queue__title">([^<]+)<', client.get("/home").text)


@pytest.mark.usefixtures("person")
def test_where_nothing_waits_one_comes_to_ones_own_page(sign_in, account):
    assert sign_in(account).get("/home").location == "/me"


def test_a_request_waits_until_it_is_answered(make, person, titles):
    make.proposal(ProposalState.NOT_INTERESTED, specialist=person)
    make.proposal(ProposalState.SOUNDED)
    assert titles() == []

    make.proposal(ProposalState.SOUNDED, specialist=person)
    assert titles() == [ASKED]


def test_terms_wait_until_they_are_answered(make, person, titles):
    made = make.offer(make.parties(specialist=person), state=OfferState.SENT)
    make.offer(state=OfferState.SENT)
    assert titles() == [OFFERED]

    make.say(made, Side.PERSON)
    assert titles() == []


def test_a_report_waits_once_the_work_has_ended(make, person, titles):
    make.placement(make.parties(specialist=person), state=PlacementState.ACTIVE)
    assert titles() == []

    make.placement(make.parties(specialist=person), state=PlacementState.ENDED, halves=1)
    assert titles() == [WORKED]


def test_the_page_asks_as_much_for_one_thing_as_for_ten(make, person, sign_in, account, statements):
    client = sign_in(account)
    costs = []
    for halves in (range(1), range(1, 10)):
        for half in halves:
            make.offer(make.parties(specialist=person), state=OfferState.SENT, halves=1 << half)
        client.get("/home")
        statements.clear()
        client.get("/home")
        costs.append(len(statements))

    assert costs[0] == costs[1]
