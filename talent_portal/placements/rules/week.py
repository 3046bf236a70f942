"""One week of one person as the shared week draws it. Pure.

A municipality sees its own half-days, and of the rest only that the person is not free.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from talent_portal.specialists.rules.week import Half, Slot

TONES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One half-day that is not free: at which body it is worked, by whose terms, and whether it is decided.

    The two differ in a joint request; both are None where nobody here knows.
    """

    day: date
    half: Half
    organisation_id: int | None
    owner_id: int | None
    decided: bool

    def concerns(self, organisation_id: int) -> bool:
        """Return whether this municipality appoints the person for the half-day, or has it worked at its own place."""
        return organisation_id in {self.organisation_id, self.owner_id}


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
    claims: Iterable[Claim],
    key: Mapping[int, Town],
    free: Iterable[tuple[int, Half]] = (),
    reader: int | None = None,
) -> list[dict[str, object]]:
    """Return the cells of the week: named with the bodies of the `key`, "not free" where the reader has no part.

    `reader` is the municipality that looks; None (the person, the prefecture) sees all of them.
    `free` are the half-days of the week (0 is Monday) that the person offers.
    """
    taken: dict[tuple[int, Half], dict[str, object]] = {}
    for claim in claims:
        place = claim.day.weekday(), claim.half
        seen = claim.organisation_id is not None and (reader is None or claim.concerns(reader))
        town = key.get(claim.organisation_id or 0) if seen else None
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


def of_terms(at: Mapping[Slot, int], monday: date, owner_id: int, *, decided: bool) -> list[Claim]:
    """Return the half-days of some terms that fall into one week, as claims of the municipality that offers them.

    `at` says for each half-day at which organisation it is worked.
    """
    last = monday + timedelta(days=6)
    return [
        Claim(day=day, half=half, organisation_id=where, owner_id=owner_id, decided=decided)
        for (day, half), where in at.items()
        if monday <= day <= last
    ]
