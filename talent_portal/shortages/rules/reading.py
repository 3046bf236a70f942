"""A table that somebody filled in elsewhere, read into numbers per role, every faulty cell named. Pure."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from talent_portal.core.marks import _n

MOST = 9999
FIELDS = ("required", "actual", "vacant")
# Headings that are understood, folded; the first of each is what our own template says.
HEADINGS: dict[str, tuple[str, ...]] = {
    "profession": ("職種", "role", "職種コード", "code"),
    "required": ("必要数", "required", "定数", "必要人数"),
    "actual": ("現員", "in post", "現員数", "実員"),
    "vacant": ("欠員", "vacant", "欠員数", "不足"),
}
FAULTS: dict[str, str] = {
    "heading_missing": _n("There is no column “%(name)s”"),
    "role_unknown": _n("Row %(row)s: the role “%(value)s” is not known"),
    "role_twice": _n("Row %(row)s: the role “%(value)s” stands there twice"),
    "no_number": _n("Row %(row)s, %(name)s: “%(value)s” is no whole number from 0 to 9,999"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that cannot be read, and where."""

    code: str
    params: Mapping[str, object]


@dataclass(slots=True)
class Read:
    """Numbers by role and field, and what could not be read."""

    numbers: dict[str, dict[str, int]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def folded(text: str) -> str:
    """Return a heading or a role as it is compared: width, blanks and case do not count."""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def read(headers: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]], roles: Mapping[str, str]) -> Read:
    """Return the numbers in a table; rows without a role or without any number are passed over.

    `roles` leads from folded names and codes to codes.
    """
    found = Read()
    columns = _columns(headers)
    for name in ("profession", "required", "actual"):
        if name not in columns:
            found.faults.append(Fault("heading_missing", {"name": HEADINGS[name][0]}))
    if "profession" in columns:
        for number, cells in rows:
            _row(found, number, cells, columns, roles)
    return found


def _columns(headers: Sequence[str]) -> dict[str, int]:
    known = {folded(word): name for name, words in HEADINGS.items() for word in words}
    return {known[folded(header)]: at for at, header in enumerate(headers) if folded(header) in known}


def _row(
    found: Read, number: int, cells: Sequence[str], columns: Mapping[str, int], roles: Mapping[str, str]
) -> None:  # fmt: skip
    said = cells[columns["profession"]].strip()
    texts = {name: cells[columns[name]].strip() for name in FIELDS if name in columns}
    if not said or not any(texts.values()):
        return
    role = roles.get(folded(said))
    if role is None:
        found.faults.append(Fault("role_unknown", {"row": number, "value": said}))
    elif role in found.numbers:
        found.faults.append(Fault("role_twice", {"row": number, "value": said}))
    else:
        found.numbers[role] = _numbers(found, number, texts)


def _numbers(found: Read, number: int, texts: Mapping[str, str]) -> dict[str, int]:
    read_ones: dict[str, int] = {}
    for name, text in texts.items():
        plain = unicodedata.normalize("NFKC", text).replace(",", "")
        if plain.isdecimal() and int(plain[:9]) <= MOST:
            read_ones[name] = int(plain)
        elif plain:
            where = {"row": number, "name": HEADINGS[name][0], "value": text}
            found.faults.append(Fault("no_number", where))
    return read_ones
