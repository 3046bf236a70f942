"""Who reads what of a request: lists, prints, other municipalities, everybody."""

import io
import json
import re

import openpyxl

from talent_portal.accounts.permissions import Role
from talent_portal.needs.actions import ContactDraft
from talent_portal.needs.models import Audience, NeedState
from tests.needs.typed import as_role
from tests.signin.makers import signed_in_client


def test_others_read_what_is_advertised_and_nothing_from_inside(client, make):
    need = make.need(contact=ContactDraft(supervisor="潮見坂 保"), budget_line="8款2項")
    stranger = as_role(client, make, Role.MEMBER)

    for path in ("", "/print"):
        page = stranger.get(f"/desk/needs/{need.reference}{path}").text
        assert need.duties_ja in page
        assert "潮見坂" not in page
        assert "8款2項" not in page
        assert "唯一の職員" not in page


def test_the_print_carries_everything_for_the_decision(town, make, office):
    need = make.need(organisation=office, contact=ContactDraft(supervisor="潮見坂 保"), budget_line="8款2項")

    page = town.get(f"/desk/needs/{need.reference}/print").text

    for text in ("決裁者", "潮見坂 保", "8款2項", need.number, "令和8年7月1日（2026年7月1日）"):
        assert text in page


def test_public_work_is_listed_for_everybody_and_nothing_else_is(client, make, office):
    shown = make.need(organisation=office, audience=Audience.PUBLIC, title_ja="公開の仕事", budget_line="8款2項")
    hidden = make.need(organisation=office, audience=Audience.MUNICIPALITIES, title_ja="市町だけの仕事")

    page = client.get("/open-work").text
    assert "公開の仕事" in page
    assert "市町だけの仕事" not in page
    one = client.get(f"/open-work/{shown.reference}")
    assert "8款2項" not in one.text
    assert client.get(f"/open-work/{hidden.reference}").status_code == 404
    posting = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', one.text, re.DOTALL)[1])
    assert posting["@type"] == "JobPosting"
    assert posting["validThrough"] == "2026-12-28T23:59:59+09:00"
    assert posting["hiringOrganization"]["name"] == "東彼杵町"


def test_public_work_disappears_when_it_is_filled(client, make):
    need = make.need(audience=Audience.PUBLIC)
    make.set_need_state(need, NeedState.FILLED)

    assert client.get(f"/open-work/{need.reference}").status_code == 404


def test_public_work_is_narrowed_by_role_and_speaks_english(client, make):
    need = make.need(audience=Audience.PUBLIC)
    other = make.need(audience=Audience.PUBLIC, title_en="Something else")
    client.set_cookie("lang", "en")

    page = client.get(f"/open-work?role={need.profession}").text

    assert need.title_en in page
    assert other.title_en not in page


def test_the_list_is_narrowed_by_chips_with_counts_and_leaves_as_a_file(town, make, office):
    mine = make.need(organisation=office, title_ja="自分の依頼")
    make.need(organisation=office, state=NeedState.DRAFT, title_ja="自分の下書き")
    theirs = make.need(title_ja="よその依頼")
    make.need(state=NeedState.DRAFT, title_ja="よその下書き")

    page = town.get("/desk/needs").text
    assert "自分の下書き" in page
    assert "よその依頼" in page
    assert "よその下書き" not in page
    own = town.get("/desk/needs?whose=own&state=open").text
    assert mine.title_ja in own
    assert theirs.title_ja not in own
    assert re.search(r'chip--on.*?紹介受付中\s*<span class="chip__count number">1</span>', own, re.DOTALL)

    sheet = openpyxl.load_workbook(io.BytesIO(town.get("/desk/needs.xlsx?whose=own").data)).active
    assert {row[3].value for row in sheet.iter_rows(min_row=2)} == {"自分の依頼", "自分の下書き"}
    assert town.get("/desk/needs.csv?state=filled").data.decode("utf-8-sig").count("\n") == 1


def test_nonsense_in_the_address_of_the_list_is_forgiven(town):
    assert town.get("/desk/needs?whose=moon&state=flying&role=wizard&page=-3").status_code == 200


def test_a_prefecture_only_request_is_not_shown_to_other_municipalities(client, make):
    need = make.need(audience=Audience.PREFECTURE)
    stranger = as_role(client, make, Role.MEMBER)

    assert stranger.get(f"/desk/needs/{need.reference}").status_code == 404
    assert need.title_ja not in stranger.get("/desk/needs").text
    assert as_role(client, make, Role.COORDINATOR).get(f"/desk/needs/{need.reference}").status_code == 200


def test_a_specialist_is_led_to_the_open_work(client, make):
    someone = signed_in_client(client, make, make.specialist_account())

    assert someone.get("/desk/needs").location == "/open-work"


def test_the_list_asks_the_same_number_of_questions_however_long(client, make, statements):
    desk = as_role(client, make, Role.COORDINATOR)
    for _ in range(2):
        make.need(partners=[make.organisation()])
    desk.get("/desk/needs")
    statements.clear()
    desk.get("/desk/needs")
    few = len(statements)

    for _ in range(10):
        make.need(partners=[make.organisation()])
    statements.clear()
    desk.get("/desk/needs")

    assert len(statements) == few
