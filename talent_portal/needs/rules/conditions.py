"""The working conditions that must be told before a request may open. Pure.

職業安定法5条の3 and 施行規則4条の2 (as in force since 2024-04-01): whoever introduces people to a post must tell them
these conditions in writing. Each is one text of the municipality's own; what does not apply is written as such
(「なし」), never left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from talent_portal.core.marks import _n

MOST_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: its code, what it is called, what to write, and an example to start from."""

    code: str
    name: str
    hint: str
    required: bool = True


CONDITIONS: tuple[Condition, ...] = (
    Condition("duties_change", _n("Range in which the duties may change"), _n("For example: none")),
    Condition("renewal", _n("Renewal of the term"), _n("Whether, by which criteria, and up to when it is renewed")),
    Condition("place_change", _n("Range in which the place may change"), _n("For example: none")),
    Condition("hours", _n("Working hours"), _n("From when to when, for example 9:00 to 16:00")),
    Condition("breaks", _n("Breaks"), _n("For example: 12:00 to 13:00")),
    Condition("overtime", _n("Overtime"), _n("Whether there is any, and about how much")),
    Condition("days_off", _n("Days off and leave"), _n("Days off each week, and paid leave")),
    Condition("pay", _n("Pay or fee"), _n("The amount or its range, by the hour, day or month, and allowances")),
    Condition("insurance", _n("Social insurance"), _n("Which kinds apply: health, pension, employment, accident")),
    Condition("trial", _n("Trial period"), _n("How long, and whether conditions differ in it; or “none”")),
    Condition("smoking", _n("Protection from second-hand smoke"), _n("For example: no smoking on the premises")),
    Condition(
        "other", _n("Other conditions"), _n("Anything else somebody should know before deciding"), required=False
    ),
)
CODES = frozenset(one.code for one in CONDITIONS)


def missing(told: Mapping[str, object]) -> tuple[str, ...]:
    """Return the codes of the conditions that are still missing, in the order of the law."""
    return tuple(one.code for one in CONDITIONS if one.required and not str(told.get(one.code) or "").strip())


def cleaned(told: Mapping[str, str]) -> dict[str, object]:
    """Return the known conditions with a text, in order."""
    return {one.code: told[one.code].strip() for one in CONDITIONS if told.get(one.code, "").strip()}
