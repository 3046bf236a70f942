"""How the list of those who could do the work is narrowed: chips with their counts."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext

from talent_portal.core.marks import _n
from talent_portal.matching.queries import Found
from talent_portal.matching.rules.case import Rule
from talent_portal.matching.rules.points import MAXIMA
from talent_portal.matching.rules.ranking import Ranked
from talent_portal.matching.views import sentences

Keep = Callable[[Ranked], bool]


@dataclass(frozen=True, slots=True)
class Chip:
    """One chip as `components/filters.html` draws it."""

    text: str
    count: int
    address: str
    on: bool


def _by_day(one: Ranked) -> bool:
    return not one.score.part("travel").params.get("overnight")


def _by_land(one: Ranked) -> bool:
    return not one.score.part("travel").params.get("boardings")


def _simple(one: Ranked) -> bool:
    return one.score.part("form").points == MAXIMA["form"]


def _spare(one: Ranked) -> bool:
    return bool(one.score.part("days").params.get("spare"))


KEEPS: dict[str, tuple[str, Keep]] = {
    "day": (_n("Back the same day"), _by_day),
    "land": (_n("No ship, no flight"), _by_land),
    "form": (_n("A form without conditions"), _simple),
    "spare": (_n("Days to spare"), _spare),
}


def narrowed(found: Found, only: str) -> list[Ranked]:
    """Return those who could do the work and pass the chip that is on; everybody where none is."""
    keep = KEEPS.get(only)
    return [one for one in found.ranking.eligible if keep is None or keep[1](one)]


def chips(found: Found, only: str) -> list[Chip]:
    """Return the chips of the list; the address of the one that is on takes it away."""
    reference = found.need.reference
    return [
        Chip(
            str(gettext(text)),
            sum(1 for one in found.ranking.eligible if keep(one)),
            url_for("matching.candidates", reference=reference, narrow=None if code == only else code),
            code == only,
        )
        for code, (text, keep) in KEEPS.items()
    ]


def reasons(found: Found, rule: str) -> list[Chip]:
    """Return the rules that keep people out, each with how many, in the order of the rules."""
    counts: dict[Rule, int] = {}
    for _, failure in found.ranking.others:
        counts[failure.rule] = counts.get(failure.rule, 0) + 1
    return [_reason(found, one, counts[one], on=one == rule) for one in Rule if one in counts]


def _reason(found: Found, rule: Rule, count: int, *, on: bool) -> Chip:
    return Chip(str(gettext(sentences.RULE_NAMES[rule])), count, _address(found, None if on else rule), on)


def _address(found: Found, rule: Rule | None) -> str:
    return url_for("matching.others", reference=found.need.reference, rule=rule and rule.value)
