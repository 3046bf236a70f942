"""On the pages that look for people, whoever is a candidate already is marked, with the way to the case."""

import re
from datetime import date

import pytest

from talent_portal.accounts.permissions import Role
from talent_portal.introductions.rules.states import ProposalState as S
from tests.signin.makers import signed_in_client

BUTTON = "候補者にする"


@pytest.fixture
def need(make):
    make.catalogue()
    make.forms()
    towns = {town.slug: town for town in make.nagasaki()}
    return make.need(
        organisation=towns["hasami"].organisation,
        profession="civil_engineer",
        place="hasami",
        starts_on=date(2026, 7, 1),
        ends_on=date(2026, 12, 28),
        half_days=4,
        forms=("fy_part", "adviser", "reappt_short"),
    )


@pytest.fixture
def people(make, need):
    return [make.specialist(base=make.municipality_at("isahaya"), ways=["employed", "fee"]) for _ in range(2)]


@pytest.fixture
def desk(client, make, need):
    return signed_in_client(client, make, Role.COORDINATOR)


def lines(page):
    """What the list says of each person, by reference."""
    parts = re.split(r'<li class="candidates__line">', page)[1:]
    return {re.search(r"/candidates/([a-z0-9]{12})", part).group(1): part.split("</li>")[0] for part in parts}


def places(need, people):
    place = f"/desk/needs/{need.reference}/candidates"
    both = "&".join(f"person={one.reference}" for one in people)
    return place, f"{place}/{people[0].reference}", f"{place}/compare?{both}"


def test_a_running_case_stands_in_place_of_the_button(make, desk, need, people):
    case = make.proposal(S.SOUNDED, need=need, specialist=people[0])
    address = f"/desk/introductions/{make.again(case).reference}"
    need = make.need_again_by_id(make.again(case).need_id)
    everybody, one, both = places(need, [make.fresh(each) for each in people])

    mine, other = (lines(desk.get(everybody).text)[each.reference] for each in people)

    assert "この依頼の候補者です" in mine
    assert address in mine
    assert BUTTON not in mine
    assert "候補者です" not in other
    assert BUTTON in other
    page, compared = desk.get(one).text, desk.get(both).text
    assert address in page
    assert BUTTON not in page
    assert (compared.count(address), compared.count(BUTTON)) == (1, 1)


def test_a_case_that_has_ended_is_told_and_may_begin_anew(make, desk, need, people):
    case = make.proposal(S.DROPPED, need=need, specialist=people[0])
    need = make.need_again_by_id(make.again(case).need_id)

    mine = lines(desk.get(places(need, people)[0]).text)[people[0].reference]

    assert "この依頼の候補者でした" in mine
    assert BUTTON in mine
