"""The pages of runs over all requests, from asking for one to candidates, through the front door."""

import csv
import io
import re
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from talent_portal.accounts.permissions import Role
from talent_portal.core import clock
from talent_portal.core.db import reading, transaction
from talent_portal.introductions.models import Proposal
from talent_portal.matching.engine.allocate import allocate
from talent_portal.matching.engine.replan import replan
from talent_portal.matching.models import MatchRun
from talent_portal.matching.rules.runs import DecisionKind, Mode, RunState
from talent_portal.matching.views import run_words
from tests.matching.looking import ROLE, seen, somebody, text
from tests.signin.makers import signed_in_client

PARTS = ("weeks", "map", "pairs", "unmet", "left-out")


def url(run, *rest):
    return "/".join(["/desk/runs", run.reference, *rest])


def start(desk, **given):
    answer = desk.post("/desk/runs/new", data={"mode": "scratch", "seconds": "60", "places": "3", "ask": "y", **given})
    assert answer.status_code == 303, re.findall(r'field__error"[^>]*>(.*?)</p>', answer.text)
    return reading().scalars(sa.select(MatchRun).order_by(MatchRun.id.desc()).limit(1)).one()


def candidates(need):
    return list(reading().scalars(sa.select(Proposal.specialist_id).where(Proposal.need_id == need.id)))


def test_from_reports_and_requests_to_candidates(desk, make, towns, bridge):
    """Reports and requests in, run, keep a pair, run again with little change, publish, candidates appear."""
    survey = make.survey()
    make.report(survey, towns["hasami"].organisation, {ROLE: (4, 1)})
    worse = somebody(make, towns, years=1, days_a_week=2, family_name="浜灯")
    better = somebody(make, towns, years=30, days_a_week=5, family_name="水守井")

    first = start(desk)
    waiting = desk.get(url(first))
    assert (waiting.headers["Refresh"], "調整待ち" in waiting.text) == ("2", True)
    assert "Refresh" not in desk.get(url(first) + "?refresh=no").headers
    make.work()
    page = desk.get(url(first))
    assert "Refresh" not in page.headers
    assert "依頼のあった週2日のうち、週2日分をまかなえます。できる限りの最大に対して100.0％です" in page.text
    assert better.name in page.text
    assert worse.name not in page.text
    assert "25%" in page.text

    pair = url(first, "pairs", bridge.reference, worse.reference)
    assert "この調整案では組み合わされていません" in text(desk.get(pair))
    assert desk.post(pair, data={"kind": "keep", "reason": "前年度からの継続"}).status_code == 303
    second = start(desk, mode="tiered", previous=first.reference)
    make.work()
    assert worse.name in text(desk.get(url(second)))
    changes = text(desk.get(url(second, "pairs")))
    assert all(word in changes for word in ("新しい組合せ", "なくなった組合せ", worse.name, better.name))
    told = text(desk.get(url(second, "pairs", bridge.reference, worse.reference)))
    assert "前年度からの継続" in told
    assert "1000" in told

    version = make.whole_run(second).version
    assert "あらためて確認したうえで候補者にします" in text(desk.get(url(second, "publish")))
    for _ in range(2):
        assert desk.post(url(second, "publish"), data={"version": version}).status_code == 303
    assert candidates(bridge) == [worse.id]
    assert "候補者にしました" in text(desk.get(url(second)))


def test_a_plan_leaves_as_a_file_without_names_and_harmless_for_spreadsheets(desk, make, towns, bridge):
    person = somebody(make, towns)
    make.need(organisation=towns["goto"].organisation, profession=ROLE, place="goto", title_ja="=1+1")
    run = make.done()
    book = desk.get(url(run, "plan.xlsx"))
    told = desk.get(url(run, "plan.csv"))
    rows = list(csv.reader(io.StringIO(told.data.decode("utf-8-sig"))))

    assert [answer.status_code for answer in (book, told)] == [200, 200]
    assert book.data.startswith(b"PK")
    assert seen(person) == ["matching.run_file"] * 2
    assert person.name not in told.data.decode("utf-8-sig")
    (pair,) = [row for row in rows if row[3] == person.reference]
    assert (pair[1], pair[2]) == (bridge.title_ja, bridge.reference)
    (unmet,) = [row for row in rows if "1+1" in row[1]]
    assert not unmet[1].startswith("=")
    assert unmet[9:11] == ["0", "1"]
    assert unmet[11]


def test_a_run_that_ended_stands_on_the_home_of_whoever_asked_until_it_is_overtaken(desk, make, towns, bridge):
    somebody(make, towns)
    sentence = "全体調整の計算が終わりました"
    first = start(desk)
    assert sentence not in text(desk.get("/home"))
    make.work()
    page = text(desk.get("/home"))
    assert sentence in page
    assert url(first) in page
    make.run()
    assert sentence not in text(desk.get("/home"))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_part_of_a_plan_stands_in_both_languages(desk, make, towns, bridge, language):
    desk.set_cookie("lang", language)
    somebody(make, towns)
    could = somebody(make, towns)
    away = somebody(make, towns, licence=False)
    make.need(organisation=towns["goto"].organisation, profession=ROLE, place="goto", title_ja="離島の道路")
    run = make.done()

    pages = {part: text(desk.get(url(run, part))) for part in PARTS}

    assert could.name in pages["left-out"] or could.name in pages["weeks"]
    assert away.name in pages["left-out"]
    words = {"ja": ("この条件だけで外れる", "各条件のあとに残る人"), "en": ("Fail only this", "Who is left after each")}
    assert any(word in pages["unmet"] for word in words[language])


def test_everyone_named_is_on_record_and_an_auditor_reads_references(desk, client, make, towns, bridge):
    person = somebody(make, towns)
    run = make.done()

    desk.get(url(run))
    assert seen(person) == ["matching.run"]
    auditor = signed_in_client(client, make, Role.AUDITOR)
    pages = [text(auditor.get(url(run, *part))) for part in ((), *((one,) for one in PARTS))]

    assert all(person.name not in html for html in pages)
    assert person.reference in pages[0]
    make.decision(bridge, person, reason=f"{person.name}さんの希望")
    assert person.name not in text(auditor.get("/desk/runs/decisions"))
    assert seen(person) == ["matching.run"]


@pytest.mark.parametrize("state", list(RunState))
def test_every_state_has_its_page_and_says_what_comes_next(desk, make, state):
    run = make.run()
    with transaction() as session:
        row = session.get(MatchRun, run.id)
        row.state, row.reason_code, row.beat_at = state, "broken", row.asked_at
        row.phase, row.incumbent, row.bound = "fit", 90.0, 100.0

    html = text(desk.get(url(run)))

    assert ("Refresh" in desk.get(url(run)).headers) is (state in {RunState.QUEUED, RunState.RUNNING})
    if state is RunState.RUNNING:
        assert "10.00%" in html
    if state is RunState.FAILED:
        assert "もう一度始めてください" in html


def test_a_run_that_nobody_takes_up_says_whom_to_ask(desk, make, clock_at):
    run = make.run()
    clock_at(clock.now() + timedelta(minutes=7))

    assert "システム管理者に確認" in text(desk.get(url(run)))


def test_a_run_that_waits_behind_another_says_so_and_sends_nobody_to_ask(desk, make, clock_at):
    ahead, run = make.run(), make.run()
    clock_at(clock.now() + timedelta(minutes=20))
    with transaction() as session:
        row = session.get(MatchRun, ahead.id)
        row.state, row.beat_at = RunState.RUNNING, clock.now()

    html = text(desk.get(url(run)))
    assert "ほかの調整を計算しています" in html
    assert "システム管理者に確認" not in html
    clock_at(clock.now() + timedelta(minutes=2))
    assert "システム管理者に確認" in text(desk.get(url(run)))


def hurried(problem, options, previous, on_progress):
    """The engine when time was up: nothing is proven."""
    if options.repair:
        return replan(problem, previous, "repair", options, on_progress)
    return replace(allocate(problem, options, previous, on_progress), status="feasible")


def test_a_plan_without_proof_says_so(desk, make, towns, bridge):
    for _ in range(2):
        somebody(make, towns)
    first = make.run()
    make.work(hurried)
    second = make.run(mode=Mode.REPAIR, previous=make.whole_run(first))
    make.work(hurried)

    assert "決められた時間で見つかった" in text(desk.get(url(first)))
    assert "空いたところだけを埋めました" in text(desk.get(url(second)))


def test_every_reason_and_phase_has_its_words():
    codes = ("worker_died", "no_requests", "no_people", "unusable_rows", "broken")
    assert set(run_words.FAILED) == set(codes)
    assert set(run_words.STATES) == set(RunState)


class TestRefusals:
    def test_what_was_typed_is_kept_when_a_run_cannot_be_asked_for(self, desk, make):
        answer = desk.post(
            "/desk/runs/new", data={"mode": "tiered", "previous": "", "seconds": "9999", "places": "x", "strict": "y"}
        )

        assert answer.status_code == 422
        assert 'value="9999"' in answer.text
        assert "5から300までの数を入力してください" in answer.text

        answer = desk.post("/desk/runs/new", data={"mode": "tiered", "seconds": "60", "places": "3"})
        assert (answer.status_code, "引き継げる結果がありません" in answer.text) == (422, True)

    def test_a_stale_page_stops_and_publishes_nothing(self, desk, make, towns, bridge):
        somebody(make, towns)
        waiting, run = make.run(), None
        for version in ("", "x", "99"):
            assert desk.post(url(waiting, "stop"), data={"version": version}).status_code == 409
        make.work()
        run = make.whole_run(waiting)
        answer = desk.post(url(run, "publish"), data={"version": "1"})

        assert (answer.status_code, "先にこの全体調整を進めました" in answer.text) == (409, True)
        assert candidates(bridge) == []

    def test_a_decision_without_a_reason_is_asked_for_it_again(self, desk, make, towns, bridge):
        person = somebody(make, towns)
        pair = url(make.done(), "pairs", bridge.reference, person.reference)

        answer = desk.post(pair, data={"kind": "forbid", "reason": " "})
        assert answer.status_code == 422
        assert "理由を書いてください" in answer.text
        make.decision(bridge, person, DecisionKind.KEEP)
        answer = desk.post(pair, data={"kind": "forbid", "reason": "本人の希望"})
        assert (answer.status_code, "本人の希望" not in answer.text) == (409, True)

    def test_parts_of_a_run_without_a_plan_are_not_there(self, desk, make):
        run = make.run()

        assert {desk.get(url(run, part)).status_code for part in (*PARTS, "publish")} == {404}


def test_a_decision_is_listed_and_lifted(desk, make, towns, bridge):
    person = somebody(make, towns)
    decision = make.decision(bridge, person, reason="通勤の負担")

    html = text(desk.get("/desk/runs/decisions"))
    assert all(word in html for word in (person.name, "通勤の負担", "組み合わせない"))
    assert "この依頼では対象外としています" in text(desk.get(f"/desk/needs/{bridge.reference}/candidates/others"))
    desk.post(f"/desk/runs/decisions/{decision.reference}/lift")
    assert "通勤の負担" not in text(desk.get("/desk/runs/decisions"))


def test_up_to_four_runs_are_compared(desk, make, towns, bridge):
    somebody(make, towns)
    runs = [make.done(strict=number % 2 == 1) for number in range(5)]

    def compared(chosen):
        return desk.get("/desk/runs/compare", query_string={"run": [one.reference for one in chosen]})

    assert [compared(runs[:count]).status_code for count in range(6)] == [422, 422, 200, 200, 200, 422]
    html = compared(runs[:4]).text
    assert html.count(url(runs[0])) == 1
    assert "波佐見町" in html


def test_pages_ask_as_often_for_many_as_for_few(desk, make, towns, bridge, statements):
    def counted():
        run = make.done()
        pages = [url(run), *(url(run, part) for part in PARTS), "/desk/runs", "/desk/runs/decisions", "/desk/runs/new"]
        found = []
        for page in pages:
            make.session.expire_all()
            statements.clear()
            text(desk.get(page))
            found.append(len(statements))
        return found

    make.decision(bridge, somebody(make, towns))
    somebody(make, towns)
    few = counted()
    for _ in range(10):
        need = make.need(organisation=towns["hasami"].organisation, profession=ROLE, place="hasami")
        make.decision(need, somebody(make, towns))

    assert counted() == few
