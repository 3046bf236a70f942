"""Tables out: nothing runs in the office's Excel, and nothing is lost."""

import io
from datetime import UTC, date, datetime, time
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talent_portal.core.files.errors import CellTooLong
from talent_portal.core.files.escaping import guarded, unguarded
from talent_portal.core.files.tables import Table
from talent_portal.core.files.writing import as_text, csv_file, xlsx

EVIL = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    " =1",
    "　＝1",
    "'=1",
    "\ufeff=1",
]


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


@pytest.mark.parametrize("text", EVIL)
def test_what_could_run_is_guarded_in_a_csv(text):
    table = Table("t", ("a",), [(text,)])

    line = csv_file(table).decode("utf-8-sig").split("\r\n", 1)[1]

    assert line.lstrip('"').startswith("'")
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["", "a=1", "'", "O'Neill", "'quoted'", "095-000-0000", "～", "髙﨑"])
def test_harmless_text_stays_as_it_is(text):
    assert guarded(text) == text


@settings(max_examples=10_000, deadline=None)
@given(st.text() | st.text("='+-@＝＋ \t\r\n'　x", max_size=6))
def test_guarding_is_reversible_and_complete(text):
    safe = guarded(text)

    assert unguarded(safe) == text
    assert not safe.lstrip(" 　").startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n"))


def test_numbers_days_and_times_are_written_plainly_in_a_csv():
    row = (
        None,
        "",
        -5,
        1.5,
        Decimal("2.50"),
        True,
        date(2027, 1, 23),
        datetime(2027, 1, 23, 4, tzinfo=UTC),
        time(9, 5),
    )

    assert [as_text(cell) for cell in row] == [
        "", "", "-5", "1.5", "2.50", "TRUE", "2027-01-23", "2027-01-23 13:00", "09:05",
    ]  # fmt: skip


def test_a_csv_opens_in_excel_with_japanese_letters():
    assert csv_file(Table("t", ("名前",), [("髙﨑",)])) == b"\xef\xbb\xbf" + "名前\r\n髙﨑\r\n".encode()


@pytest.mark.parametrize("text", [*EVIL, "http://example.jp", "0950000000", "{=1}"])
def test_text_is_never_a_formula_a_link_or_a_number_in_excel(text):
    cell = opened(xlsx(Table("t", ("a",), [(text,)]))).active["A2"]

    assert cell.data_type == "s"
    assert cell.hyperlink is None
    assert cell.value.replace("_x000D_", "\r") == text


def test_a_workbook_has_a_frozen_heading_and_fitting_columns():
    book = opened(xlsx(Table("参加者", ("名前", "メモ"), [("髙﨑　はな", "長" * 100)]), Table("[?]", (), [])))

    sheet = book["参加者"]
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert sheet.auto_filter.ref == "A1:B2"
    assert sheet.column_dimensions["A"].width == pytest.approx(12, abs=1)
    assert sheet.column_dimensions["B"].width == pytest.approx(60, abs=1)
    assert book.sheetnames == ["参加者", "Sheet1"]


def test_days_and_moments_are_real_ones_on_japans_clock():
    row = (date(2027, 1, 23), datetime(2027, 1, 22, 15, 30, tzinfo=UTC), time(9, 5), 3, None, False)

    cells = next(opened(xlsx(Table("t", tuple("abcdef"), [row]))).active.iter_rows(min_row=2, values_only=True))

    assert cells == (datetime(2027, 1, 23), datetime(2027, 1, 23, 0, 30), time(9, 5), 3, None, False)  # noqa: DTZ001 - Excel


def test_a_text_too_long_for_excel_is_refused_not_lost():
    with pytest.raises(CellTooLong):
        xlsx(Table("t", ("a",), [("x" * 40_000,)]))
