"""The form of a request, through the front door: templates, its parts, what is kept, what is refused."""

import re

import pytest

from talent_portal.accounts.permissions import Role
from talent_portal.needs import actions
from talent_portal.needs.models import NeedState
from talent_portal.needs.rules.form_parts import Part
from tests.needs.typed import WRITE, count, edit, form, only, save, send, summary, version_in, write
from tests.signin.makers import signed_in_client


def test_a_template_fills_the_whole_request_in_the_words_of_the_work(town, make):
    assert "橋の点検の発注と確認" in town.get("/desk/needs/new").text

    page = town.get(f"{WRITE}?template=nurse_leave").text

    assert 'value="保健師の産休・育休の代替"' in page
    assert re.search(r'value="leave_cover" checked', page)
    assert "保健師助産師看護師法第29条" in page

    kept = town.post(WRITE, data={"do": "save", "template": "nurse_leave", "title_ja": "代替", "head_count": "1"})
    assert kept.status_code == 303
    # Two months for asking and selecting: from June on, August.
    assert re.search(r'name="starts_on-month" value="8"', town.get(edit(only(make), "when")).text)
    assert re.search(r'value="leave" selected|selected value="leave"', town.get(edit(only(make), "why")).text)


@pytest.mark.parametrize("template", ["", "no-such-template"])
def test_an_empty_form_is_offered_too(town, template):
    assert town.get(f"{WRITE}?template={template}").status_code == 200


def test_a_request_goes_from_the_form_to_the_prefecture_and_is_opened(town, make):
    coordinator = make.membership(Role.COORDINATOR)

    written = write(town, make)
    sent = send(town, written)

    need = only(make)
    assert (sent.status_code, sent.location) == (303, f"/desk/needs/{need.reference}")
    assert (need.state, need.half_days, need.weekly_minutes) == (NeedState.SUBMITTED, 4, 930)
    assert (need.starts_on.isoformat(), need.ends_on.isoformat()) == ("2026-09-01", "2027-03-31")
    assert [letter.subject for letter in make.letters_to(coordinator.account.email)] == [
        f"新しい依頼 {need.number}：{need.title_ja}"
    ]

    desk = signed_in_client(town, make, coordinator)
    opened = desk.post(f"/desk/needs/{need.reference}/decision", data={"to": "open", "version": str(need.version)})
    assert opened.status_code == 303
    assert only(make).state is NeedState.OPEN
    assert "紹介受付中" in desk.get(opened.location).text


def test_every_part_is_saved_for_itself_and_leaves_the_others_alone(town, make):
    write(town, make, joint={"cost_split": "折半"}, why={"supervisor": "潮見坂 保"})

    for part in Part:
        page = town.get(edit(only(make), part)).text
        assert (
            town.post(edit(only(make), part), data=form(part, do="save", version=version_in(page))).status_code == 303
        )

    pages = {part: town.get(edit(only(make), part)).text for part in Part}
    assert "点検の発注</textarea>" in pages[Part.WORK]
    assert 'value="15.5"' in pages[Part.WHEN]
    assert "旅費は勤務日の市町が負担</textarea>" in pages[Part.JOINT]
    assert pages[Part.CONDITIONS].count("なし</textarea>") == 12
    assert 'value="8款2項"' in pages[Part.WHY]
    assert not re.search(r'name="supervisor"[^>]*value="潮見坂 保"', pages[Part.WHY])


def test_saving_leads_from_part_to_part_and_at_last_to_the_draft(town, make):
    answer = town.post(WRITE, data=form("work", do="continue"))

    for part in list(Part)[1:]:
        assert answer.location == edit(only(make), part)
        version = version_in(town.get(answer.location).text)
        answer = town.post(answer.location, data=form(part, do="continue", version=version))

    assert answer.location == f"/desk/needs/{only(make).reference}"
    assert "5項目のうち5項目が完了" in town.get(answer.location).text


def test_the_drafts_page_tells_what_each_part_still_lacks(town, make):
    town.post(WRITE, data={"do": "save", "head_count": "1", "title_ja": "橋"})

    page = town.get(f"/desk/needs/{only(make).reference}").text

    assert "未入力：職種、仕事の内容、業務内容（日本語）</p>" in page
    assert "未入力：日数、開始日、終了日</p>" in page
    assert "5項目のうち1項目が完了" in page
    for part in Part:
        assert f'href="{edit(only(make), part)}"' in page


def test_the_same_form_sent_twice_makes_one_request(town, make):
    for _ in range(2):
        assert town.post(WRITE, data=form(do="save")).status_code == 303
    written = only(make)

    for _ in range(2):
        again = form("when", do="save", version=str(written.version))
        assert town.post(edit(written, "when"), data=again).status_code == 303
    assert only(make).version == written.version + 1


def test_sending_twice_sends_once(town, make):
    coordinator = make.membership(Role.COORDINATOR)
    written = write(town, make)
    step = {"to": "submit", "version": str(written.version)}

    for _ in range(2):
        assert town.post(f"/desk/needs/{written.reference}/own-step", data=step).status_code == 303

    assert only(make).state is NeedState.SUBMITTED
    assert len(make.letters_to(coordinator.account.email)) == 1


def test_a_draft_needs_a_title_and_nothing_else(town, make):
    refused = town.post(WRITE, data={"do": "save", "head_count": "1", "duties_ja": "点検"})
    assert refused.status_code == 422
    assert "どのような仕事か、短い言葉で入力してください" in refused.text
    assert "点検</textarea>" in refused.text

    kept = town.post(WRITE, data={"do": "save", "head_count": "1", "title_ja": "橋"})
    assert kept.status_code == 303
    assert only(make).state is NeedState.DRAFT


def test_sending_names_every_particular_that_is_missing_on_the_part_that_lacks_it(town, make):
    written = write(
        town,
        make,
        work={"tasks": []},
        conditions={"c_trial": "", "c_pay": " ", "travel_paid": ""},
        why={"advertised": []},
    )

    refused = send(town, written)

    assert refused.location.startswith(f"{edit(written, 'work')}?")
    page = town.get(refused.location).text
    assert '<a href="#tasks-0">仕事の内容を入力してください' in summary(page)
    assert "点検の発注</textarea>" in page
    assert save(town, written, "work").status_code == 303

    refused = send(town, only(make))
    told = summary(town.get(refused.location).text)
    assert re.findall(r'<a href="#(\w+)">([^<]*)を入力してください[^<]*</a>', told) == [
        ("c_pay", "報酬・謝金"),
        ("c_trial", "試用期間（条件付採用）"),
        ("travel_paid", "旅費・通勤費"),
    ]
    assert only(make).state is NeedState.DRAFT


@pytest.mark.parametrize(
    ("part", "typed", "sentence"),
    [
        ("when", {"days": "2.3"}, "0.5刻み"),
        ("when", {"days": "二日"}, "0.5刻み"),
        ("when", {"days": "0"}, "以下の数字"),
        ("when", {"days": "8"}, "1週間は7日です"),
        ("when", {"hours": "61"}, "60以下"),
        ("when", {"remote_percent": "101"}, "0"),
        ("why", {"email": "nobody"}, "name@example.jp"),
        ("why", {"phone": "123"}, "電話番号"),
        ("work", {"head_count": "0"}, "1"),
        ("when", {"ends_on-day": "32"}, "暦"),
        ("work", {"title_ja": "橋" * 121}, "120文字以内"),
        ("conditions", {"c_pay": "円" * 501}, "500文字以内"),
        ("why", {"budget": "gold"}, "選択"),
        ("work", {"licences-0-level": "9"}, "選択"),
        ("joint", {"shares-1-days": "x"}, "0.5刻み"),
        ("when", {"halves": "14"}, "曜日"),
    ],
)
def test_odd_input_is_answered_in_words_and_stays(town, draft, part, typed, sentence):
    stays = {
        "work": "点検の発注</textarea>",
        "when": 'value="本庁舎 建設課"',
        "joint": "旅費は勤務日の市町が負担</textarea>",
        "conditions": "机とパソコン</textarea>",
        "why": 'value="8款2項"',
    }

    refused = save(town, draft, part, **typed)

    assert refused.status_code == 422
    assert sentence in summary(refused.text)
    assert stays[part] in refused.text


def test_days_are_read_in_any_width(town, make, draft):
    save(town, draft, "when", days="2.5")

    assert only(make).half_days == 5


def test_choosing_another_role_shows_its_work_and_keeps_what_was_typed(town, make):
    shown = town.post(WRITE, data=form(do="role", profession="ict"))

    assert shown.status_code == 200
    assert "情報セキュリティの監査・助言" in shown.text
    assert "点検の発注</textarea>" in shown.text
    assert count(make) == 0


def test_whoever_is_slower_sees_both_versions(town, make, office):
    need = make.need(author=make.officer(Role.MEMBER, office), state=NeedState.DRAFT, title_ja="一人目")
    actions.edit_need(
        make.officer(Role.MEMBER, office), need.reference, make.need_draft(title_ja="二人目"), need.version, "theirs"
    )
    address = edit(need, "work")

    refused = town.post(address, data=form(do="save", title_ja="三人目", version=str(need.version)))

    assert refused.status_code == 409
    assert "二人目" in refused.text
    assert 'value="三人目"' in refused.text
    saved = town.post(address, data=form(do="save", title_ja="三人目", version=version_in(refused.text)))
    assert saved.status_code == 303
    assert make.fresh(need).title_ja == "三人目"


def test_a_colleague_at_another_part_is_told_of_and_loses_nothing(town, make, draft):
    assert save(town, draft, "why", budget_line="3款1項").status_code == 303

    stale = form("when", do="save", days="2", version=str(draft.version))
    refused = town.post(edit(draft, "when"), data=stale)
    again = town.post(edit(draft, "when"), data=stale | {"version": version_in(refused.text)})

    assert (refused.status_code, again.status_code) == (409, 303)
    assert (only(make).budget_line, only(make).weekly_minutes) == ("3款1項", 930)


def test_a_submitted_request_is_not_edited(town, make, office):
    need = make.need(author=make.officer(Role.MEMBER, office), state=NeedState.SUBMITTED)

    refused = town.get(edit(need, "work"))
    sent = town.post(edit(need, "work"), data=form(do="save", version=str(need.version)))

    assert (refused.status_code, sent.status_code) == (409, 409)
    assert "先に引き戻してください" in refused.text
    assert town.get(edit(need, "no-such-part")).status_code == 404
