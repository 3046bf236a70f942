"""What a table is, on its way in and on its way out. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from talent_portal.core import text
from talent_portal.core.files.errors import (
    CellTooLong,
    FileEmpty,
    ForbiddenCharacter,
    HeaderEmpty,
    HeaderRepeated,
    RowTooLong,
    TooManyColumns,
    TooManyRows,
)

MAX_ROWS = 5_000
MAX_COLUMNS = 50
MAX_CELL = 10_000
LETTERS = 26

Cell = str | int | float | bool | Decimal | date | datetime | time | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table to be written: a title (the name of the sheet), headings, rows of the same width."""

    title: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Row:
    """One row that was read: its number as Excel shows it, and its texts, one per heading."""

    number: int
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table that was read. Every value is text: numbers without `.0`, days as 2027-01-23, nothing as ''."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]

    def records(self) -> list[tuple[int, dict[str, str]]]:
        """Return (row number, {heading: value}) per row."""
        return [(row.number, dict(zip(self.headers, row.values, strict=True))) for row in self.rows]


def column_name(index: int) -> str:
    """Return A for 0, Z for 25, AA for 26."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, LETTERS)
        name = chr(ord("A") + rest) + name
    return name


def shaped(lines: Sequence[tuple[int, Sequence[str]]], first_column: int = 0) -> Sheet:
    """Return the sheet that (row number, cells) make: blank rows dropped, the first of the rest are the headings.

    Raises a `FileRefused` that names row and column.
    """
    filled = [(number, cells) for number, cells in lines if any(cell.strip() for cell in cells)]
    if not filled:
        raise FileEmpty
    if len(filled) - 1 > MAX_ROWS:
        raise TooManyRows(limit=MAX_ROWS)
    for number, cells in filled:
        _check_cells(number, cells, first_column)
    headers = _headers(*filled[0], first_column)
    rows = tuple(Row(number, _fitted(number, cells, len(headers), first_column)) for number, cells in filled[1:])
    return Sheet(headers, rows)


def _check_cells(number: int, cells: Sequence[str], first_column: int) -> None:
    if len(cells) > MAX_COLUMNS and any(cells[MAX_COLUMNS:]):
        raise TooManyColumns(limit=MAX_COLUMNS)
    for index, cell in enumerate(cells):
        if len(cell) > MAX_CELL:
            raise CellTooLong(row=number, column=column_name(first_column + index), limit=MAX_CELL)
        if not text.is_storable(cell):
            raise ForbiddenCharacter(row=number, column=column_name(first_column + index))


def _headers(number: int, cells: Sequence[str], first_column: int) -> tuple[str, ...]:
    names = [cell.strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    for index, name in enumerate(names):
        where = {"row": number, "column": column_name(first_column + index)}
        if not name:
            raise HeaderEmpty(**where)
        if name in names[:index]:
            raise HeaderRepeated(name=name, **where)
    return tuple(names)


def _fitted(number: int, cells: Sequence[str], width: int, first_column: int) -> tuple[str, ...]:
    """Return exactly `width` cells: Excel leaves out empty cells at the end, so short rows are no mistake."""
    for index, extra in enumerate(cells[width:], start=width):
        if extra.strip():
            raise RowTooLong(row=number, column=column_name(first_column + index))
    return (*cells[:width], *([""] * (width - len(cells))))
