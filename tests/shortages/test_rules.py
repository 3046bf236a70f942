"""Small numbers stay hidden, and tables are read cell by cell."""

from hypothesis import given
from hypothesis import strategies as st

from talent_portal.shortages.rules import protect
from talent_portal.shortages.rules.reading import read

ROLES = {"土木技師": "civil_engineer", "civil_engineer": "civil_engineer", "保健師": "public_health_nurse"}
TABLES = st.integers(1, 6).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 12), min_size=width, max_size=width), min_size=1, max_size=6)
)


@given(TABLES, st.sets(st.integers(0, 5), max_size=2))
def test_no_hidden_number_can_be_worked_out_from_its_line(counts, known):
    known = frozenset(row for row in known if row < len(counts))
    whole, shown = protect.with_sums(counts), protect.protected(counts, known)

    for row, line in enumerate(whole):
        for column, count in enumerate(line):
            if row in known:
                assert shown[row][column] == count
            elif protect.is_small(count):
                assert shown[row][column] is None
    for cells in protect.lines(len(whole), len(whole[0])):
        hidden = [cell for cell in cells if shown[cell[0]][cell[1]] is None]
        foreign = [cell for cell in cells if cell[0] not in known]
        assert len(hidden) != 1 or len(foreign) == 1


@given(TABLES)
def test_what_is_shown_is_true(counts):
    whole, shown = protect.with_sums(counts), protect.protected(counts)

    assert all(
        cell in {None, count}
        for line, cells in zip(whole, shown, strict=True)
        for count, cell in zip(line, cells, strict=True)
    )


def test_nothing_is_hidden_where_nothing_is_small():
    assert protect.protected([[5, 0], [0, 7]]) == [[5, 0, 5], [0, 7, 7], [5, 7, 12]]


def test_one_small_number_hides_a_second_in_its_row_and_column():
    shown = protect.protected([[3, 6, 9], [8, 7, 5], [9, 9, 9]])

    assert shown[0][0] is None
    assert shown[0].count(None) >= 2
    assert [row[0] for row in shown].count(None) >= 2
    assert shown[2][2] == 9


def test_ones_own_row_is_whole_and_does_not_give_a_neighbour_away():
    # A column of two municipalities, both small: whoever knows the one must not work the other out from the sum.
    shown = protect.protected([[2, 8], [3, 9]], frozenset({0}))

    assert shown[0] == [2, 8, 10]
    assert shown[1][0] is None
    assert shown[2][0] is None


def rows(*lines):
    return [(number, cells) for number, cells in enumerate(lines, 2)]


def test_a_table_is_read_by_its_headings_in_any_order_and_width():
    found = read(
        ("現員", "職種", "必要数"), rows(("３", "土木 技師", "1,005"), ("", "", ""), ("", "保健師", "")), ROLES
    )

    assert found.numbers == {"civil_engineer": {"actual": 3, "required": 1005}}
    assert found.faults == []


def test_every_faulty_cell_is_named():
    found = read(
        ("職種", "必要数", "現員"),
        rows(("大工", "1", "1"), ("土木技師", "三", "-1"), ("土木技師", "1", "1"), ("保健師", "2.5", "10000")),
        ROLES,
    )

    assert [(fault.code, fault.params.get("row"), fault.params.get("value")) for fault in found.faults] == [
        ("role_unknown", 2, "大工"),
        ("no_number", 3, "三"),
        ("no_number", 3, "-1"),
        ("role_twice", 4, "土木技師"),
        ("no_number", 5, "2.5"),
        ("no_number", 5, "10000"),
    ]


def test_a_missing_column_is_named():
    found = read(("職種", "定数"), rows(("土木技師", "3")), ROLES)

    assert [(fault.code, fault.params["name"]) for fault in found.faults] == [("heading_missing", "現員")]
    assert found.numbers == {"civil_engineer": {"required": 3}}
