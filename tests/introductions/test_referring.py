"""Introduction and selection: with consent, for this request, told to everybody; and nothing ends in silence."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import inspect

from talent_portal.accounts.permissions import Role
from talent_portal.core import calendar
from talent_portal.core.db import transaction
from talent_portal.introductions import actions, policies, queries
from talent_portal.introductions.actions import InviteDraft
from talent_portal.introductions.errors import ConsentMissing, NotCredential, PersonNotAvailable
from talent_portal.introductions.models import Meeting
from talent_portal.introductions.rules.states import ProposalState
from talent_portal.needs.actions import QualificationDraft
from talent_portal.needs.models import Strength
from talent_portal.specialists.models import HideFrom, Specialist
from talent_portal.specialists.rules.cards import NamedCard
from tests.signin.makers import signed_in_client

_S = ProposalState
MAIL = "a@example.com"
LICENCE = "civil_works_1"


def licensed(make):
    """A request that demands a licence."""
    make.catalogue()
    licences = (QualificationDraft(qualification=LICENCE, strength=Strength.MUST),)
    return make.need(profession="civil_engineer", qualifications=licences)


def templates(make, address):
    return [letter.template.removeprefix("introductions/") for letter in make.letters_to(address)]


def hide(make, case, office):
    make.keep(HideFrom(specialist_id=make.again(case).specialist_id, organisation_id=inspect(office).identity[0]))


def set_person_state(make, case, state):
    with transaction() as session:
        session.get(Specialist, make.again(case).specialist_id).state = state


def may_see(make, role, office, case):
    return policies.may_see_person(make.officer(role, office), make.case(case))


def test_without_consent_no_name(make):
    case = make.proposal(_S.INTERESTED)

    with pytest.raises(ConsentMissing):
        make.take(case, "refer")


def test_the_name_goes_to_the_approvers_of_the_municipality_that_asked_and_nowhere_else(make):
    need = make.need()
    town = make.office_of(need)
    before, case = make.proposal(_S.INTERESTED, need=need), make.proposal(_S.REFERRED, need=need)

    assert may_see(make, Role.APPROVER, town, case)
    assert not may_see(make, Role.MEMBER, town, case)
    assert not may_see(make, Role.CHECKER, town, case)
    assert not may_see(make, Role.APPROVER, make.organisation(), case)
    assert not may_see(make, Role.APPROVER, town, before)


def test_a_partner_of_a_joint_request_sees_the_name_too(make):
    partner = make.organisation()
    case = make.proposal(_S.REFERRED, need=make.need(partners=[partner]))

    assert may_see(make, Role.APPROVER, partner, case)


def test_the_name_vanishes_thirty_days_after_the_end(make, clock):
    need = make.need()
    town = make.office_of(need)
    case = make.proposal(_S.NOT_SELECTED, need=need)

    clock.shift(timedelta(days=29, hours=23))
    assert may_see(make, Role.APPROVER, town, case)
    clock.shift(timedelta(hours=2))
    assert not may_see(make, Role.APPROVER, town, case)


def test_hiding_from_the_municipality_takes_name_and_card_away_at_once(make):
    need = make.need()
    town = make.office_of(need)
    named, shown = make.proposal(_S.REFERRED, need=need), make.proposal(_S.SHORTLISTED, need=need, shown=True)
    for case in (named, shown):
        hide(make, case, town)

    assert not may_see(make, Role.APPROVER, town, named)
    assert not policies.may_see_card(make.officer(Role.MEMBER, town), make.case(shown))
    assert queries.shown_to(make.session, make.officer(Role.MEMBER, town), 1).rows == []


def test_everybody_is_told_of_the_introduction(make):
    need = make.need()
    approver, member = make.town_officer(make.office_of(need)), make.town_officer(make.office_of(need), Role.MEMBER)
    case = make.proposal(_S.REFERRED, need=need, email=MAIL)
    whole = make.case(case)

    assert templates(make, MAIL)[-1] == "introduced"
    for officer in (approver, member):
        letter = make.letters_to(make.address_of(officer))[-1]
        assert letter.template == "introductions/town_introduced"
        assert whole.person.name not in letter.body
    assert (case.waits_on, case.due_at) == ("municipality", calendar.deadline(date(2026, 6, 15)))


def test_a_partner_reads_along_and_learns_who_takes_the_next_step(make):
    partner = make.organisation()
    need = make.need(partners=[partner])
    asking, reading_along = make.town_officer(make.office_of(need)), make.town_officer(partner)
    make.proposal(_S.REFERRED, need=need, email=MAIL)

    mine, along = (make.letters_to(make.address_of(one))[-1] for one in (asking, reading_along))
    assert mine.template == along.template == "introductions/town_introduced"
    assert "共同の依頼です" in along.body
    assert "面談の日程を決めるか" not in along.body
    assert "共同の依頼です" not in mine.body


def test_a_municipality_without_accounts_is_called(make):
    make.proposal(_S.REFERRED)

    assert "introductions.town_introduced" in [call.reason for call in make.calls()]


def test_a_must_that_nobody_has_checked_stops_the_introduction(make):
    need = licensed(make)
    case = make.take(make.proposal(_S.INTERESTED, need=need), "agree")

    with pytest.raises(NotCredential):
        make.take(case, "refer")

    make.licence(make.person_of(case), LICENCE)
    assert make.take(case, "refer").state == "referred"


def test_a_licence_that_ends_before_the_work_is_none(make):
    need = licensed(make)
    case = make.take(make.proposal(_S.INTERESTED, need=need), "agree")
    make.licence(make.person_of(case), LICENCE, expires_on=date(2026, 12, 27))

    with pytest.raises(NotCredential):
        make.take(case, "refer")


def test_nobody_is_introduced_who_hides_meanwhile(make):
    need = make.need()
    case = make.take(make.proposal(_S.INTERESTED, need=need), "agree")
    hide(make, case, make.office_of(need))

    with pytest.raises(PersonNotAvailable):
        make.take(case, "refer")


def test_an_interview_is_told_with_day_place_and_contact(make):
    case = make.proposal(_S.REFERRED, email=MAIL)

    case = make.take(
        case, "invite", interview_on=date(2026, 6, 19), interview_at=time(13, 30), contact="総務課 095-000-0009"
    )

    body = make.letters_to(MAIL)[-1].body
    for said in ("2026年6月19日", "13:30", "庁舎2階", "総務課 095-000-0009", "庁舎などで面談"):
        assert said in body
    assert case.due_at == calendar.deadline(date(2026, 6, 26))


def test_a_moved_interview_says_so(make):
    case = make.take(make.proposal(_S.REFERRED, email=MAIL), "invite", interview_on=date(2026, 6, 19))

    make.take(case, "invite", interview_on=date(2026, 6, 22), meeting=Meeting.ONLINE)

    body = make.letters_to(MAIL)[-1].body
    assert "日程が変わりました" in body
    assert "2026年6月22日" in body


def test_a_member_prepares_and_only_an_approver_records(make):
    case = make.proposal(_S.REFERRED)
    member = make.officer(Role.MEMBER, make.case(case).office)
    draft = InviteDraft(meeting=Meeting.PHONE, interview_on=date(2026, 6, 19))

    assert actions.invite(member, case.reference, draft, case.version).state == "referred"


def test_selected_people_wait_for_terms(make):
    need = make.need()
    case = make.proposal(_S.SELECTED, need=need)
    make.proposal(_S.REFERRED, need=need)
    elsewhere = make.proposal(_S.SELECTED)

    found = queries.selected(make.session, make.office_of(need).id)

    assert [one.id for one in found] == [case.id]
    assert (found[0].need.id, found[0].specialist.id) == (need.id, make.person_of(case).id)
    assert {one.id for one in queries.selected(make.session)} == {case.id, elsewhere.id}
    assert queries.proposal(make.session, case.reference).need.id == need.id


def test_what_is_shown_of_the_introduced_is_the_card_of_the_register_and_needs_the_consent(make, client):
    make.catalogue()
    need = make.need(profession="civil_engineer")
    person = make.specialist(professions=("civil_engineer", "ict"), employer="架空県庁", career="橋の設計")
    make.licence(person, LICENCE, expires_on=date(2027, 3, 31))
    case = make.proposal(_S.REFERRED, need=need, specialist=person)
    town = make.office_of(need)

    card = queries.named_card(make.session, make.case(case))

    assert isinstance(card, NamedCard)
    assert (card.profession, card.years) == ("civil_engineer", 20)
    assert card.licences == ((LICENCE, True, date(2027, 3, 31)),)
    approver = signed_in_client(client, make, make.membership(Role.APPROVER, organisation=town))
    page = approver.get(f"/desk/candidates/{make.again(case).reference}/person").text
    assert all(word in page for word in (person.name, "架空県庁", "橋の設計", "2027年3月31日"))


def test_before_the_consent_the_page_of_the_introduced_is_nobodys(make, client):
    case = make.proposal(_S.INTERESTED)
    coordinator = signed_in_client(client, make, Role.COORDINATOR)

    assert coordinator.get(f"/desk/candidates/{make.again(case).reference}/person").status_code == 404
    assert "/person" not in coordinator.get(f"/desk/candidates/{make.again(case).reference}").text
