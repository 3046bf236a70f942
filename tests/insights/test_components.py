"""What the macros promise to whoever calls them."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from talent_portal.core.i18n import use_language

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
TAGS = re.compile(r"<[^>]+>|\s+")


@pytest.fixture
def draw(app):
    """`draw("queue", "queue_row", …)` renders one macro in Japanese."""

    def drawn(file, macro, *args, **kwargs):
        with app.test_request_context(), use_language("ja"):
            return str(getattr(app.jinja_env.get_template(f"components/{file}.html").module, macro)(*args, **kwargs))

    return drawn


def words(html):
    return TAGS.sub(" ", html).split()


def test_a_row_of_the_queue_says_since_when_on_whom_and_what_is_overdue(draw):
    row = draw(
        "queue",
        "queue_row",
        "返事待ち",
        "B-7K2Q",
        NOW - DAY,
        "記録する",
        "/x",
        NOW,
        since=NOW - 3 * DAY,
        whom="凪野原さん",
    )

    assert "11月24日（火）まで" in row
    assert "期限切れ" in row
    assert "11月22日（日）から" in row
    assert "（3日）" in row
    assert "凪野原さんの対応待ち" in row
    assert row.count("<a ") == 1


def test_a_row_that_is_late_for_good_is_not_called_overdue_again(draw):
    row = draw("queue", "queue_row", "未送信", None, NOW - DAY, "見る", "/x", NOW, late=True)

    assert "11月24日（火）から" in row
    assert "期限切れ" not in row


@pytest.mark.parametrize(("current", "done", "now"), [(1, 0, 1), (3, 2, 1), (6, 5, 0)])
def test_a_case_has_five_steps_and_one_of_them_is_now(draw, current, done, now):
    steps = draw("steps", "case_steps", current)

    assert steps.count("<li") == 5
    assert steps.count("✓") == done
    assert steps.count('aria-current="step"') == now


def test_a_case_that_ended_says_why_and_waits_on_nobody(draw):
    steps = draw("steps", "case_steps", 4, waits_on="凪野原さん", ended="今回は見送り")

    assert "今回は見送り" in steps
    assert "×" in steps
    assert "凪野原さん" not in steps


@pytest.mark.parametrize(("days", "columns"), [((1, 3), 5), ((1, 5), 7)])
def test_the_weekend_shows_when_something_stands_on_it(draw, days, columns):
    cells = [{"day": day, "half": "am", "kind": "work", "text": "東彼杵", "tone": 1} for day in days]

    assert draw("week_grid", "week_grid", "予定", cells).count('scope="col"') == columns


def test_a_half_taken_elsewhere_says_no_more_than_that(draw):
    week = draw("week_grid", "week_grid", "予定", [{"day": 0, "half": "am", "kind": "busy"}])

    assert "予定あり" in words(week)


def test_the_table_under_the_map_begins_with_the_worst(draw):
    tile = {"col": 0, "before": 0}
    tiles = [
        tile | {"name": "長崎市", "row": 0, "after": 90},
        tile | {"name": "対馬市", "row": 1, "after": 52},
        tile | {"name": "時津町", "row": 2, "after": None},
    ]

    html = draw("tile_map", "tile_map_pairs", "充足", tiles, "いま", "この案")

    assert re.findall(r'<th scope="row">(.*?)</th>', html) == ["対馬市", "長崎市"]
    assert html.count('class="tile ') == 3


@pytest.mark.parametrize(
    ("verdict", "word"),
    [("met", "満たす"), ("claimed", "申告のみ"), ("unmet", "満たさない"), ("missing", "なし"), ("ask", "要確認")],
)
def test_every_verdict_has_a_word(draw, verdict, word):
    assert word in draw("tag", "verdict_tag", verdict)


def test_bars_of_points_share_one_scale(draw):
    parts = [{"name": "曜日", "points": 25, "maximum": 25}, {"name": "資格", "points": 10, "maximum": 50}]

    grounds_and_bars = re.findall(r'<rect width="(\d+)%"', draw("bars", "points", "合計", parts, 35))

    assert grounds_and_bars == ["50", "50", "100", "20"]


def test_an_empty_log_says_what_to_write_into_it(draw):
    assert "記録すると" in draw("contact_log", "contact_log", [])


def test_the_progress_of_tasks_counts_what_is_done(draw):
    tasks = [{"title": "資格", "state": ("完了", "ok")}, {"title": "曜日", "state": ("未着手", "plain")}]

    assert "2項目のうち1項目が完了" in draw("task_list", "task_list", tasks, progress=True)
