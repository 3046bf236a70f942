"""From rows with codes to a `Problem`: sorted ids, bit masks, small integers. The order of the rows does not matter."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from talent_portal.matching.engine.model import (
    NO_BUDGET,
    NOBODY,
    WORD,
    Array,
    Forbidden,
    Geography,
    Names,
    Needs,
    Pins,
    Problem,
    Shortage,
    Specialists,
)
from talent_portal.matching.engine.rows import Codes, NeedRow, Settings, SpecialistRow, refuse_mistakes

MOST_WORD = (1 << WORD) - 1


def problem(
    specialists: Sequence[SpecialistRow], needs: Sequence[NeedRow], geography: Geography, settings: Settings
) -> Problem:
    """Return the problem in canonical order, or raise `UnusableRowsError` with everything that is wrong."""
    people = sorted(specialists, key=lambda row: row.id)
    works = sorted(needs, key=lambda row: row.id)
    codes = _codes(people, works, geography, settings)
    refuse_mistakes(people, works, settings, codes)
    exclusive = _mask(settings.exclusive_forms, codes.forms)
    return Problem(
        terms=settings.terms,
        specialists=_specialists(people, codes, settings.terms),
        needs=_needs(works, codes),
        geography=geography,
        shortage=_shortage(geography, settings),
        pins=_pins(people, works, settings),
        forbidden=_forbidden(people, works, codes, settings),
        names=Names(tuple(codes.roles), tuple(codes.qualifications), tuple(codes.forms), tuple(codes.owners)),
        rules=replace(settings.rules, exclusive_forms=exclusive),
        weights=settings.weights,
    )


def _codes(
    people: Sequence[SpecialistRow], works: Sequence[NeedRow], geography: Geography, settings: Settings
) -> Codes:
    owners = {row.owner for row in works} | {row.former for row in people if row.former}
    owners |= {owner for row in people for owner in row.hidden_from}
    used = {code for row in people for code in row.verified | row.claimed}
    used |= {code for row in works for code in row.musts | row.helpful}
    # A role that nobody asks for is no role of this question, however many of them people have.
    wanted = {row.role for row in works}
    roles = [role for role in settings.roles if role in wanted]
    listed = (map(str, geography.ids), sorted(owners), roles, settings.forms, sorted(used))
    return Codes(*({code: k for k, code in enumerate(codes)} for codes in listed))


def _mask(codes: Iterable[str], bits: dict[str, int]) -> int:
    return sum(1 << bits[code] for code in codes)


def _column(rows: Sequence[Any], kind: str, value: Callable[[Any], Any]) -> Array:
    return np.array([value(row) for row in rows], dtype=kind)


def _specialists(rows: Sequence[SpecialistRow], codes: Codes, terms: int) -> Specialists:
    taken = _grid([row.taken or (0,) * terms for row in rows], "u2", terms)
    free = _grid([row.halves for row in rows], "u2", terms) & ~taken
    left = _grid([row.limit for row in rows], "i2", terms) - np.bitwise_count(taken)
    return Specialists(
        ids=_column(rows, "U", lambda row: row.id),
        home=_column(rows, "i2", lambda row: codes.places[row.home]),
        roles=_words([_mask(row.roles & codes.roles.keys(), codes.roles) for row in rows], len(codes.roles)),
        verified=_column(rows, "u8", lambda row: _mask(row.verified, codes.qualifications)),
        claimed=_column(rows, "u8", lambda row: _mask(row.verified | row.claimed, codes.qualifications)),
        forms=_column(rows, "u4", lambda row: _mask(row.forms, codes.forms)),
        forms_former=_column(rows, "u4", lambda row: _mask(row.forms_former, codes.forms)),
        former=_column(rows, "i2", lambda row: codes.owners[row.former] if row.former else NOBODY),
        years=_column(rows, "u1", lambda row: row.years),
        minutes=_column(rows, "u2", lambda row: row.minutes),
        modes=_column(rows, "u1", lambda row: row.modes),
        remote=_column(rows, "?", lambda row: row.remote),
        known=_column(rows, "i2", lambda row: codes.places[row.known] if row.known else NOBODY),
        halves=free,
        limit=left.clip(0, None).astype(np.uint8),
        places=_column(rows, "u1", lambda row: row.places),
        budget=_column(rows, "u2", lambda row: NO_BUDGET if row.budget is None else row.budget),
    )


def _words(masks: Sequence[int], bits: int) -> Array:
    words = range(0, max(bits, 1), WORD)
    return np.array([[mask >> first & MOST_WORD for first in words] for mask in masks], np.uint64).reshape(
        -1, len(words)
    )


def _grid(rows: Sequence[tuple[int, ...]], kind: str, terms: int) -> Array:
    return np.array(rows, dtype=kind).reshape(len(rows), terms)


def _needs(rows: Sequence[NeedRow], codes: Codes) -> Needs:
    return Needs(
        ids=_column(rows, "U", lambda row: row.id),
        place=_column(rows, "i2", lambda row: codes.places[row.place]),
        owner=_column(rows, "i2", lambda row: codes.owners[row.owner]),
        role=_column(rows, "i2", lambda row: codes.roles[row.role]),
        musts=_column(rows, "u8", lambda row: _mask(row.musts, codes.qualifications)),
        helpful=_column(rows, "u8", lambda row: _mask(row.helpful, codes.qualifications)),
        forms=_column(rows, "u4", lambda row: _mask(row.forms, codes.forms)),
        years=_column(rows, "u1", lambda row: row.years),
        halves=_column(rows, "u2", lambda row: row.halves),
        asked=_column(rows, "u1", lambda row: row.asked),
        least=_column(rows, "u1", lambda row: row.least),
        unit=_column(rows, "u1", lambda row: row.unit),
        whole=_column(rows, "?", lambda row: row.whole),
        people=_column(rows, "u1", lambda row: row.people),
        terms=_column(rows, "u1", lambda row: sum(1 << term for term in row.terms)),
        remote=_column(rows, "u1", lambda row: row.remote),
        priority=_column(rows, "u1", lambda row: row.priority),
    )


def _shortage(geography: Geography, settings: Settings) -> Shortage:
    reports = [settings.reports.get(str(place), (NOBODY, 0)) for place in geography.ids]
    return Shortage(*(np.array([report[k] for report in reports], np.int32) for k in range(2)))


def _pins(people: Sequence[SpecialistRow], works: Sequence[NeedRow], settings: Settings) -> Pins:
    who = {row.id: k for k, row in enumerate(people)}
    what = {row.id: k for k, row in enumerate(works)}
    rows = sorted(settings.pins, key=lambda pin: (pin.specialist, pin.need))
    return Pins(
        specialist=_column(rows, "i4", lambda pin: who[pin.specialist]),
        need=_column(rows, "i4", lambda pin: what[pin.need]),
        halves=_column(rows, "i2", lambda pin: pin.halves),
        exact=_column(rows, "?", lambda pin: pin.exact),
    )


def _forbidden(
    people: Sequence[SpecialistRow], works: Sequence[NeedRow], codes: Codes, settings: Settings
) -> Forbidden:
    who = {row.id: k for k, row in enumerate(people)}
    what = {row.id: k for k, row in enumerate(works)}
    return Forbidden(
        pairs=_listed((who[person], what[work]) for person, work in settings.forbidden),
        owners=_listed((who[row.id], codes.owners[owner]) for row in people for owner in row.hidden_from),
        places=_listed((who[row.id], codes.places[place]) for row in people for place in row.never_places),
    )


def _listed(pairs: Iterable[tuple[int, int]]) -> Array:
    return np.array(sorted(pairs), dtype=np.int32).reshape(-1, 2)
