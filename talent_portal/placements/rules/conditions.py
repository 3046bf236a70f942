"""What must be settled between the yes of both sides and the first day. Pure.

Some conditions stand for every appointment; others come from the form check, where the checker said that they will be
settled before the work begins (a permission of the present employer, say).
"""

from collections.abc import Iterable

from talent_portal.professions.rules import Verdict, VerdictKind

ALWAYS = ("documents", "appointment_decision", "insurance")
# The one line a checker ticks where the table is silent: silence is never permission.
ASKED = "asked_personnel"
ORDINANCE = "ordinance"


def to_tick(kind: VerdictKind, open_codes: Iterable[str]) -> tuple[str, ...]:
    """Return what the checker must tick before the terms may be sent."""
    asked = (ASKED,) if kind is VerdictKind.ASK else ()
    return tuple(dict.fromkeys((*open_codes, *asked)))


def says_the_same(kind: VerdictKind, codes: Iterable[str], article: str, now: Verdict) -> bool:
    """Return whether a verdict of today says what an earlier check said.

    An ordinance that was ticked then and is on record now is no news.
    """
    before, today = set(codes), set(now.conditions)
    if before - today == {ORDINANCE} and today <= before and now.kind is not VerdictKind.UNLAWFUL:
        return True
    return (kind, before, article) == (now.kind, today, now.article)


def passes(kind: VerdictKind, wanted: Iterable[str], settled: Iterable[str], later: Iterable[str]) -> bool:
    """Return whether the check lets the terms go: nothing unlawful, and every line settled or put before the start."""
    return kind is not VerdictKind.UNLAWFUL and set(wanted) <= {*settled, *later}


def before_start(later: Iterable[str]) -> tuple[str, ...]:
    """Return every condition of an agreed offer, each once, in order."""
    return tuple(dict.fromkeys((*ALWAYS, *later)))
