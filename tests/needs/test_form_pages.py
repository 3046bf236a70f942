"""The form of a request, through the front door: templates, what is kept, what is refused."""

import re

import pytest
import sqlalchemy as sa

from talent_portal.accounts.permissions import Role
from talent_portal.needs import actions
from talent_portal.needs.models import Need, NeedState
from talent_portal.needs.rules.live import LiveCount, Relaxation
from tests.needs.typed import form, only
from tests.signin.makers import signed_in_client


def test_a_template_fills_the_form_in_the_words_of_the_work(town):
    assert "橋の点検の発注と確認" in town.get("/desk/needs/new").text

    page = town.get("/desk/needs/write?template=nurse_leave").text

    assert 'value="保健師の産休・育休の代替"' in page
    assert re.search(r'value="leave_cover" checked', page)
    assert "保健師助産師看護師法第29条" in page
    # Two months for asking and selecting: from June on, August.
    assert re.search(r'name="starts_on-month" value="8"', page)


@pytest.mark.parametrize("template", ["", "no-such-template"])
def test_an_empty_form_is_offered_too(town, template):
    assert town.get(f"/desk/needs/write?template={template}").status_code == 200


def test_a_request_goes_from_the_form_to_the_prefecture_and_is_opened(town, make):
    coordinator = make.membership(Role.COORDINATOR)

    sent = town.post("/desk/needs/write", data=form(do="submit"))

    need = only(make)
    assert (sent.status_code, sent.location) == (303, f"/desk/needs/{need.reference}")
    assert (need.state, need.half_days, need.weekly_minutes) == (NeedState.SUBMITTED, 4, 930)
    assert (need.starts_on.isoformat(), need.ends_on.isoformat()) == ("2026-09-01", "2027-03-31")
    assert [letter.subject for letter in make.letters_to(coordinator.account.email)] == [
        f"新しい依頼 {need.number}:{need.title_ja}"
    ]

    desk = signed_in_client(town, make, coordinator)
    opened = desk.post(f"/desk/needs/{need.reference}/decision", data={"to": "open", "version": str(need.version)})
    assert opened.status_code == 303
    assert only(make).state is NeedState.OPEN
    assert "紹介受付中" in desk.get(opened.location).text


def test_the_same_form_sent_twice_makes_one_request(town, make):
    for _ in range(2):
        assert town.post("/desk/needs/write", data=form(do="submit")).status_code == 303

    assert only(make).state is NeedState.SUBMITTED


def test_a_draft_needs_a_title_and_nothing_else(town, make):
    refused = town.post("/desk/needs/write", data={"do": "save", "head_count": "1", "duties_ja": "点検"})
    assert refused.status_code == 422
    assert "どのような仕事か、短い言葉で入力してください" in refused.text
    assert "点検</textarea>" in refused.text

    kept = town.post("/desk/needs/write", data={"do": "save", "head_count": "1", "title_ja": "橋", "pattern": "days"})
    assert kept.status_code == 303
    assert only(make).state is NeedState.DRAFT


def test_sending_names_every_particular_that_is_missing_and_keeps_what_was_typed(town, make):
    refused = town.post("/desk/needs/write", data=form(do="submit", c_trial="", c_pay=" ", travel_paid="", tasks=[]))

    assert refused.status_code == 422
    for field in ("c_trial", "c_pay", "travel_paid", "tasks-0"):
        assert f'<a href="#{field}">' in refused.text
    assert refused.text.count("募集を始める前に明示が必要な事項です。入力してください</a>") == 4
    assert 'value="15.5"' in refused.text
    assert make.session.scalar(sa.select(sa.func.count()).select_from(Need)) == 0


@pytest.mark.parametrize(
    ("field", "given", "sentence"),
    [
        ("days", "2.3", "0.5刻み"),
        ("days", "二日", "0.5刻み"),
        ("days", "0", "以下の数字"),
        ("days", "8", "1週間は7日です"),
        ("hours", "61", "60以下"),
        ("remote_percent", "101", "0"),
        ("email", "nobody", "name@example.jp"),
        ("phone", "123", "電話番号"),
        ("head_count", "0", "1"),
        ("ends_on-day", "32", "暦"),
        ("title_ja", "橋" * 121, "120文字以内"),
        ("c_pay", "円" * 501, "500文字以内"),
        ("budget", "gold", "選択"),
        ("licences-0-level", "9", "選択"),
        ("shares-1-days", "x", "0.5刻み"),
        ("halves", "14", "曜日"),
    ],
)
def test_odd_input_is_answered_in_words_and_stays(town, field, given, sentence):
    refused = town.post("/desk/needs/write", data=form(do="save", **{field: given}))

    assert refused.status_code == 422
    assert sentence in re.search(r'class="error-summary".*?</div>', refused.text, re.DOTALL)[0]
    assert "点検の発注</textarea>" in refused.text


def test_days_are_read_in_any_width(town, make):
    town.post("/desk/needs/write", data=form(do="save", days="2.5"))

    assert only(make).half_days == 5


def test_choosing_another_role_shows_its_work_and_keeps_what_was_typed(town, make):
    shown = town.post("/desk/needs/write", data=form(do="role", profession="ict"))

    assert shown.status_code == 200
    assert "情報セキュリティの監査・助言" in shown.text
    assert "点検の発注</textarea>" in shown.text
    assert make.session.scalar(sa.select(sa.func.count()).select_from(Need)) == 0


def test_a_joint_request_is_typed_line_by_line_and_confirmed_by_its_partner(town, make, office):
    partner = make.municipality(name_ja="波佐見町").organisation
    lines = {
        "shares-0-organisation": office.reference, "shares-0-days": "1.5", "shares-0-cost": "70",
        "shares-1-organisation": partner.reference, "shares-1-days": "0.5", "shares-1-cost": "30",
    }  # fmt: skip
    assert town.post("/desk/needs/write", data=form(do="submit", **lines)).status_code == 303
    need = only(make)

    other = signed_in_client(town, make, make.membership(Role.MEMBER, organisation=partner))
    page = other.get(f"/desk/needs/{need.reference}").text
    assert "この分担で共同依頼に参加しますか" in page
    answered = other.post(f"/desk/needs/{need.reference}/part", data={"answer": "yes"})
    assert "回答を送信しました" in other.get(answered.location).text
    again = other.post(f"/desk/needs/{need.reference}/part", data={"answer": "no"}, follow_redirects=True)
    assert "貴市町はすでに回答しています" in again.text


def test_parts_that_are_not_the_whole_are_refused_on_the_form(town, make, office):
    partner = make.municipality().organisation
    lines = {
        "shares-0-organisation": office.reference, "shares-0-days": "1", "shares-0-cost": "50",
        "shares-1-organisation": partner.reference, "shares-1-days": "0.5", "shares-1-cost": "50",
    }  # fmt: skip

    refused = town.post("/desk/needs/write", data=form(do="save", **lines))

    assert refused.status_code == 422
    assert "各市町の日数の合計を、依頼全体の日数に合わせてください" in refused.text


def test_whoever_is_slower_sees_both_versions(town, make, office):
    need = make.need(author=make.officer(Role.MEMBER, office), state=NeedState.DRAFT, title_ja="一人目")
    actions.edit_need(
        make.officer(Role.MEMBER, office), need.reference, make.need_draft(title_ja="二人目"), need.version, "theirs"
    )

    refused = town.post(
        f"/desk/needs/{need.reference}/edit", data=form(do="save", title_ja="三人目", version=str(need.version))
    )

    assert refused.status_code == 409
    assert "二人目" in refused.text
    assert 'value="三人目"' in refused.text
    version = re.search(r'name="version" type="hidden" value="(\d+)"', refused.text)[1]
    saved = town.post(f"/desk/needs/{need.reference}/edit", data=form(do="save", title_ja="三人目", version=version))
    assert saved.status_code == 303
    assert make.fresh(need).title_ja == "三人目"


def test_what_is_stored_stands_in_the_form_again(town, make, office):
    partner = make.municipality().organisation
    need = make.need(author=make.officer(Role.MEMBER, office), partners=[partner], state=NeedState.DRAFT, half_days=5)

    page = town.get(f"/desk/needs/{need.reference}/edit").text

    assert re.search(r'name="shares-0-days"[^>]*value="1.5"', page)
    assert re.search(r'name="shares-1-cost"[^>]*value="50"', page)
    assert 'value="2.5"' in page


def test_a_submitted_request_is_not_edited(town, make, office):
    need = make.need(author=make.officer(Role.MEMBER, office), state=NeedState.SUBMITTED)

    refused = town.get(f"/desk/needs/{need.reference}/edit")

    assert refused.status_code == 409
    assert "先に引き戻してください" in refused.text


def lend(app, monkeypatch, counter):
    words = {"days": "%(days)s日にすると%(people)s人"}
    lent = type(app.extensions["needs"])(live_counter=counter, relaxation_words=words)
    monkeypatch.setitem(app.extensions, "needs", lent)


@pytest.fixture
def lent(town, app, monkeypatch):
    """The desk of the town, after a counter was lent."""

    def lending(counter):
        lend(app, monkeypatch, counter)
        return town

    return lending


def test_the_count_asks_what_is_typed_and_stores_nothing(town, make, app, monkeypatch, office):
    asked = []

    def counter(_session, facts):
        asked.append(facts)
        return LiveCount(7, (Relaxation("days", 12, {"days": 1}),))

    lend(app, monkeypatch, counter)
    fragment = town.post("/desk/needs/count", data=form())
    whole = town.post("/desk/needs/write", data=form(do="count"))

    for page in (fragment, whole):
        assert "この条件で対応できる登録者は7人です" in page.text
        assert "1日にすると12人" in page.text
    assert "<html" not in fragment.text
    assert (asked[0].organisation_id, asked[0].half_days, asked[0].need_id) == (office.id, 4, 0)
    assert make.session.scalar(sa.select(sa.func.count()).select_from(Need)) == 0


@pytest.mark.parametrize(
    ("people", "more", "said", "way"),
    [
        (0, 3, "登録者は0人です", "1日にすると1–4人"),
        (3, 4, "登録者は1人から4人です", None),
        (4, 9, "登録者は1人から4人です", "1日にすると9人"),
        (5, 6, "登録者は5人です", "1日にすると6人"),
    ],
)
def test_numbers_below_five_are_never_told(lent, people, more, said, way):
    town = lent(lambda *_: LiveCount(people, (Relaxation("days", more, {"days": 1}),)))

    page = town.post("/desk/needs/count", data=form()).text

    assert said in page
    assert ("1日にすると" in page) is (way is not None)
    assert way is None or way in page


def test_an_unfinished_form_is_not_counted(town, app, monkeypatch):
    lend(app, monkeypatch, lambda *_: pytest.fail("nothing to count"))

    for data in (form(days=""), form(days="x")):
        assert "ここに人数が表示されます" in town.post("/desk/needs/count", data=data).text


def test_without_a_counter_its_place_is_empty(town, app, monkeypatch):
    lend(app, monkeypatch, None)

    assert "対応できる人" not in town.get("/desk/needs/write").text
