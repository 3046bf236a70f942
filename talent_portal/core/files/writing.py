"""Tables out, as Excel and as CSV, machine-readable as 総務省 asks (2020-12): one heading row, no merged cells."""

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import xlsxwriter

from talent_portal.core import clock
from talent_portal.core.files.errors import CellTooLong
from talent_portal.core.files.escaping import guarded
from talent_portal.core.files.tables import Cell, Table, column_name

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
EXCEL_CELL = 32_767
EXCEL_TITLE = 31
NARROWEST, WIDEST = 8, 60
NEVER_GUESS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
FORMATS = {"day": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm", "time": "hh:mm"}


def xlsx(*tables: Table) -> bytes:
    """Return a workbook with one sheet per table: heading frozen and filterable, texts never formulas."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, NEVER_GUESS) as book:
        book.set_properties({"created": clock.now().replace(tzinfo=None)})
        formats = {kind: book.add_format({"num_format": form}) for kind, form in FORMATS.items()}
        bold = book.add_format({"bold": True, "bottom": 1})
        for table in tables:
            _write_sheet(book.add_worksheet(_sheet_title(table.title)), table, formats, bold)
    return file.getvalue()


def _sheet_title(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", title).strip().strip("'")[:EXCEL_TITLE] or "Sheet1"


def _write_sheet(sheet: Any, table: Table, formats: dict[str, Any], bold: Any) -> None:
    for column, header in enumerate(table.headers):
        sheet.write_string(0, column, header, bold)
        sheet.set_column(column, column, _width(table, column))
    for number, row in enumerate(table.rows, start=1):
        for column, cell in enumerate(row):
            _write_cell(sheet, number, column, cell, formats)
    sheet.freeze_panes(1, 0)
    if table.headers:
        sheet.autofilter(0, 0, len(table.rows), len(table.headers) - 1)


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, formats: dict[str, Any]) -> None:
    match cell:
        case None | "":
            return
        case bool():
            sheet.write_boolean(row, column, cell)
        case int() | float() | Decimal():
            sheet.write_number(row, column, cell)
        case datetime():
            sheet.write_datetime(row, column, _on_japans_clock(cell), formats["moment"])
        case date():
            sheet.write_datetime(row, column, cell, formats["day"])
        case time():
            sheet.write_datetime(row, column, cell, formats["time"])
        case str():
            if len(cell) > EXCEL_CELL:
                raise CellTooLong(row=row + 1, column=column_name(column), limit=EXCEL_CELL)
            sheet.write_string(row, column, cell)


def _on_japans_clock(moment: datetime) -> datetime:
    """Return a naive moment as Excel knows them, on Japan's clock."""
    return moment.astimezone(clock.JAPAN).replace(tzinfo=None) if moment.tzinfo else moment


def _width(table: Table, column: int) -> int:
    """Return the width of the column in half-width letters; a full-width letter takes two."""
    texts = [table.headers[column], *(as_text(row[column]) for row in table.rows[:200])]
    longest = max(sum(2 if unicodedata.east_asian_width(c) in "FWA" else 1 for c in text) for text in texts)
    return max(NARROWEST, min(WIDEST, longest + 2))


def as_text(cell: Cell) -> str:
    """Return the cell as a CSV holds it: ISO days, Japan's clock, TRUE or FALSE, '' for nothing."""
    match cell:
        case None:
            return ""
        case bool():
            return "TRUE" if cell else "FALSE"
        case datetime():
            return f"{_on_japans_clock(cell):%Y-%m-%d %H:%M}"
        case date():
            return cell.isoformat()
        case time():
            return f"{cell:%H:%M}"
        case _:
            return str(cell)


def csv_file(table: Table) -> bytes:
    """Return the table as CSV in UTF-8 with the mark that Excel needs; texts that could run carry a `'`."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([guarded(header) for header in table.headers])
    writer.writerows(_safe_row(row) for row in table.rows)
    return file.getvalue().encode("utf-8-sig")


def _safe_row(row: Sequence[Cell]) -> list[str]:
    return [guarded(cell) if isinstance(cell, str) else as_text(cell) for cell in row]
