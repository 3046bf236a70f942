"""Tables in, from Excel and from CSV. Whatever is given: the right rows, or a refusal by name, and nothing else."""

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path, PurePath
from typing import Any, Final

from talent_portal.core.files.archives import check_workbook
from talent_portal.core.files.errors import (
    BrokenQuotes,
    CellTooLong,
    FileBroken,
    FileEmpty,
    FileTooLarge,
    OldExcel,
    TooManyColumns,
    TooManyRows,
    UnknownEncoding,
    UnpacksTooLarge,
    WrongKind,
)
from talent_portal.core.files.escaping import unguarded
from talent_portal.core.files.tables import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Sheet, column_name, shaped

MAX_MEGABYTES: Final = 5
ZIP: Final = b"PK\x03\x04"
OLE: Final = b"\xd0\xcf\x11\xe0"
NO_TABLE: Final = (
    b"%PDF",
    b"MZ",
    b"\x7fELF",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc\xaf",
)
MARKUP = re.compile(rb"\s*<(?:!doctype|html|svg|\?xml|script|table|body|head)\b", re.IGNORECASE)
DELIMITERS: Final = (",", "\t", ";")
HALF_WIDTH_KANA = re.compile("[｡-ﾟ]")
JAPANESE = re.compile("[぀-ヿ一-鿿]")
CHILD = Path(__file__).with_name("workbook_child.py")
CHILD_SECONDS: Final = 20


def read_table(data: bytes, filename: str) -> Sheet:
    """Return the first sheet of an .xlsx, or a .csv in UTF-8 or CP932; raise a `FileRefused`.

    The name only has to agree with what is inside.
    """
    if len(data) > MAX_MEGABYTES * 1024 * 1024:
        raise FileTooLarge(limit=MAX_MEGABYTES)
    if not data.strip():
        raise FileEmpty
    suffix = PurePath(filename.replace("\\", "/")).suffix.lower()
    if data.startswith(OLE):
        raise OldExcel
    if suffix == ".xlsx" and data.startswith(ZIP):
        return _read_workbook(data)
    if suffix in {".csv", ".txt", ".tsv"} and not data.startswith((ZIP, *NO_TABLE)) and not MARKUP.match(data[:200]):
        return _read_csv(data)
    if suffix == ".xlsx" and data.startswith(ZIP[:2]):
        raise FileBroken
    raise WrongKind


def _read_workbook(data: bytes) -> Sheet:
    check_workbook(data)
    found = _ask_child(data)
    if found.get("too_many") == "rows":
        raise TooManyRows(limit=MAX_ROWS)
    if found.get("too_many") == "columns":
        raise TooManyColumns(limit=MAX_COLUMNS)
    lines = [(found["row"] + index + 1, cells) for index, cells in enumerate(found["cells"])]
    return shaped(lines, first_column=found["column"])


def _ask_child(data: bytes) -> dict[str, Any]:
    """Have the workbook read in a process of its own, bounded in memory and time."""
    command = [sys.executable, "-I", str(CHILD), str(MAX_ROWS), str(MAX_COLUMNS)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=CHILD_SECONDS, check=False)  # noqa: S603 - our own script, fixed arguments
    except subprocess.TimeoutExpired as error:
        raise UnpacksTooLarge from error
    if done.returncode < 0 or b"MemoryError" in done.stderr:
        raise UnpacksTooLarge
    if done.returncode != 0:
        raise FileBroken
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _read_csv(data: bytes) -> Sheet:
    text = decoded(data)
    first_line = re.split("[\r\n]", text.lstrip(), maxsplit=1)[0]
    delimiter = max(DELIMITERS, key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines: list[tuple[int, list[str]]] = []
    while True:
        number = len(lines) + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            if "field limit" in str(error):
                raise CellTooLong(row=number, column=column_name(0), limit=MAX_CELL) from error
            raise BrokenQuotes(row=number) from error
        if cells is None:
            return shaped(lines)
        if len(cells) > MAX_COLUMNS and any(cells[MAX_COLUMNS:]):
            raise TooManyColumns(limit=MAX_COLUMNS)
        lines.append((number, [unguarded(cell) for cell in cells]))


def decoded(data: bytes) -> str:
    """Return the text of a file in UTF-8 (with or without mark) or CP932; raise `UnknownEncoding` with the line."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x1b$" in data:
        raise UnknownEncoding(row=1)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as not_utf8:
        _refuse_mixture(data)
        try:
            text = data.decode("cp932")
        except UnicodeDecodeError as error:
            at = max(error.start, not_utf8.start if data.startswith(b"\xef\xbb\xbf") else 0)
            raise UnknownEncoding(row=data[:at].count(b"\n") + 1) from error
        if _looks_like_euc(data, text):
            raise UnknownEncoding(row=1) from not_utf8
        return text


def _refuse_mixture(data: bytes) -> None:
    """Refuse a file in which single lines are UTF-8 although the whole is not: two files were pasted together."""
    for number, line in enumerate(data.split(b"\n"), start=1):
        if not line.isascii() and JAPANESE.search(line.decode("utf-8", "replace")) and _is_utf8(line):
            raise UnknownEncoding(row=number)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _looks_like_euc(data: bytes, as_cp932: str) -> bool:
    """Return whether EUC-JP explains the bytes better: read as CP932 it becomes a heap of half-width kana."""
    try:
        data.decode("euc_jp")
    except UnicodeDecodeError:
        return False
    return len(HALF_WIDTH_KANA.findall(as_cp932)) > len(JAPANESE.findall(as_cp932))
