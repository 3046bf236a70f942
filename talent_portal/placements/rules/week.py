"""One week of one person as the shared week draws it. Pure.

A municipality sees its own half-days, and of the rest only that the person is not free.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from talent_portal.specialists.rules.week import Half, Slot

TONES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One half-day that is not free: for which body (None where nobody here knows), and whether it is decided."""

    day: date
    half: Half
    organisation_id: int | None
    decided: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """One municipality of the key: its name and the number of its colour."""

    organisation_id: int
    name: str
    tone: int


def monday_of(day: date) -> date:
    """Return the Monday of a week."""
    return day - timedelta(days=day.weekday())


def first_whole_week(starts_on: date) -> date:
    """Return the Monday of the first week that a term fills from its beginning."""
    monday = monday_of(starts_on)
    return monday if monday == starts_on else monday + timedelta(days=7)


def towns(names: Mapping[int, str]) -> dict[int, Town]:
    """Return each municipality with its colour; `names` come in official order, so colours are the same everywhere."""
    return {
        key: Town(organisation_id=key, name=name, tone=number % TONES + 1)
        for number, (key, name) in enumerate(names.items())
    }


def cells(
    claims: Iterable[Claim], key: Mapping[int, Town], free: Iterable[tuple[int, Half]] = ()
) -> list[dict[str, object]]:
    """Return the cells of the week: named where the reader's `key` has the body, "not free" where it has not.

    `free` are the half-days of the week (0 is Monday) that the person offers.
    """
    taken: dict[tuple[int, Half], dict[str, object]] = {}
    for claim in claims:
        place = claim.day.weekday(), claim.half
        town = key.get(claim.organisation_id) if claim.organisation_id is not None else None
        taken[place] = (
            {"kind": "work" if claim.decided else "offer", "text": town.name, "tone": town.tone}
            if town
            else {"kind": "busy", "text": ""}
        )
    for place in free:
        taken.setdefault(place, {"kind": "free", "text": ""})
    return [
        {"day": day, "half": half.value, **said}
        for (day, half), said in sorted(taken.items(), key=lambda item: (item[0][0], list(Half).index(item[0][1])))
    ]


def of_terms(halves: Sequence[Slot], monday: date, organisation_id: int, *, decided: bool) -> list[Claim]:
    """Return the half-days of some terms that fall into one week, as claims of their municipality."""
    last = monday + timedelta(days=6)
    return [
        Claim(day=day, half=half, organisation_id=organisation_id, decided=decided)
        for day, half in halves
        if monday <= day <= last
    ]
