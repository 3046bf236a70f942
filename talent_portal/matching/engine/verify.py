"""An independent judge of plans: every rule again, one contract at a time, from the problem alone.

It shares no code with what finds plans, only the problem's arrays and the result's words, so that a mistake there
cannot hide itself. Every result passes here before it leaves the engine.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from talent_portal.matching.engine.model import Array, Problem
from talent_portal.matching.engine.result import Assignment

HALF_DAYS = 14
NEVER = -1


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """A broken rule, by code; `need` is empty where a whole week or area is at fault."""

    code: str
    specialist: str
    need: str


def verify(p: Problem, plan: Sequence[Assignment]) -> list[Violation]:
    """Return every violation of the plan, in order; an empty list means that it may be used."""
    who = _rows(p.specialists.ids, {a.specialist for a in plan})
    what = _rows(p.needs.ids, {a.need for a in plan})
    found = [Violation("unknown", a.specialist, a.need) for a in plan if a.specialist not in who or a.need not in what]
    if found:
        return sorted(found)
    book = _Book(p, [(who[a.specialist], what[a.need], a) for a in plan])
    return sorted({*book.pairs(), *book.weeks(), *book.needs(), *book.areas()})


def _rows(ids: Array, names: set[str]) -> dict[str, int]:
    """Return the row of each name that is among the ids, which are ascending."""
    wanted = np.array(sorted(names), dtype=str)
    at = np.searchsorted(ids, wanted)
    inside = at < len(ids)
    at, wanted = at[inside], wanted[inside]
    return {str(name): int(k) for name, k in zip(wanted, at, strict=True) if ids[k] == name}


@dataclass(frozen=True, slots=True)
class _Book:
    p: Problem
    rows: list[tuple[int, int, Assignment]]

    def pairs(self) -> Iterator[Violation]:
        """Judge each contract alone."""
        hidden = {tuple(row) for row in self.p.forbidden.owners.tolist()}
        never = {tuple(row) for row in self.p.forbidden.places.tolist()}
        forbidden = {tuple(row) for row in self.p.forbidden.pairs.tolist()}
        seen: set[tuple[int, int]] = set()
        for s, n, a in self.rows:
            tests = [
                ("twice", (s, n) not in seen),
                ("forbidden", (s, n) not in forbidden),
                ("hidden", (s, int(self.p.needs.owner[n])) not in hidden),
                ("never_place", (s, int(self.p.needs.place[n])) not in never),
                *_person(self.p, s, n),
                *_form(self.p, s, n, a),
                *_size(self.p, n, a),
                *_time(self.p, s, n, a),
            ]
            seen.add((s, n))
            yield from (Violation(code, a.specialist, a.need) for code, fine in tests if not fine)

    def weeks(self) -> Iterator[Violation]:
        """Judge all contracts of each person together, term by term."""
        by_person: dict[int, list[tuple[int, Assignment]]] = defaultdict(list)
        for s, n, a in self.rows:
            by_person[s].append((n, a))
        for s, mine in by_person.items():
            towns = {int(self.p.needs.place[n]) for n, _ in mine}
            alone = [a for _, a in mine if self.p.rules.exclusive_forms >> self.p.names.forms.index(a.form) & 1]
            tests = [("places", len(towns) <= self.p.specialists.places[s]), ("exclusive", not alone or len(mine) == 1)]
            for term in range(self.p.terms):
                tests += self._term(s, [(n, a) for n, a in mine if a.terms >> term & 1], term)
            yield from (Violation(code, str(self.p.specialists.ids[s]), "") for code, fine in tests if not fine)

    def _term(self, s: int, mine: list[tuple[int, Assignment]], term: int) -> list[tuple[str, bool]]:
        used = sum(a.halves + _trips(self.p, s, n) for n, a in mine)
        slots = sum(a.slots.bit_count() for _, a in mine)
        union = 0
        for _, a in mine:
            union |= a.slots
        minutes = sum(_travel(self.p, s, n, a) for n, a in mine)
        budget = int(self.p.specialists.budget[s])
        return [
            ("week", used <= self.p.specialists.limit[s, term]),
            ("half_days", union.bit_count() == slots),
            ("travel_budget", budget == 65_535 or minutes <= budget),  # noqa: PLR2004 none given
        ]

    def needs(self) -> Iterator[Violation]:
        """Judge all contracts of each need together."""
        by_need: dict[int, list[Assignment]] = defaultdict(list)
        for _, n, a in self.rows:
            by_need[n].append(a)
        for n, given in by_need.items():
            fits = all(
                sum(a.halves for a in given if a.terms >> term & 1) <= self.p.needs.asked[n]
                for term in range(self.p.terms)
            )
            tests = (("people", len(given) <= self.p.needs.people[n]), ("asked", fits))
            yield from (Violation(code, "", str(self.p.needs.ids[n])) for code, fine in tests if not fine)

    def areas(self) -> Iterator[Violation]:
        """Judge the caps of areas."""
        for cap in self.p.geography.caps:
            inside = [a for _, n, a in self.rows if int(self.p.needs.place[n]) in cap.places]
            if sum(a.halves * a.terms.bit_count() for a in inside) > cap.limit:
                yield Violation("area", "", cap.name)


def _minutes(p: Problem, s: int, n: int) -> int:
    if p.needs.remote[n] == 100 and p.specialists.remote[s]:  # noqa: PLR2004 per cent
        return 0
    return int(p.geography.minutes[p.specialists.home[s], p.needs.place[n]])


def _trips(p: Problem, s: int, n: int) -> int:
    if p.needs.remote[n] >= p.rules.remote_share:
        return 0
    return max([halves for beyond, halves in p.rules.overhead if _minutes(p, s, n) > beyond], default=0)


def _travel(p: Problem, s: int, n: int, a: Assignment) -> int:
    """Return minutes a week: there and back on each day (or half-day) on site, less what is done from home."""
    whole = p.needs.unit[n] == 2  # noqa: PLR2004 a day is two halves
    size = int(p.needs.asked[n]) if p.needs.whole[n] else int(p.needs.unit[n])
    days = size // 2 if whole else size
    return a.halves // size * (2 * _minutes(p, s, n) * (100 - int(p.needs.remote[n])) * days // 100)


def _person(p: Problem, s: int, n: int) -> list[tuple[str, bool]]:
    person, work = p.specialists, p.needs
    reach = int(person.minutes[s])
    if person.remote[s] and work.remote[n] >= p.rules.remote_share:
        reach *= p.rules.remote_reach
    at_home = bool(person.remote[s]) and work.remote[n] == 100  # noqa: PLR2004 per cent
    modes = int(p.geography.modes[person.home[s], work.place[n]])
    return [
        ("role", bool(int(person.roles[s, work.role[n] // 64]) >> int(work.role[n]) % 64 & 1)),
        ("must", int(work.musts[n]) & ~int(person.verified[s]) == 0),
        ("years", person.years[s] >= work.years[n]),
        ("travel", at_home or _minutes(p, s, n) <= reach),
        ("modes", at_home or modes & ~int(person.modes[s]) == 0),
    ]


def _form(p: Problem, s: int, n: int, a: Assignment) -> list[tuple[str, bool]]:
    person, work = p.specialists, p.needs
    own = person.forms_former if person.former[s] != NEVER and person.former[s] == work.owner[n] else person.forms
    known = a.form in p.names.forms
    bit = 1 << p.names.forms.index(a.form) if known else 0
    return [("form", bool(int(own[s]) & int(work.forms[n]) & bit))]


def _size(p: Problem, n: int, a: Assignment) -> list[tuple[str, bool]]:
    work = p.needs
    whole = not work.whole[n] or a.halves == work.asked[n]
    return [
        ("size", a.halves >= max(work.least[n], work.unit[n]) and a.halves % int(work.unit[n]) == 0 and whole),
        ("slots", a.slots.bit_count() == a.halves and 0 <= a.slots < 1 << HALF_DAYS),
    ]


def _time(p: Problem, s: int, n: int, a: Assignment) -> list[tuple[str, bool]]:
    person, work = p.specialists, p.needs
    served = [term for term in range(p.terms) if a.terms >> term & 1]
    free = all(a.slots & ~int(person.halves[s, term]) == 0 for term in served) and a.slots & ~int(work.halves[n]) == 0
    days = [a.slots >> k & 0b11 for k in range(0, HALF_DAYS, 2)]
    there = bool(served) and a.terms & ~int(work.terms[n]) == 0
    long_enough = 100 * len(served) >= p.rules.overlap_share * int(work.terms[n]).bit_count()
    return [
        ("halves", free),
        ("days", work.unit[n] == 1 or all(day in {0, 0b11} for day in days)),
        ("period", there and long_enough),
    ]
