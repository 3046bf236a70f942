"""The pages of offices, through the front door: from the selection to the report, and what is refused in words."""

from datetime import date

import pytest
import sqlalchemy as sa

from talent_portal.placements.models import Offer, Placement, Side
from talent_portal.placements.rules.states import OfferState, PlacementState
from talent_portal.privacy.models import AccessEvent
from tests.placements.makers import TUE_THU

TYPED = {
    "form": "fy_part", "starts_on-year": "R8", "starts_on-month": "7", "starts_on-day": "1",
    "ends_on-year": "2026", "ends_on-month": "9", "ends_on-day": "30", "halves": ["2", "3", "6", "7"],
    "every_weeks": "1", "weekly_minutes": "１５：３０", "hours": "9:00から16:45", "place": "建設課",
    "duties": "橋の点検",
    "duty_kinds": ["line"], "pay": "日額15,000円", "travel": "実費", "insurance": "雇用保険", "renewal": "なし",
    "trial": "1か月",
}  # fmt: skip


def path(made, tail=""):
    return f"/desk/offers/{made.reference}{tail}"


def text(answer):
    return answer.get_data(as_text=True)


def test_the_desk_lists_a_selected_person_and_leads_to_the_terms(make, as_):
    who = make.parties()
    client = as_(who.member)

    assert "橋の点検" in text(client.get("/desk/placements"))
    answer = client.post(f"/desk/proposals/{who.proposal.reference}/offer", data={"key": "abc234def567"})

    assert answer.status_code == 303
    page = text(client.get(answer.location))
    assert "橋の点検業務の発注と成果の確認" in page, "what the request says is filled in"
    assert "退職した職員に限られます" in page, "what the rules say stands under each form"
    assert page.index('value="adviser"') < page.index('value="fy_part"') < page.index('value="reappt_prov"')


def test_terms_are_typed_kept_and_shown(make, as_):
    who = make.parties()
    made = make.begin(who)
    client = as_(who.member)

    answer = client.post(path(made, "/terms"), data=TYPED | {"version": made.version})

    assert answer.status_code == 303
    page = text(client.get(path(made)))
    assert "火・木の終日" in page or "終日 火・木" in page or "火・木" in page
    assert make.renewed(made).terms_number == 1
    stored = make.session.scalars(sa.select(Offer)).one()
    assert stored.id == made.id


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"starts_on-year": "2020"}, "勤務初日は、明日以降の日にしてください。"),
        ({"ends_on-year": "2040"}, "任期が5年を超える任用形態はありません。"),
        ({"halves": []}, "半日を1つ以上選んでください"),
        ({"halves": ["77"]}, "曜日から選んでください"),
        ({"weekly_minutes": "many"}, "1週間の勤務時間を「15:30」のように入力してください"),
        ({"form": "knighthood"}, "任用形態を選んでください"),
        ({"pay": ""}, "入力してください"),
        ({"notes": "あ" * 2001}, "2,000字以内で入力してください"),
        ({"duties": "\x00"}, "表示できない文字"),
    ],
)
def test_faulty_terms_are_explained_and_kept_as_typed(make, as_, changes, sentence):
    who = make.parties()
    made = make.begin(who)

    answer = as_(who.member).post(path(made, "/terms"), data=TYPED | {"version": made.version} | changes)

    assert answer.status_code == 422
    assert "日額15,000円" in text(answer) or "pay" in changes
    assert make.renewed(made).terms_number == 0
    assert sentence in text(answer) or "エラー" in text(answer)


def test_somebody_who_was_slower_sees_both_versions(make, as_):
    made = make.offer(state=OfferState.DRAFT)
    client = as_(made.parties.member)

    answer = client.post(path(made, "/terms"), data=TYPED | {"version": "1", "pay": "時給"})

    assert answer.status_code == 409
    assert "時給" in text(answer)
    assert "日額 15,000円" in text(answer)


def test_the_checker_passes_and_the_approver_sends(make, as_):
    made = make.offer(state=OfferState.DRAFT)
    who = made.parties

    as_(who.checker).post(path(made, "/check"), data={"version": made.version, "result": "pass"})
    client = as_(who.approver)
    page = text(client.get(path(made, "/send")))
    assert "2026年6月10日" in page
    day = {"last_day-year": "2026", "last_day-month": "6", "last_day-day": "10"}
    early = client.post(path(made, "/send"), data=day | {"last_day-day": "9", "version": make.renewed(made).version})
    assert early.status_code == 422
    assert "7開庁日" in text(early)
    answer = client.post(path(made, "/send"), data=day | {"version": make.renewed(made).version})

    assert answer.status_code == 303
    assert make.renewed(made).state is OfferState.SENT


def test_days_that_are_taken_are_named(make, as_):
    person = make.specialist()
    make.offer(make.parties(specialist=person))
    second = make.offer(make.parties(specialist=person), state=OfferState.DRAFT)
    make.pass_check(second.parties, second)
    data = {"last_day-year": "2026", "last_day-month": "6", "last_day-day": "10"}

    answer = as_(second.parties.approver).post(
        path(second, "/send"), data=data | {"version": make.renewed(second).version}
    )

    assert answer.status_code == 409
    assert "2026-07-02" in text(answer)


def test_the_whole_way_to_the_appointment_and_its_report(make, as_):
    made = make.offer()
    who = made.parties
    make.say(made, Side.PERSON)

    client = as_(who.approver)
    client.post(path(made, "/answer"), data={"answer": "yes", "terms": "1"})
    for code in ("documents", "appointment_decision", "insurance"):
        client.post(path(made, "/condition"), data={"code": code, "settled": "yes"})
    assert "任用を記録する" in text(client.get(path(made)))
    order = {"number": "8人第5号", "appointed_on-year": "2026", "appointed_on-month": "6", "appointed_on-day": "1"}
    answer = client.post(path(made, "/appoint"), data=order | {"version": make.renewed(made).version})

    assert answer.status_code == 303
    page = text(client.get(answer.location))
    assert "8人第5号" in page
    assert who.specialist.name in page
    assert "任用済み・開始前" in page


def test_a_reason_from_the_list_ends_a_case(make, as_):
    made = make.offer()
    client = as_(made.parties.approver)

    assert client.post(path(made, "/end"), data={"version": make.renewed(made).version}).status_code == 422
    answer = client.post(path(made, "/end"), data={"reason": "budget", "version": make.renewed(made).version})

    assert answer.status_code == 303
    assert make.renewed(made).state is OfferState.RESCINDED
    assert "予算がない" in text(client.get(path(made)))


def test_terms_are_changed_put_off_and_ended_by_forms(make, as_):
    made = make.offer()
    client = as_(made.parties.approver)
    day = {"last_day-year": "2026", "last_day-month": "6", "last_day-day": "12"}

    assert client.get(path(made, "/extend")).status_code == 200
    assert client.post(path(made, "/extend"), data=day | {"version": make.renewed(made).version}).status_code == 303
    again = client.post(path(made, "/extend"), data=day | {"version": make.renewed(made).version})
    assert again.status_code == 409
    assert client.post(path(made, "/change"), data={"version": make.renewed(made).version}).status_code == 303
    assert make.renewed(made).state is OfferState.DRAFT


def test_an_answer_by_telephone_is_written_down_and_confirmed_by_another(make, as_):
    made = make.offer()
    who = made.parties
    said = {"answer": "yes", "channel": "phone", "told_on-year": "2026", "told_on-month": "6", "told_on-day": "1"}

    client = as_(who.coordinator)
    assert client.post(path(made, "/note"), data=said).status_code == 422
    assert client.post(path(made, "/note"), data=said | {"witness": "県 技師"}).status_code == 303
    client.post(path(made, "/confirm"), data={"right": "yes"})
    assert make.renewed(made).person_answer == ""
    as_(who.lead).post(path(made, "/confirm"), data={"right": "yes"})

    assert make.renewed(made).person_answer == "yes"


def test_a_member_reads_no_name_and_a_look_at_a_name_is_on_record(make, as_, session):
    made = make.offer()
    who = made.parties

    assert who.specialist.name not in text(as_(who.member).get(path(made)))
    assert session.scalar(sa.select(sa.func.count()).select_from(AccessEvent)) == 0
    assert who.specialist.name in text(as_(who.approver).get(path(made)))

    seen = session.scalars(sa.select(AccessEvent)).one()
    assert (seen.subject, seen.screen) == (f"specialist:{who.specialist.reference}", "placements.offer")


def test_the_reason_of_a_no_stays_with_the_prefecture(make, as_):
    made = make.offer()
    make.say(made, Side.PERSON, yes=False, reason="far")

    assert "遠い" not in text(as_(made.parties.approver).get(path(made)))
    assert "遠い" in text(as_(made.parties.coordinator).get(path(made)))


def test_a_municipality_sees_its_own_days_and_that_others_are_taken(make, as_):
    person = make.specialist()
    other = make.placement(make.parties(specialist=person), halves=1 << 8)
    mine = make.placement(make.parties(specialist=person), halves=TUE_THU)

    page = text(as_(mine.parties.approver).get(f"/desk/placements/{mine.reference}?week=2026-07-06"))
    week = text(as_(mine.parties.approver).get("/desk/placements/week?week=2026-07-06"))
    whole = text(as_(mine.parties.coordinator).get(f"/desk/placements/{mine.reference}?week=2026-07-06"))

    for seen in (page, week):
        assert mine.parties.office.name_ja in seen
        assert other.parties.office.name_ja not in seen
        assert "week__busy" in seen
    assert other.parties.office.name_ja in whole


def test_an_early_end_and_a_wish_go_through_forms(make, as_):
    made = make.placement(state=PlacementState.ACTIVE)
    who = made.parties
    day = {"last_day-year": "2026", "last_day-month": "6", "last_day-day": "15", "reason": "work_done"}
    place = f"/desk/placements/{made.reference}"

    as_(who.member).post(f"{place}/ask", data={"wish": "longer"})
    assert make.renewed(made).asked == "longer"
    client = as_(who.approver)
    assert client.post(f"{place}/hear", data={"version": make.renewed(made).version}).status_code == 303
    late = client.post(f"{place}/end", data=day | {"last_day-year": "2027", "version": make.renewed(made).version})
    assert late.status_code == 422
    assert client.post(f"{place}/end", data=day | {"version": make.renewed(made).version}).status_code == 303

    assert make.renewed(made).last_day == date(2026, 6, 15)


def test_the_municipality_reports_once(make, as_):
    made = make.placement(state=PlacementState.ENDED)
    client = as_(made.parties.member)
    place = f"/desk/placements/{made.reference}/report"
    facts = {"days_worked": "２０", "work_done": "点検の発注", "again": "yes", "key": "abc234def567"}

    assert client.get(place).status_code == 200
    assert client.post(place, data=facts | {"days_worked": "many"}).status_code == 422
    assert client.post(place, data=facts).status_code == 303
    assert client.post(place, data=facts).status_code == 303, "the same submit changes nothing"
    assert client.post(place, data=facts | {"key": "abc234def568"}).status_code == 409


def test_the_desk_asks_the_same_number_of_questions_for_one_and_for_twelve(make, as_, statements):
    who = make.parties()
    make.offer(who)
    make.placement()
    client = as_(who.coordinator)

    def asked():
        statements.clear()
        assert client.get("/desk/placements").status_code == 200
        assert client.get("/desk/placements?over=1").status_code == 200
        assert client.get("/desk/placements/week?week=2026-07-06").status_code == 200
        assert client.get("/desk/placements/rules").status_code == 200
        return len(statements)

    asked()
    few = asked()
    for _ in range(11):
        make.offer()
        make.placement(state=PlacementState.ACTIVE)

    assert asked() == few
    assert make.session.scalar(sa.select(sa.func.count()).select_from(Placement)) == 12
