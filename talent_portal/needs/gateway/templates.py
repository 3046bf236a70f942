"""The requests to start from, read once from the data that ships."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from talent_portal.needs.rules.facts import PatternKind

FILE = Path(__file__).parent.parent.parent / "data" / "needs" / "templates.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A request in the words of the work. `months` is how long such work usually lasts."""

    code: str
    name_ja: str
    name_en: str
    profession: str
    tasks: tuple[str, ...]
    duties_ja: str
    duties_en: str
    pattern: PatternKind
    half_days: int = 0
    halves: tuple[int, ...] = ()
    months: int
    remote_percent: int
    weekly_minutes: int
    forms: tuple[str, ...]
    musts: tuple[str, ...] = ()
    helps: Mapping[str, int] = field(default_factory=dict)
    reason_needed: str
    law_required: bool = False
    mentoring: bool = False
    child_contact: bool = False


@cache
def templates() -> dict[str, Template]:
    """Return the templates by code, in the order of the file."""
    with FILE.open("rb") as file:
        rows = tomllib.load(file)["template"]
    return {row["code"]: _template(row) for row in rows}


def _template(row: dict[str, object]) -> Template:
    lists = {name: tuple(value) for name, value in row.items() if isinstance(value, list)}
    return Template(**{**row, **lists, "pattern": PatternKind(str(row["pattern"]))})  # type: ignore[arg-type]  # the tests read every row
