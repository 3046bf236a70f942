"""The live count lent to the form of a request, and how many questions the pages ask the database."""

import re
from dataclasses import replace
from datetime import date

import pytest

from talent_portal.accounts.permissions import Role
from talent_portal.matching.reports import live_count
from talent_portal.municipalities import queries as municipalities
from talent_portal.needs import queries as needs
from talent_portal.needs.actions import QualificationDraft
from talent_portal.needs.models import Strength
from tests.matching.looking import LICENCE, ROLE, somebody, url
from tests.signin.makers import signed_in_client


def count(make, need):
    return live_count(make.session, needs.facts(make.session, [need.id])[0])


class TestTheLiveCount:
    def test_it_counts_those_for_whom_every_condition_holds(self, make, towns, bridge):
        somebody(make, towns)
        somebody(make, towns, max_minutes=60)

        found = count(make, bridge)

        assert found.people == 1

    def test_it_names_the_cheapest_conditions_to_give_up_in_words_and_numbers(self, make, towns, bridge):
        somebody(make, towns, licence=False)
        somebody(make, towns, days_a_week=1)

        found = count(make, bridge)

        assert [(one.code, one.people) for one in found.relaxations] == [("fewer_days", 1), ("without_licence", 1)]
        assert found.relaxations[0].params == {"days": "1", "instead": "2"}
        assert found.relaxations[1].params == {"qualification": "1級土木施工管理技士", "others": 0}

    def test_a_licence_that_the_law_demands_of_the_post_is_nothing_to_give_up(self, make, towns, bridge):
        somebody(make, towns, licence=False)
        facts = needs.facts(make.session, [bridge.id])[0]
        ways = [live_count(make.session, replace(facts, law_required=bound)).relaxations for bound in (False, True)]

        assert [[one.code for one in found] for found in ways] == [["without_licence"], []]

    def test_people_hidden_from_the_municipality_are_not_counted_anywhere(self, make, towns, bridge):
        office = towns["hasami"].organisation
        somebody(make, towns, hidden_from=[office])
        somebody(make, towns, licence=False, hidden_from=[office])

        found = count(make, bridge)

        assert (found.people, found.relaxations) == (0, ())

    def test_without_a_decision_table_nothing_is_known_to_be_lawful(self, make):
        role = make.profession()
        town = make.municipality()
        make.specialist(professions=(role.code,), base=town)
        need = make.need(profession=role.code, organisation=town.organisation)

        assert count(make, need).people == 0

    def test_days_a_month_are_given_up_by_the_month(self, make, towns):
        need = make.need(
            organisation=towns["hasami"].organisation,
            profession=ROLE,
            tasks=("bridge_inspection",),
            pattern="monthly",
            place="hasami",
            half_days=20,
            starts_on=date(2026, 7, 1),
            ends_on=date(2026, 12, 28),
            qualifications=(QualificationDraft(qualification=LICENCE, strength=Strength.MUST),),
        )
        somebody(make, towns)

        (first, *_) = count(make, need).relaxations

        assert first.code == "fewer_days_month"


PAGES = ["", "/others", "/{person}", "/compare?person={person}&person={other}"]


@pytest.mark.parametrize("page", PAGES, ids=["list", "others", "person", "compare"])
def test_a_page_asks_as_often_for_many_as_for_few(desk, make, bridge, statements, page):
    towns = {town.slug: town for town in municipalities.municipalities(make.session)}
    people = [somebody(make, towns) for _ in range(3)]
    somebody(make, towns, licence=False)
    address = url(bridge) + page.format(person=people[0].reference, other=people[1].reference)
    asked = []
    for _ in range(2):
        desk.get(address)  # the first visit warms what is kept in memory
        statements.clear()
        assert desk.get(address).status_code == 200
        asked.append(len(statements))
        for _ in range(12):
            somebody(make, towns, skills={"bridge_inspection": "alone"})
            somebody(make, towns, max_minutes=30)

    assert asked[0] == asked[1] < 45


def test_the_reverse_asks_as_often_for_many_requests_as_for_one(desk, make, towns, bridge, statements):
    person = somebody(make, towns)
    address = f"/desk/people/{person.reference}/requests"
    asked = []
    for _ in range(2):
        desk.get(address)
        statements.clear()
        assert desk.get(address).status_code == 200
        asked.append(len(statements))
        for number in range(10):
            make.need(profession=ROLE, tasks=("bridge_inspection",), title_ja=f"仕事{number}", place="hasami")

    assert asked[0] == asked[1] < 40


def test_a_candidate_is_made_with_one_button_and_one_finds_back(desk, make, towns, bridge):
    person = somebody(make, towns)
    page = desk.get(url(bridge, person.reference)).text
    (action,) = re.findall(rf'action="([^"]*{bridge.reference}/propose)"', page)

    made = desk.post(action, data={"specialist": person.reference})

    assert f'name="specialist" value="{person.reference}"' in page
    assert made.status_code == 303
    candidates = desk.get(made.location)
    assert person.name in candidates.text
    assert url(bridge) in candidates.text


def test_an_auditor_makes_nobody_a_candidate(client, make, towns, bridge):
    person = somebody(make, towns)

    auditor = signed_in_client(client, make, Role.AUDITOR)

    assert not any("/propose" in auditor.get(page).text for page in (url(bridge), url(bridge, person.reference)))
