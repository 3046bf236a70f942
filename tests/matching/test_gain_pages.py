"""What would cover more, as a coordinator reads it on the pages of a run."""

import csv
import io
import re
from pathlib import Path

import pytest
import sqlalchemy as sa

from talent_portal.accounts.permissions import Role
from talent_portal.core.db import transaction
from talent_portal.matching.models import MatchRun
from talent_portal.matching.views import run_words
from talent_portal.specialists.models import TravelRule
from tests.matching.looking import ROLE, seen, somebody, text
from tests.signin.makers import signed_in_client

HEADING = {"ja": "条件を変えると、まかなえる分が増える依頼", "en": "What would cover more"}


def url(run, *rest):
    return "/".join(["/desk/runs", run.reference, *rest])


def keep(run, gains, log=()):
    """Keep other gains with a run, or none at all, as in a run from before there were any; and a log of its stages."""
    with transaction() as session:
        row = session.scalars(sa.select(MatchRun).where(MatchRun.id == run.id)).one()
        rest = {key: value for key, value in row.result.items() if key != "gains"}
        row.result = rest if gains is None else rest | {"gains": gains}
        row.log = [*row.log, *log]


def farther(person, minutes):
    with transaction() as session:
        rule = session.scalars(sa.select(TravelRule).where(TravelRule.specialist_id == person.id)).one()
        rule.max_minutes += minutes


@pytest.fixture
def too_far(make, towns, bridge):
    """Somebody who could do the bridge but for the way."""
    return somebody(make, towns, max_minutes=30)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("ja", "移動時間の上限を{}分延ばすと、全体でまかなえる分が週2日増えます。"),
        (
            "en",
            "With ways up to {} minutes longer than people accept now, the whole plan would cover 2 days a week more.",
        ),
    ],
)
def test_what_the_page_tells_comes_true_once_the_change_is_made(desk, make, too_far, language, sentence):
    desk.set_cookie("lang", language)
    before = make.done()
    (row,) = before.result["gains"]["rows"]
    told = sentence.format(row["params"]["minutes"])

    for page in (url(before), url(before, "unmet")):
        assert told in text(desk.get(page))
    assert HEADING[language] in text(desk.get(url(before)))
    file = list(csv.reader(io.StringIO(desk.get(url(before, "plan.csv")).data.decode("utf-8-sig"))))
    assert [line[-1] for line in file[1:]] == [told]

    farther(too_far, row["params"]["minutes"] - 1)
    assert make.done().summary["covered"] == before.summary["covered"]
    farther(too_far, 1)
    after = make.done()
    assert after.summary["covered"] - before.summary["covered"] == row["gain"] == 4
    assert HEADING[language] not in text(desk.get(url(after)))


def test_nobody_is_shown_or_noted_for_it(desk, client, make, too_far):
    run = make.done()
    auditor = signed_in_client(client, make, Role.AUDITOR)

    assert all(HEADING["ja"] in text(one.get(url(run))) for one in (desk, auditor))
    assert too_far.name not in text(desk.get(url(run)))
    assert seen(too_far) == []


def test_a_run_with_nothing_to_gain_says_so(desk, make, towns, bridge):
    somebody(make, towns, never=[towns["hasami"].organisation])
    run = make.done()

    html = text(desk.get(url(run)))
    assert run.result["gains"]["rows"] == []
    assert "条件を1つだけゆるめても、まかなえる分が増える依頼はありません" in html


@pytest.mark.parametrize("state", list(run_words.NO_GAINS))
def test_where_nothing_was_tried_the_page_says_why(desk, make, too_far, state):
    run = make.done()
    keep(run, {"state": state, "tried": 0, "left": 0, "rows": []})

    html = text(desk.get(url(run)))
    assert HEADING["ja"] in html
    assert "条件を1つだけゆるめても" not in html
    assert any(word in html for word in ("お示しします", "試していません", "計算できませんでした"))


def test_a_run_from_before_there_were_gains_is_shown_without_them(desk, make, too_far):
    run = make.done()
    keep(run, None)

    assert HEADING["ja"] not in text(desk.get(url(run)))
    assert "全体でまかなえる分" not in text(desk.get(url(run, "unmet")))
    assert desk.get(url(run, "plan.xlsx")).status_code == 200


def test_the_most_stand_on_the_page_and_all_at_their_requests(desk, make, towns, too_far, bridge):
    run = make.done()
    change = {"code": "more_minutes", "params": {"minutes": 5}, "people": 1, "need": bridge.id}
    rows = [change | {"gain": 9 - number, "own": own} for number, own in enumerate((9, 10, 6, 4, 3))]
    keep(run, {"state": "told", "tried": 24, "left": 7, "rows": rows})

    html, unmet = text(desk.get(url(run))), text(desk.get(url(run, "unmet")))

    assert html.count("移動時間の上限を5分延ばす") == 3
    assert unmet.count("移動時間の上限を5分延ばす") == 5
    assert "全5件を、充足できない依頼のページで見る" in html
    assert "この依頼では週5日増え、ほかの依頼では合わせて週1日減ります" in html
    assert "この依頼で週3日、ほかの依頼で合わせて週半日増えます" in html
    assert "24通りを試しました。残る7件の条件は" in html


def test_pages_ask_as_often_for_many_gains_as_for_one(desk, make, towns, too_far, statements):
    needs = [make.need(organisation=towns["hasami"].organisation, profession=ROLE, place="hasami") for _ in range(12)]
    run = make.done()
    change = {"code": "more_minutes", "params": {"minutes": 5}, "people": 1, "gain": 4, "own": 4}
    rows = [change | {"need": one.id} for one in needs]

    def counted(listed):
        keep(run, {"state": "told", "tried": 24, "left": 0, "rows": listed})
        found = []
        for page in (url(run), url(run, "unmet"), url(run, "plan.csv")):
            make.session.expire_all()
            statements.clear()
            assert desk.get(page).status_code == 200
            found.append(len(statements))
        return found

    assert counted(rows[:1]) == counted(rows)


def test_while_changes_are_tried_the_page_says_how_many(desk, make):
    run = make.run()
    with transaction() as session:
        row = session.get(MatchRun, run.id)
        row.state, row.beat_at, row.phase, row.incumbent, row.bound = "running", row.asked_at, "gains", 3.0, 24.0

    html = text(desk.get(url(run)))
    assert "調整案はできました。条件を変えると増える分を試しています（3通り済み、最大24通り）" in html
    assert "これまでの最良" not in html
    assert "87.50%" not in html
    assert "試すのを終えて、調整案を表示する" in html
    assert "調整案ができるまで" not in html


def test_the_map_of_a_plan_is_a_page_of_its_own(desk, make, towns, bridge):
    somebody(make, towns)
    run = make.done()

    page = text(desk.get(url(run)))
    assert url(run, "map") in page
    assert "波佐見" in text(desk.get(url(run, "map")))
    assert "map__tiles" not in page


def test_the_page_of_a_whole_prefecture_is_light(desk, app, make, towns):
    for _ in range(8):
        make.specialist(base=towns["isahaya"], days_a_week=5, max_minutes=400, boat=True, air=True, overnight=True)
    title = "離島の道路と橋の長寿命化計画の見直しと補修設計の監督"
    needs = [
        make.need(organisation=town.organisation, profession=ROLE, place=slug, half_days=2, title_ja=title)
        for slug, town in towns.items()
    ]
    beyond = make.need(organisation=towns["goto"].organisation, profession="agriculture", place="goto", title_ja=title)
    run = make.done(places=5)
    change = {"code": "more_minutes", "params": {"minutes": 45}, "people": 1, "gain": 3, "own": 5}
    rows = [change | {"need": one.id} for one in (beyond, *needs)]
    keep(run, {"state": "told", "tried": 24, "left": 9, "rows": rows}, [f"focus {one}: taken" for one in range(14)])

    page = desk.get(url(run))
    named = {*re.findall(r'(?:href|src)="/static/([^"?]+\.(?:css|js))', page.text)}
    files = [(Path(app.static_folder) / name).read_bytes() for name in named]

    assert len(make.whole_run(run).result["coverage"]) == len(towns) == 21
    assert page.text.count("week__key") == 4
    assert page.text.count("45分") == 3
    assert len(page.data) + sum(map(len, files)) <= 60_000
