"""References, paging, the clock and the log."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from talent_portal.core import clock as ours
from talent_portal.core import logs, references
from talent_portal.core.paging import Page, cut, page_number, within


def test_references_are_long_random_and_readable_aloud():
    made = {references.new_reference() for _ in range(1_000)}

    assert len(made) == 1_000
    assert all(references.PATTERN.fullmatch(reference) for reference in made)
    assert not set("0o1iluv") & set(references.ALPHABET)


@pytest.mark.parametrize(
    "reference", ["", "abc", "ABCDEFGHJKMN", "abcdefghjkm0", "abcdefghjkmnp", "9223372036854775808"]
)
def test_what_looks_like_no_reference_is_not_found(client, reference):
    assert client.get(f"/people/{reference}").status_code in {302, 404}
    assert not references.PATTERN.fullmatch(reference)


@pytest.mark.parametrize("text", ["", "0", "-1", "x", "1.5", "9" * 30, "²", "٣", "1e3", " 1"])
def test_no_sensible_page_is_the_first_page(text):
    assert page_number({"page": text}) == 1


def test_a_sensible_page_is_that_page():
    assert page_number({"page": "12"}) == 12
    assert page_number({"page": "12", "booths": "3"}, "booths") == 3
    assert page_number({}) == 1


@pytest.mark.parametrize(("wanted", "shown"), [(1, [1, 2]), (3, [5]), (4, [5]), (999_999, [5])])
def test_past_the_end_of_a_list_is_its_last_page(wanted, shown):
    assert cut([1, 2, 3, 4, 5], wanted, 2).rows == shown
    assert within(wanted, 0, 2) == 1


@given(some.integers(0, 10_000), some.integers(1, 300))
def test_a_pager_shows_the_ends_and_the_neighbours(total, number):
    page = Page(rows=[], number=number, total=total)

    assert page.last >= 1
    assert {1, page.last} <= set(page.numbers)
    assert page.numbers == sorted(set(page.numbers))
    assert len(page.numbers) <= 7


def test_the_day_changes_at_midnight_in_japan(clock):
    clock.move_to("2026-06-01T14:59:59+00:00")
    before = ours.today()
    clock.move_to("2026-06-01T15:00:00+00:00")

    assert (ours.today() - before).days == 1


@pytest.fixture
def lines(capsys):
    """What was logged, as people's tools read it."""

    def read():
        return [json.loads(line) for line in capsys.readouterr().err.splitlines() if line.startswith("{")]

    return read


def test_a_request_is_one_line_without_its_address(client, lines):
    logs.configure(json=True)

    client.get("/language/en?next=/hanako@example.jp")
    logs.configure(json=False)

    (line,) = lines()
    assert line["event"] == "request"
    assert line["endpoint"] == "core.choose_language"
    assert re.fullmatch("[0-9a-f]{12}", line["request_id"])
    assert "hanako" not in json.dumps(line)


def test_a_fault_is_logged_by_kind_and_place_without_what_was_typed(lines):
    logs.configure(json=True, messages=False)

    try:
        int("hanako@example.jp")
    except ValueError as error:
        logs.log.error("request_failed", exc_info=error)
    logs.configure(json=False)

    (line,) = lines()
    assert line["error"] == "ValueError"
    assert "test_small_things.py" in line["frames"][-1]
    assert "hanako" not in json.dumps(line)


def test_time_is_always_aware():
    assert ours.now().tzinfo is not None
