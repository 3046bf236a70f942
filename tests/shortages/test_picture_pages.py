"""The picture that the answers make together: for a municipality, for the prefecture, for everybody."""

import re

import pytest

from talent_portal.accounts.permissions import Role
from talent_portal.shortages.models import ReportState, RoundState
from tests.signin.makers import signed_in_client


@pytest.fixture
def town(make):
    make.catalogue()
    return make.municipality(name_ja="東彼杵町").organisation


@pytest.fixture
def survey(make, town):
    return make.survey()


@pytest.fixture
def approver(client, make, town):
    return signed_in_client(client, make, make.membership(Role.APPROVER, organisation=town))


def as_role(client, make, role, organisation=None):
    given = {"organisation": organisation} if organisation else {}
    return signed_in_client(client, make, make.membership(role, **given))


def picture(make, survey, town):
    """Three towns: one's own lacks 2 civil engineers, a neighbour 3, a third 8; and nurses enough to show."""
    neighbour, third = (make.municipality(name_ja=name).organisation for name in ("隣町", "遠町"))
    for office, civil, nurse in ((town, 2, 9), (neighbour, 3, 9), (third, 8, 9)):
        make.report(survey, office, {"civil_engineer": (civil, 0), "public_health_nurse": (nurse, 0)})
    return neighbour


def row_of(page, name):
    """The cells of a municipality's row in the table."""
    table = page.partition("市町別・職種別の欠員</caption>")[2].partition("<tbody>")[2]
    cells = re.search(rf">{name}</th>(.*?)</tr>", table, re.DOTALL)[1]
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", cells, re.DOTALL)]


def test_a_municipality_sees_its_own_numbers_and_no_small_ones_of_others(approver, make, survey, town):
    picture(make, survey, town)

    page = approver.get("/desk/shortages").text

    assert row_of(page, "東彼杵町") == ["2", "9", "11"]
    assert row_of(page, "隣町")[0] == "非表示"
    # Knowing 2, the sum 13 and the third town's 8 would give the neighbour's 3 away.
    assert "非表示" in {row_of(page, "遠町")[0], row_of(page, "計")[0]}


def test_the_coordinator_sees_every_number(client, make, survey, town):
    picture(make, survey, town)

    page = as_role(client, make, Role.COORDINATOR).get("/desk/shortages?role=civil_engineer").text

    assert row_of(page, "隣町") == ["3", "9", "12"]
    assert "非表示" not in page


def test_a_checker_sees_no_small_number_even_of_its_own(client, make, survey, town):
    picture(make, survey, town)

    page = as_role(client, make, Role.CHECKER, town).get("/desk/shortages?role=no-such-role").text

    assert row_of(page, "東彼杵町")[0] == "非表示"


def test_who_has_not_answered_is_said_so_and_an_unconfirmed_answer_does_not_count(client, make, survey, town):
    make.report(survey, town, {"civil_engineer": (7, 0)})
    make.report(
        survey, make.municipality(name_ja="隣町").organisation, {"civil_engineer": (7, 0)}, state=ReportState.DRAFT
    )

    page = as_role(client, make, Role.COORDINATOR).get("/desk/shortages").text

    assert row_of(page, "隣町") == ["未回答"]


def test_the_picture_asks_the_same_number_of_questions_however_many_answered(client, make, survey, town, statements):
    desk = as_role(client, make, Role.COORDINATOR)
    offices = [make.municipality().organisation for _ in range(12)]
    counts = []
    for some in (offices[:2], offices[2:]):
        for office in some:
            make.report(survey, office, {"civil_engineer": (7, 0)})
        statements.clear()
        desk.get("/desk/shortages")
        counts.append(len(statements))

    assert counts[0] == counts[1]


def test_everybody_sees_sums_of_regions_from_five_on_and_nothing_smaller(client, make):
    make.catalogue()
    towns = {town.slug: town.organisation for town in make.nagasaki()}
    survey = make.survey()
    # Goto and Shinkamigoto are one region: 3 + 2 civil engineers make five, nurses only four.
    make.report(survey, towns["goto"], {"civil_engineer": (3, 0), "public_health_nurse": (4, 0)})
    make.report(survey, towns["shinkamigoto"], {"civil_engineer": (2, 0)})

    page = client.get("/shortages").text

    assert re.search(r'<td class="number"[^>]*>5</td>', page)
    assert "保健師" not in page
    assert not re.search(r'<td class="number"[^>]*>[1-4]</td>', page)


def test_a_region_of_one_municipality_never_stands_alone(client, make):
    make.catalogue()
    towns = {town.slug: town.organisation for town in make.nagasaki()}
    survey = make.survey()
    make.report(survey, towns["iki"], {"civil_engineer": (6, 0)})
    make.report(survey, towns["goto"], {"civil_engineer": (7, 0)})
    page = client.get("/shortages").text
    assert 'scope="row">五島・壱岐</th>' in page
    assert re.search(r'<td class="number"[^>]*>13</td>', page)
    client.set_cookie("lang", "en")
    assert 'scope="row">Goto, Iki</th>' in client.get("/shortages").text
    client.set_cookie("lang", "ja")

    make.report(survey, towns["shinkamigoto"], {"civil_engineer": (8, 0)})
    page = client.get("/shortages").text
    assert re.search(r'<td class="number"[^>]*>15</td>', page)
    assert "壱岐" not in page


def test_without_figures_the_public_page_says_so(client):
    assert "まだ表示できる数値がありません" in client.get("/shortages").text


def test_rounds_in_preparation_are_nobody_elses(client, make, town):
    make.survey(state=RoundState.DRAFT, title_ja="準備中の調査")

    assert "準備中の調査" not in as_role(client, make, Role.MEMBER, town).get("/desk/surveys").text
    assert "準備中の調査" in as_role(client, make, Role.COORDINATOR).get("/desk/surveys").text
