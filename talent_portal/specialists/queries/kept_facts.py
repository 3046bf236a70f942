"""Facts kept in the memory of this process, each under the stamp its person had when they were read.

A stamp is new with every change (`models.stamps`), and is asked of the database each time: what is kept here is never
believed beyond it. Claims of past weeks are in nobody's facts, so the week belongs to the key.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from talent_portal.specialists.rules.facts import PersonFacts

# About 3 kB each. Beyond so many everything is let go, and read again as it is asked for.
MOST = 20_000
Stamped = tuple[int, int]
_kept: dict[int, tuple[int, date, PersonFacts]] = {}


def known(people: Iterable[Stamped], monday: date) -> dict[int, PersonFacts]:
    """Return the facts of those (id, stamp) who have not changed since they were read, by id."""
    found = {}
    for one, stamp in people:
        held = _kept.get(one)
        if held is not None and held[0] == stamp and held[1] == monday:
            found[one] = held[2]
    return found


def keep(people: Iterable[Stamped], monday: date, facts: Mapping[int, PersonFacts]) -> None:
    """Keep what was read after these stamps were; another thread may do the same, and both come to the same."""
    if len(_kept) + len(facts) > MOST:
        _kept.clear()
    for one, stamp in people:
        if one in facts:
            _kept[one] = (stamp, monday, facts[one])


def forget() -> None:
    """Let everything go."""
    _kept.clear()
