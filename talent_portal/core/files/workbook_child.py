"""Read the first sheet of a workbook, in a process of its own that may die without harm.

Runs as a plain script: a workbook on standard input, JSON on standard output. Imports nothing of ours, so that it
starts at once. A hostile workbook can at worst exhaust the memory and the time allowed here.
"""

import io
import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineWorkbook

MEMORY = 1024 * 1024 * 1024
SECONDS = 20


def as_text(cell: Any) -> str:
    """Return the cell as text: no `.0`, ISO days, minutes only where there are no seconds."""
    match cell:
        case bool():
            return "TRUE" if cell else "FALSE"
        case float():
            return str(int(cell)) if cell.is_integer() else repr(cell)
        case datetime() | time():
            return cell.isoformat().replace("T", " ").removesuffix(":00")
        case date():
            return cell.isoformat()
        case timedelta():
            minutes = round(cell.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02d}"
        case _:
            return str(cell)


def read(data: bytes, max_rows: int, max_columns: int) -> dict[str, Any]:
    """Return {row, column, cells} of the first sheet (both counted from 0), or {too_many: rows|columns}."""
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    if sheet.start is None or sheet.end is None:
        return {"row": 0, "column": 0, "cells": []}
    (top, left), (bottom, right) = sheet.start, sheet.end
    if bottom - top > max_rows:
        return {"too_many": "rows"}
    if right - left >= max_columns:
        return {"too_many": "columns"}
    cells = [[as_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=True)]
    return {"row": top, "column": left, "cells": cells}


def main() -> None:
    """Bound ourselves, read, answer."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    found = read(sys.stdin.buffer.read(), int(sys.argv[1]), int(sys.argv[2]))
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
