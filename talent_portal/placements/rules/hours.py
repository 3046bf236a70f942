"""Hours a week, as people write and read them. Pure."""

import re
import unicodedata

CLOCK = re.compile(r"(\d{1,2})(?::([0-5]\d)|時間(?:([0-5]?\d)分)?|\.(\d))?")
HOUR = 60


def minutes_of(text: str) -> int | None:
    """Return the minutes of `15:30`, `15.5`, `15時間30分` or `15`, in any width; None for anything else."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    found = CLOCK.fullmatch(plain)
    if found is None:
        return None
    hours, tenth = int(found[1]), found[4]
    rest = int(tenth) * HOUR // 10 if tenth else int(found[2] or found[3] or 0)
    return hours * HOUR + rest


def hours_of(minutes: int) -> str:
    """Return `15:30` for 930."""
    return f"{minutes // HOUR}:{minutes % HOUR:02}"
