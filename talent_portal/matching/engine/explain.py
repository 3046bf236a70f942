"""Why this pair, why not me, why nobody, and what would help: codes and numbers; sentences belong to the templates.

Gains are over all needs together, on the network without side constraints (see docs/matching.md): exact there, a close
estimate with them. A run with the change made gives the exact answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from talent_portal.matching.engine import flow
from talent_portal.matching.engine.eligibility import eligible_pairs, pairs_among
from talent_portal.matching.engine.funnel import Failure, Sieve, Step, sieve
from talent_portal.matching.engine.model import PARTS, SLOTS, WEEK, Array, Needs, Pairs, Problem
from talent_portal.matching.engine.plans import Case
from talent_portal.matching.engine.result import Assignment

ON_THE_NEED = ("must", "form", "years", "halves", "period")
ON_THE_PERSON = ("travel", "modes")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score: what this pair has, and the best that anybody eligible has for the need."""

    name: str
    points: int
    best: int


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a person is not at a need: rules that are broken, or what stands there instead.

    `busy` are the person's own contracts, `others` those who serve the need. `short` is how many points of fit per
    half-day the person would need more to change places in the network; it is approximate with side constraints.
    """

    failures: tuple[Failure, ...]
    busy: tuple[Assignment, ...]
    others: tuple[Assignment, ...]
    score: int
    short: int


@dataclass(frozen=True, slots=True)
class WhyUnmet:
    """Why a need is not fully served: the funnel, and where its candidates are instead.

    `reason` is the rule that most people fail alone, `several` where everybody fails more than one, or `contention`.
    """

    need: str
    reason: str
    steps: tuple[Step, ...]
    candidates: int
    elsewhere: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One change that would help: on the need (`person` empty) or with one person; half-days gained over all needs."""

    rule: str
    person: str
    margin: int
    gain: int


def why_pair(case: Case, specialist: int, need: int) -> tuple[Part, ...]:
    """Return the parts of a pair's score beside the best of each part among the need's candidates."""
    here = np.flatnonzero(case.pairs.need == need)
    own = here[case.pairs.specialist[here] == specialist]
    if len(own) == 0:
        return ()
    best = case.scores.parts[here].max(axis=0)
    mine = case.scores.parts[own[0]]
    return tuple(Part(name, int(mine[k]), int(best[k])) for k, name in enumerate(PARTS))


def why_not(case: Case, plan: Sequence[Assignment], specialist: int, need: int) -> WhyNot:
    """Return why a person is not at a need."""
    p = case.p
    s, n = str(p.specialists.ids[specialist]), str(p.needs.ids[need])
    busy = tuple(a for a in plan if a.specialist == s)
    others = tuple(a for a in plan if a.need == n and a.specialist != s)
    failures = tuple(sieve(p, need).failures(specialist))
    if failures:
        return WhyNot(failures, busy, others, 0, 0)
    own = np.flatnonzero((case.pairs.specialist == specialist) & (case.pairs.need == need))
    score = int(case.scores.total[own[0]]) if len(own) else 0
    lowest = min((a.score for a in others), default=0)
    dearest = max((a.score for a in busy), default=0)
    return WhyNot((), busy, others, score, max(lowest - score, dearest - score, 0))


def why_unmet(case: Case, plan: Sequence[Assignment], need: int) -> WhyUnmet:
    """Return the funnel of a need with its binding reason."""
    p = case.p
    found = sieve(p, need)
    steps = found.steps()
    candidates = {str(p.specialists.ids[s]) for s in found.eligible()}
    n = str(p.needs.ids[need])
    here = {a.specialist for a in plan if a.need == n}
    elsewhere = tuple(a for a in plan if a.specialist in candidates - here and a.need != n)
    return WhyUnmet(n, _reason(candidates - here, steps), steps, len(candidates), elsewhere)


def _reason(candidates: set[str], steps: tuple[Step, ...]) -> str:
    if candidates:
        return "contention"
    alone = max(steps, key=lambda step: step.only_this)
    return alone.rule if alone.only_this else "several"


def what_would_help(p: Problem, pairs: Pairs, need: int, base: int | None = None) -> tuple[Relaxation, ...]:
    """Return the smallest change under each rule that alone brings somebody, best gain over all needs first.

    `base` is `coverage(p, pairs)`, where it is known already.
    """
    before = coverage(p, pairs) if base is None else base
    found = sieve(p, need)
    helps = []
    for rule in (*ON_THE_PERSON, *ON_THE_NEED):
        for s in found.nearest(rule)[:1]:
            margin = next(step.smallest for step in found.steps() if step.rule == rule)
            changed = relaxed(p, found, rule, s)
            person = str(p.specialists.ids[s]) if changed.specialists is not p.specialists else ""
            helps.append(Relaxation(rule, person, margin, coverage(changed, eligible_pairs(changed)) - before))
    return tuple(sorted(helps, key=lambda each: (-each.gain, each.margin, each.rule)))


def coverage(p: Problem, pairs: Pairs) -> int:
    """Return the most half-days (times terms) that the network can cover."""
    return flow.core_flow(p, pairs, np.ones(len(pairs), np.int64), 0).bound


def relaxed(p: Problem, found: Sieve, rule: str, s: int) -> Problem:
    """Return the problem with one rule relaxed just enough that one person who fails nothing else can serve a need.

    The need gives way, except for ways and minutes of travel; and where a week has no room whatever the need asks for,
    the person gives more of it.
    """
    need, people, needs = found.need, p.specialists, p.needs
    margin = next(failure.margin for failure in found.failures(s) if failure.rule == rule)
    if rule == "travel":
        reach = p.rules.remote_reach if people.remote[s] and needs.remote[need] >= p.rules.remote_share else 1
        farther = people.minutes[s] + -(-margin // reach)
        return replace(p, specialists=replace(people, minutes=_set(people.minutes, s, farther)))
    if rule == "modes":
        modes = people.modes[s] | p.geography.modes[people.home[s], needs.place[need]]
        return replace(p, specialists=replace(people, modes=_set(people.modes, s, modes)))
    if rule == "period":
        return replace(p, needs=_in_season(p, need, s))
    if rule == "halves":
        easier = replace(p, needs=_any_time(needs, need))
        tries = (easier, _freer(p, need, s), _freer(easier, need, s))
        return next((each for each in tries if _brings(each, need, s)), easier)
    return replace(p, needs=_easier(p, rule, need, s))


def _brings(p: Problem, need: int, s: int) -> bool:
    return len(pairs_among(p, np.array([s], np.int32), np.array([need], np.int32))) > 0


def _in_season(p: Problem, need: int, s: int) -> Needs:
    """Ask only for terms in which the person is there: all of them with the same half-days, or else the first."""

    def only(terms: int) -> Needs:
        return replace(p.needs, terms=_set(p.needs.terms, need, terms))

    asked = [1 << t for t in range(p.terms) if p.needs.terms[need] >> t & 1]
    served = [term for term in asked if _brings(replace(p, needs=only(term)), need, s)]
    together = only(sum(served)) if served else p.needs
    return together if not served or _brings(replace(p, needs=together), need, s) else only(served[0])


def _freer(p: Problem, need: int, s: int) -> Problem:
    """Give a person as much of every week of the need as it asks for."""
    people, served = p.specialists, (p.needs.terms[need] >> np.arange(p.terms) & 1).astype(bool)
    halves, limit = people.halves.copy(), people.limit.copy()
    halves[s, served] |= p.needs.halves[need]
    limit[s, served] = SLOTS
    return replace(p, specialists=replace(people, halves=halves, limit=limit))


def _easier(p: Problem, rule: str, need: int, s: int) -> Needs:
    needs = p.needs
    if rule == "must":
        return replace(needs, musts=_set(needs.musts, need, needs.musts[need] & p.specialists.verified[s]))
    if rule == "form":
        own = p.specialists.forms_former if p.specialists.former[s] == needs.owner[need] else p.specialists.forms
        return replace(needs, forms=_set(needs.forms, need, needs.forms[need] | own[s]))
    return replace(needs, years=_set(needs.years, need, p.specialists.years[s]))


def _any_time(needs: Needs, need: int) -> Needs:
    shorter = replace(needs, least=_set(needs.least, need, 1), whole=_set(needs.whole, need, value=False))
    return replace(shorter, halves=_set(needs.halves, need, WEEK), unit=_set(needs.unit, need, 1))


def _set(column: Array, at: int, value: object) -> Array:
    changed = column.copy()
    changed[at] = value
    return changed
