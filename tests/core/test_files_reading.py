"""Tables in: the right rows, or a refusal by name, and never anything else."""

import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from talent_portal.core.errors import Refusal
from talent_portal.core.files.errors import FileRefused
from talent_portal.core.files.reading import read_table
from talent_portal.core.files.tables import Table, column_name
from talent_portal.core.files.writing import csv_file, xlsx
from talent_portal.core.i18n import say, use_language
from tests.core.hostile import REFUSED, TAKEN, workbook

storable = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=20)
cells = storable | st.sampled_from(["=1+1", "'=1", "''@x", "＝x", "　-1", "\t", "a\r\nb", '"', "+81", ",", "'"])


@pytest.mark.realtime
@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_by_name(app, name):
    filename, data, code = REFUSED[name]
    began = time.monotonic()

    with pytest.raises(FileRefused) as refused:
        read_table(data, filename)

    assert refused.value.code == code
    assert time.monotonic() - began < 10
    for language in ("ja", "en"):
        with app.test_request_context(), use_language(language):
            assert "%(" not in say(refused.value)


@pytest.mark.parametrize("name", TAKEN)
def test_an_odd_file_gives_the_right_rows(name):
    filename, data, headers, first = TAKEN[name]

    sheet = read_table(data, filename)

    assert sheet.headers == headers
    assert (sheet.rows[0].values if sheet.rows else None) == first


@pytest.mark.parametrize(
    ("filename", "data", "where"),
    [
        ("a.csv", b"a,b\r\n1,2\r\n\r\n1,2,3\r\n", {"row": 4, "column": "C"}),
        ("a.csv", b'a,b\r\n"1\r\n2",2\r\n1,\x012\r\n', {"row": 3, "column": "B"}),
        ("a.csv", b"a,b\r\n1,2\r\n\x82\xff,2\r\n", {"row": 3}),
        ("a.xlsx", workbook((("a", "b"), ("1", "2", "3")), top=4, left=2), {"row": 6, "column": "E"}),
        ("a.xlsx", workbook((("a", "", "c"),), top=1, left=25), {"row": 2, "column": "AA"}),
    ],
)
def test_a_refusal_names_the_row_and_the_column_as_excel_does(filename, data, where):
    with pytest.raises(FileRefused) as refused:
        read_table(data, filename)

    assert {key: refused.value.params[key] for key in where} == where


def test_values_of_a_workbook_arrive_as_text():
    table = Table(
        "x", ("n", "f", "d", "t", "b"), [(12, 1.5, date(2027, 1, 23), datetime(2027, 1, 23, 4, 20, tzinfo=UTC), True)]
    )

    sheet = read_table(xlsx(table), "a.xlsx")

    assert sheet.rows[0].values == ("12", "1.5", "2027-01-23", "2027-01-23 13:20", "TRUE")
    assert sheet.records() == [(2, dict(zip(table.headers, sheet.rows[0].values, strict=True)))]


@settings(max_examples=2000, deadline=None)
@given(st.lists(st.tuples(cells, cells), max_size=5))
@example([("'", "'="), ("\ufeff=1", "")])
def test_what_goes_out_as_csv_comes_back_the_same(rows):
    table = Table("t", ("a", "b"), [row for row in rows if any(cell.strip() for cell in row)])

    sheet = read_table(csv_file(table), "t.csv")

    assert [row.values for row in sheet.rows] == [tuple(row) for row in table.rows]


@settings(max_examples=500, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_rows_or_a_refusal(data):
    try:
        sheet = read_table(data, "x.csv")
    except Refusal as refusal:
        assert refusal.code != "refused"  # noqa: PT017 - either way is right
    else:
        assert all(len(row.values) == len(sheet.headers) for row in sheet.rows)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 5000), st.binary(min_size=1, max_size=30))
def test_any_damage_to_a_workbook_is_rows_or_a_refusal(at, noise):
    data = workbook()
    at %= len(data)

    try:
        read_table(data[:at] + noise + data[at + len(noise) :], "x.xlsx")
    except FileRefused as refusal:
        assert refusal.code  # noqa: PT017 - either way is right


def test_columns_are_named_as_excel_names_them():
    assert [column_name(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
