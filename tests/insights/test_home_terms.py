"""Terms and appointments stand in the queue of whoever takes the next step, and in nobody else's."""

import re

import pytest

from talent_portal.accounts.permissions import Role
from talent_portal.core.db import transaction
from talent_portal.introductions.models import Proposal
from talent_portal.introductions.rules.deadlines import Party
from talent_portal.placements import actions
from talent_portal.placements.models import Placement, Side
from talent_portal.placements.rules.states import OfferState, PlacementState

OFFER = "選考済みの方がいます。勤務条件を提示してください"
WRITE = "勤務条件を書くか、直してください"
CHECK = "勤務条件の任用形態を確認してください"
SEND = "任用形態の確認が済みました。勤務条件を送付してください"
ANSWER = "市町としての回答がまだです。勤務条件に回答してください"
CONFIRM = "電話・書面での返事の確認が必要です"
APPOINT = "任用の準備が整いました。任用を記録してください"
ASKED = "勤務の変更の希望が届いています"
REPORT = "勤務が終わりました。実績報告を書いてください"
TOWN = (Role.MEMBER, Role.APPROVER, Role.CHECKER)


def _titles(page: str) -> list[str]:
    return [title.strip() for title in re.findall(r'class="queue__title">([^<]+)<', page)]


@pytest.fixture
def told(sign_in, make):
    """What a role reads on its home in the office of some parties."""

    def read(role, who):
        office = make.session.merge(who.office, load=False)
        return _titles(sign_in(make.membership(role, organisation=office)).get("/home").text)

    return read


def selected(make):
    """Parties whose candidate waits on the municipality, as the result of a selection leaves them."""
    who = make.parties()
    with transaction() as session:
        session.get(Proposal, who.proposal.id).waits_on = Party.MUNICIPALITY
    return who


def checked(make):
    made = make.offer(state=OfferState.DRAFT)
    make.pass_check(made.parties, made)
    return made


@pytest.mark.parametrize(
    ("stage", "rows"),
    [
        (lambda make: make.offer(state=OfferState.DRAFT), {Role.CHECKER: [CHECK]}),
        (checked, {Role.APPROVER: [SEND]}),
        (lambda make: make.offer(state=OfferState.SENT), {Role.APPROVER: [ANSWER]}),
        (lambda make: make.offer(state=OfferState.READY), {Role.APPROVER: [APPOINT]}),
        (lambda make: make.offer(state=OfferState.DECLINED), {}),
    ],
)
def test_an_offer_waits_on_whoever_takes_its_next_step(make, told, stage, rows):
    who = stage(make).parties

    assert {role: told(role, who) for role in TOWN} == {role: rows.get(role, []) for role in TOWN}


def test_a_selected_candidate_asks_for_terms_only_until_they_are_begun(make, told):
    who, others = selected(make), selected(make)
    assert told(Role.MEMBER, who) == [OFFER]

    make.begin(who)
    assert told(Role.MEMBER, who) == told(Role.APPROVER, who) == [WRITE]
    assert told(Role.MEMBER, others) == [OFFER]


def test_an_appointment_waits_for_an_answer_to_a_wish_and_for_reports(make, told):
    asked = make.placement(state=PlacementState.ACTIVE)
    actions.ask(asked.parties.member, asked.reference, "longer")
    ended = make.placement(state=PlacementState.ENDED)

    assert (told(Role.APPROVER, asked.parties), told(Role.MEMBER, asked.parties)) == ([ASKED], [])
    assert told(Role.MEMBER, ended.parties) == told(Role.APPROVER, ended.parties) == [REPORT]

    with transaction() as session:
        session.get(Placement, ended.id).released_at = ended.created_at
    assert told(Role.MEMBER, ended.parties) == []


def test_a_noted_answer_waits_on_a_coordinator_who_did_not_write_it(make, client, sign_in):
    made = make.offer(state=OfferState.SENT)
    make.say(made, Side.TOWN)
    actions.note(made.parties.coordinator, made.reference, make.note_of())

    page = sign_in(Role.LEAD).get("/home").text
    assert _titles(page) == [CONFIRM]
    assert f"/desk/offers/{made.reference}" in page
    assert _titles(sign_in(Role.AUDITOR).get("/home").text) == []


def test_the_home_asks_as_much_for_one_offer_as_for_ten(make, sign_in, statements):
    who = make.parties()
    client = sign_in(make.membership(Role.APPROVER, organisation=make.session.merge(who.office, load=False)))
    make.offer(who, state=OfferState.DRAFT)
    client.get("/home")
    statements.clear()
    client.get("/home")
    few = len(statements)
    for _ in range(9):
        make.begin(make.parties(office=who.office))
    statements.clear()

    assert len(_titles(client.get("/home").text)) == 9
    assert len(statements) == few


def test_the_menu_marks_the_entry_of_a_page_that_stands_beside_it(make, sign_in):
    made = make.offer(state=OfferState.DRAFT)
    office = make.session.merge(made.parties.office, load=False)

    page = sign_in(make.membership(Role.CHECKER, organisation=office)).get(f"/desk/offers/{made.reference}").text
    assert set(re.findall(r'<a href="([^"]+)" aria-current="([^"]+)"', page)) == {("/desk/placements", "true")}
