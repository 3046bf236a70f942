"""Words of the survey: states, letters. Codes are stored; words are translated at the edge. Pure."""

from collections.abc import Iterable

from talent_portal.core.marks import _n

ROUND_STATES: dict[str, str] = {
    "draft": _n("Being prepared"),
    "open": _n("Sent out"),
    "closed": _n("Survey closed"),
}
REPORT_STATES: dict[str, str] = {
    "draft": _n("Being filled in"),
    "reported": _n("Answered"),
    "acknowledged": _n("Answer checked"),
    "planned": _n("Measures planned"),
    "resolved": _n("Shortage settled"),
    "carried_over": _n("Carried over to the next year"),
}
LETTER_NAMES: dict[str, str] = {
    "shortages/asked": _n("Staffing survey sent out"),
    "shortages/reminder": _n("Reminder of the staffing survey"),
    "shortages/proxied": _n("Answer entered on behalf, to confirm"),
    "shortages/acknowledged": _n("Answer to the survey checked"),
}


def vacancy(required: int | None, actual: int | None) -> int:
    """Return what is missing to the required number, never less than nothing."""
    return max(0, (required or 0) - (actual or 0))


def total(numbers: Iterable[int | None]) -> int:
    """Return the sum of what is told."""
    return sum(number or 0 for number in numbers)
