"""A municipality's own booth: what it says, who booked, and who may be contacted."""

import csv
import io
import re

import openpyxl
import pytest
from sqlalchemy import select

from talent_portal.accounts.permissions import Role
from talent_portal.core.db import reading
from talent_portal.fairs.models import Booth, FairState
from talent_portal.privacy.models import AccessEvent
from tests.signin.makers import signed_in_client


@pytest.fixture
def office(make):
    return make.municipality().organisation


@pytest.fixture
def town(client, make, office):
    return signed_in_client(client, make, make.membership(Role.MEMBER, organisation=office))


@pytest.fixture
def fair(make, office):
    return make.fair(municipalities=[office, make.municipality().organisation], rounds=3, seats=5)


def booth_of(fair, office):
    return reading().scalars(select(Booth).where(Booth.fair_id == fair.id, Booth.organisation_id == office.id)).one()


def booth_form(booth, **given):
    return {"label": booth.label, "staff": "2", "version": str(booth.version)} | given


def willing(make, fair, office, *slots, **given):
    return make.registration(fair, *slots, follow_up=(office.reference,), **given)


def accesses():
    return reading().scalars(select(AccessEvent)).all()


def test_what_a_municipality_writes_is_on_the_public_page(town, fair, office):
    booth = booth_of(fair, office)

    saved = town.post(
        f"/desk/booths/{booth.reference}",
        data=booth_form(booth, message_ja="橋を守る仕事です", exam_url="https://exam.example.com/"),
    )

    public = town.get(f"/fairs/{fair.reference}").text
    assert saved.status_code == 303
    assert "橋を守る仕事です" in public
    assert 'href="https://exam.example.com/"' in public
    assert town.get(saved.location).status_code == 200


def test_another_municipalitys_booth_is_not_there(town, fair, office):
    other = reading().scalars(select(Booth).where(Booth.organisation_id != office.id)).one()
    here = f"/desk/booths/{other.reference}"

    answers = [town.get(here), town.post(here, data=booth_form(other)), town.get(f"{here}/guests")]
    answers += [town.get(f"{here}/follow-up.{kind}") for kind in ("xlsx", "csv")]

    assert {answer.status_code for answer in answers} == {404}
    assert accesses() == []


def test_a_booth_can_be_prepared_while_the_session_is_a_draft(town, make, office):
    draft = make.fair(municipalities=[office], state=FairState.DRAFT)
    booth = booth_of(draft, office)

    saved = town.post(f"/desk/booths/{booth.reference}", data=booth_form(booth, message_ja="下書き"))

    assert saved.status_code == 303
    assert town.get(saved.location).status_code == 200
    assert town.get(f"/fairs/{draft.reference}").status_code == 404


def test_whoever_was_slower_sees_the_colleagues_text(town, fair, office):
    booth = booth_of(fair, office)
    here = f"/desk/booths/{booth.reference}"
    first = booth_form(booth, message_ja="同僚の文章")
    second = booth_form(booth, message_ja="私の文章")
    town.post(here, data=first)

    answer = town.post(here, data=second)

    assert answer.status_code == 409
    assert "同僚の文章" in answer.text
    assert "私の文章" in answer.text
    assert reading().scalar(select(Booth.message_ja).where(Booth.id == booth.id)) == "同僚の文章"


WRONG = [
    ("staff", "0"),
    ("staff", "many"),
    ("label", "あ" * 41),
    ("message_ja", "あ" * 4001),
    ("room_url", "ftp://x.example.com"),
    ("exam_url", "//example.com"),
    ("jobs_url", "https://"),
    ("roles", "wizard"),
    ("message_en", "a\x00b"),
]


@pytest.mark.parametrize(("field", "typed"), WRONG)
def test_what_is_wrong_is_said_and_the_rest_is_kept(town, fair, office, field, typed):
    booth = booth_of(fair, office)

    answer = town.post(
        f"/desk/booths/{booth.reference}", data=booth_form(booth, materials="地図を持参") | {field: typed}
    )

    assert answer.status_code == 422
    assert "地図を持参" in answer.text
    assert "error-summary" in answer.text


def test_only_those_who_agreed_have_a_name(town, make, fair, office):
    slots = make.slots(fair)
    willing(make, fair, office, slots[0][0], family_name="承諾野")
    make.registration(fair, slots[0][1], family_name="匿名原")

    page = town.get(f"/desk/booths/{booth_of(fair, office).reference}/guests")

    assert "承諾野" in page.text
    assert "匿名原" not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert len(accesses()) == 1


def test_the_coordinators_look_at_a_booth_says_nothing_about_who_agreed(client, make, fair, office):
    willing(make, fair, office, make.slots(fair)[0][0])
    signed_in_client(client, make, Role.COORDINATOR)
    here = f"/desk/booths/{booth_of(fair, office).reference}"

    page = client.get(f"{here}/guests")

    assert page.status_code == 200
    assert 'id="willing"' not in page.text
    assert client.get(f"{here}/follow-up.csv").status_code == 403


def test_the_files_hold_those_who_agreed_as_they_write_their_names(town, make, fair, office):
    person = willing(make, fair, office, family_name="髙\ufa19", given_name="𠮷葛\U000e0100", phone="095-000-0001")
    make.registration(fair, family_name="匿名原")
    here = f"/desk/booths/{booth_of(fair, office).reference}"

    workbook = openpyxl.load_workbook(io.BytesIO(town.get(f"{here}/follow-up.xlsx").data))
    table = list(csv.reader(io.StringIO(town.get(f"{here}/follow-up.csv").data.decode("utf-8-sig"))))

    cells = [[cell.value for cell in row] for row in workbook.active.iter_rows(min_row=2)]
    assert len(cells) == len(table) - 1 == 1
    assert cells[0][:2] == [person.number, "髙\ufa19 𠮷葛\U000e0100"]
    assert table[1][:2] == [person.number, "髙\ufa19 𠮷葛\U000e0100"]
    assert len(accesses()) == 2


@pytest.mark.parametrize("name", ["=1+1", "＝1+1", "@SUM(A1)", "+81", "-1", "\t=1"])
def test_a_name_that_is_a_formula_stays_a_name(town, make, fair, office, name):
    willing(make, fair, office, family_name=name, given_name="")
    here = f"/desk/booths/{booth_of(fair, office).reference}"

    workbook = openpyxl.load_workbook(io.BytesIO(town.get(f"{here}/follow-up.xlsx").data))
    table = list(csv.reader(io.StringIO(town.get(f"{here}/follow-up.csv").data.decode("utf-8-sig"))))

    assert workbook.active["B2"].data_type == "s"
    assert not table[1][1].lstrip().startswith(("=", "＝", "@", "+", "-"))


def test_the_list_of_sessions_shows_ones_own_booths_first(town, fair):
    page = town.get("/desk/fairs").text

    assert page.index('id="own"') < page.index('id="all"')
    assert "/desk/fairs/new" not in page


def test_whoever_may_not_edit_booths_is_shown_no_way_to_them(client, make, office, fair):
    checker = signed_in_client(client, make, make.membership(Role.CHECKER, organisation=office))

    page = checker.get("/desk/fairs").text
    assert fair.title_ja in page
    assert "/desk/booths/" not in page


def test_sixty_booths_of_ones_own_are_pages_and_ask_as_much_as_ten(town, make, office, statements):
    def booths(page):
        statements.clear()
        text = town.get(f"/desk/fairs?booths={page}").text
        return set(re.findall(r"/desk/booths/([a-z0-9]{12})/guests", text)), text, len(statements)

    for _ in range(10):
        make.fair(municipalities=[office], rounds=1, seats=1)
    _, few, asked = booths(1)
    for _ in range(50):
        make.fair(municipalities=[office], rounds=1, seats=1)
    pages = [booths(page) for page in (1, 2, 3)]

    assert "自分の市町のブースのページ" not in few
    assert "自分の市町のブースのページ" in pages[0][1]
    assert [len(shown) for shown, _, _ in pages] == [25, 25, 10]
    assert len(set.union(*(shown for shown, _, _ in pages))) == 60
    assert {cost for _, _, cost in pages} == {asked}
    assert booths(99)[0] == pages[2][0]
