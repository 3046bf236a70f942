"""What an entry may say, and the exact text its hash is taken over. Pure."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime

LONGEST = 80
GENESIS = ""


class PersonalData(ValueError):  # noqa: N818 - a mistake of a developer
    """An entry tried to carry something that is neither an id nor a code."""


def code(value: str) -> str:
    """Return `value` if it looks like an id or a code; raise `PersonalData` otherwise.

    Printable ASCII, at most 80 characters, no `@`: so neither names in Japanese nor addresses get into a book
    from which nothing can be erased.
    """
    if len(value) > LONGEST or "@" in value or not value.isascii() or not value.isprintable():
        raise PersonalData("only ids and codes of at most 80 characters belong into the audit")
    return str(value)


def plain(value: object) -> object:
    """Return a detail as JSON will give it back; raise `PersonalData` for what is no id, code, flag or list of them."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return code(value)
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    raise PersonalData(f"{type(value).__name__} does not belong into the audit; give its reference")


def canonical(fields: Mapping[str, object]) -> str:
    """Return the one way to write `fields` down: sorted keys, no blanks, times in UTC with microseconds."""
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=_moment)


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    raise TypeError(type(value).__name__)
