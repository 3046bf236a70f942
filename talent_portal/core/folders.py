"""Folders of data that offices maintain: CSV and TOML read strictly, with every fault named at once.

A fault names file, row and column, so that somebody with a spreadsheet can mend it. Rows count as a spreadsheet counts
them: the header is row 1.
"""

import csv
import io
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from talent_portal.core import text
from talent_portal.core.marks import _n

Choice = TypeVar("Choice", bound=StrEnum)
TRUE, FALSE = {"1", "true", "yes"}, {"", "0", "false", "no"}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a folder; row 0 is the file as a whole. The sentence is a message id with parameters."""

    file: str
    row: int
    column: str
    sentence: str
    params: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        """Return the fault in English, for logs and tests."""
        where = (self.file, f"row {self.row}" if self.row else "", self.column)
        said = self.sentence % dict(self.params) if self.params else self.sentence
        return f"{', '.join(part for part in where if part)}: {said}"


class FaultyFolder(Exception):  # noqa: N818 - it reads as the command says it
    """A folder cannot be loaded; `faults` lists everything to be mended."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


@dataclass(slots=True)
class Folder:
    """A folder being read; faults are collected until `check`, each with `label` before the name of its file."""

    path: Path
    label: str = ""
    faults: list[Fault] = field(default_factory=list)

    def has(self, name: str) -> bool:
        """Return whether the folder has that file."""
        return (self.path / name).is_file()

    def fault(self, file: str, row: int, column: str, sentence: str, **params: object) -> None:
        """Note one fault."""
        self.faults.append(Fault(self.label + file, row, column, sentence, tuple(params.items())))

    def check(self) -> None:
        """Raise `FaultyFolder` when anything was noted."""
        if self.faults:
            raise FaultyFolder(self.faults)

    def table(self, name: str, columns: Sequence[str]) -> list["Row"]:
        """Return the rows of a UTF-8 CSV (a byte order mark is welcome); its header must have exactly `columns`."""
        content = self._content(name)
        if content is None:
            return []
        lines = csv.reader(io.StringIO(content, newline=""))
        header = [cell.strip() for cell in next(lines, [])]
        for column in [column for column in columns if column not in header]:
            self.fault(name, 1, column, _n("This column is missing."))
        for column in [column for column in header if column not in columns]:
            self.fault(name, 1, column, _n("This column is not known."))
        if sorted(header) != sorted(columns):
            return []
        rows = []
        for cells in lines:
            if any(cell.strip() for cell in cells):
                rows += self._row(name, lines.line_num, header, cells)
        return rows

    def _row(self, name: str, number: int, header: list[str], cells: list[str]) -> list["Row"]:
        if len(cells) != len(header):
            self.fault(
                name,
                number,
                "",
                _n("The row has %(found)s cells instead of %(wanted)s."),
                found=len(cells),
                wanted=len(header),
            )
            return []
        return [Row(self, name, number, dict(zip(header, (cell.strip() for cell in cells), strict=True)))]

    def settings(self, name: str) -> "Row":
        """Return the top level of a TOML file as one row (its `values` keep their types)."""
        content = self._content(name)
        try:
            values = tomllib.loads(content or "")
        except tomllib.TOMLDecodeError as error:
            self.fault(name, 0, "", _n("The file is no valid TOML: %(reason)s"), reason=str(error))
            values = {}
        return Row(self, name, 0, values)

    def _content(self, name: str) -> str | None:
        try:
            return (self.path / name).read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            self.fault(name, 0, "", _n("The file is missing."))
        except (UnicodeDecodeError, OSError):
            self.fault(name, 0, "", _n("The file cannot be read as UTF-8."))
        return None

    def unique(self, rows: Iterable["Row"], *columns: str) -> None:
        """Note every row whose `columns` repeat those of an earlier row."""
        seen: set[tuple[object, ...]] = set()
        for row in rows:
            key = tuple(row.values.get(column) for column in columns)
            if key in seen:
                row.fault(columns[-1], _n("“%(value)s” appears twice."), value=" / ".join(map(str, key)))
            seen.add(key)


@dataclass(frozen=True, slots=True)
class Row:
    """One row with its place; every reading method notes a fault and returns something harmless when it must."""

    folder: Folder
    file: str
    number: int
    values: dict[str, Any]

    def fault(self, column: str, sentence: str, **params: object) -> None:
        """Note one fault in this row."""
        self.folder.fault(self.file, self.number, column, sentence, **params)

    def text(self, column: str, longest: int = 400, *, required: bool = True) -> str:
        """Return the text, free of control characters and not too long."""
        value = str(self.values.get(column, ""))
        if required and not value:
            self.fault(column, _n("A value is missing."))
        elif len(value) > longest:
            self.fault(column, _n("The text is longer than %(longest)s characters."), longest=longest)
        elif not text.is_storable(value):
            self.fault(column, _n("The text has characters that cannot be stored."))
        return value

    def one_of(self, column: str, known: Iterable[str]) -> str:
        """Return a text that must be one of `known`."""
        value = self.text(column)
        if value and value not in known:
            self.fault(column, _n("“%(value)s” is not known."), value=value)
        return value

    def choice(self, column: str, kind: type[Choice]) -> Choice:
        """Return a member of an enumeration by its value."""
        value = self.text(column)
        try:
            return kind(value)
        except ValueError:
            if value:
                allowed = ", ".join(member.value for member in kind)
                self.fault(column, _n("“%(value)s” is none of: %(allowed)s"), value=value, allowed=allowed)
            return next(iter(kind))

    def integer(self, column: str, low: int = 0, high: int = 2**31 - 1) -> int:
        """Return a whole number between `low` and `high`."""
        found = self.integer_or_none(column, low, high)
        if found is None and not str(self.values.get(column, "")):
            self.fault(column, _n("A value is missing."))
        return low if found is None else found

    def integer_or_none(self, column: str, low: int = 0, high: int = 2**31 - 1) -> int | None:
        """Return a whole number between `low` and `high`, or None for an empty cell."""
        value = str(self.values.get(column, ""))
        if not value:
            return None
        if not (value.isascii() and value.removeprefix("-").isdigit() and low <= int(value[:20]) <= high):
            self.fault(
                column, _n("“%(value)s” is no whole number from %(low)s to %(high)s."), value=value, low=low, high=high
            )
            return None
        return int(value)

    def number_between(self, column: str, low: float, high: float) -> float:
        """Return a number between `low` and `high`."""
        value = self.text(column)
        try:
            found = float(value)
        except ValueError:
            found = float("nan")
        if value and not low <= found <= high:
            self.fault(
                column, _n("“%(value)s” is no number from %(low)s to %(high)s."), value=value, low=low, high=high
            )
        return found if low <= found <= high else low

    def day_or_none(self, column: str) -> date | None:
        """Return a date written as 2027-04-01, or None for an empty cell."""
        value = str(self.values.get(column, ""))
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            self.fault(column, _n("“%(value)s” is no date like 2027-04-01."), value=value)
            return None

    def day(self, column: str) -> date:
        """Return a date written as 2027-04-01."""
        found = self.day_or_none(column)
        if found is None and not self.values.get(column):
            self.fault(column, _n("A value is missing."))
        return found or date.min

    def flag(self, column: str) -> bool:
        """Return yes or no, from 1/0, true/false, yes/no; empty is no."""
        value = str(self.values.get(column, "")).lower()
        if value not in TRUE | FALSE:
            self.fault(column, _n("“%(value)s” is neither 1 nor 0."), value=value)
        return value in TRUE
