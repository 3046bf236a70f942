"""The order of those who could do the work, and what would change somebody's place in it. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from operator import itemgetter
from types import MappingProxyType

from talent_portal.matching.rules.case import ORDER, Case, Failure
from talent_portal.matching.rules.eligibility import failures, first_failure, is_hidden
from talent_portal.matching.rules.licences import Standing, best
from talent_portal.matching.rules.points import Score, score_of
from talent_portal.specialists.rules.choices import Level, SideJobState
from talent_portal.specialists.rules.facts import Licence, PersonFacts, SideJob, Skill

NOTHING: Mapping[int, "Judged"] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Ranked:
    """Somebody who could do the work, their place (from 1; equals share it) and the points for it."""

    place: int
    person: PersonFacts
    score: Score


@dataclass(frozen=True, slots=True)
class Ranking:
    """Those who could do the work, best first; the others by the first rule that fails, then as registered."""

    eligible: tuple[Ranked, ...]
    others: tuple[tuple[PersonFacts, Failure], ...]

    def ranked(self, person_id: int) -> Ranked | None:
        """Return somebody's place; None for those who could not do it."""
        return next((one for one in self.eligible if one.person.id == person_id), None)


@dataclass(frozen=True, slots=True)
class Change:
    """One change to what is known of a person, the points it adds, and the place they would then have."""

    code: str
    gain: int
    place: int
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules said of somebody: the first that fails, or the points of whoever could do the work."""

    person: PersonFacts
    failure: Failure | None
    score: Score | None


def judge(case: Case, people: Iterable[PersonFacts], known: Mapping[int, Judged] = NOTHING) -> dict[int, Judged]:
    """Put the rules to everybody who may be seen by the bodies of the request, by id.

    `known` is what was found for the same case before: it stands for those whose facts are the very same object.
    """
    found = {}
    for person in people:
        if not is_hidden(case, person):
            held = known.get(person.id)
            found[person.id] = held if held is not None and held.person is person else _judged(case, person)
    return found


def _judged(case: Case, person: PersonFacts) -> Judged:
    failure = first_failure(case, person)
    return Judged(person, failure, score_of(case, person) if failure is None else None)


def rank(case: Case, people: Iterable[PersonFacts]) -> Ranking:
    """Return everybody in order. The same people in any order give the same ranking."""
    return in_order(judge(case, people).values())


def in_order(judged: Iterable[Judged]) -> Ranking:
    """Return those who could do the work, best first, and the others.

    More points first, then the shorter way, then the reference: it is random, so that nobody gains by registering
    early.
    """
    scored, others = [], []
    for one in judged:
        if one.score is not None:
            scored.append((-one.score.total, one.score.minutes, one.person.reference, one.score, one.person))
        elif one.failure is not None:
            others.append((ORDER.index(one.failure.rule), one.person.reference, one.failure, one.person))
    ranked: list[Ranked] = []
    before = None
    # References are all different, so that no two points or people are ever compared.
    for number, (total, _, _, score, person) in enumerate(sorted(scored, key=itemgetter(0, 1, 2)), 1):
        ranked.append(Ranked(ranked[-1].place if total == before else number, person, score))
        before = total
    kept_out = sorted(others, key=itemgetter(0, 1))
    return Ranking(tuple(ranked), tuple((person, failure) for _, _, failure, person in kept_out))


def place_with(total: int, others: Iterable[int]) -> int:
    """Return the place that so many points would have among the totals of the others."""
    return 1 + sum(1 for other in others if other > total)


def smallest_change(case: Case, ranking: Ranking, person: PersonFacts) -> Change | None:
    """Return the change with the fewest points that would move somebody up; None where nothing known would.

    Only what can truly change between two looks is tried: a licence checked or acquired, a task learned, a permission
    granted. Whoever stands first cannot move up.
    """
    mine = ranking.ranked(person.id)
    if mine is None or mine.place == 1:
        return None
    totals = [one.score.total for one in ranking.eligible if one.person.id != person.id]
    found = []
    for code, params, changed in _changes(case, person):
        total = score_of(case, changed).total
        place = place_with(total, totals)
        if place < mine.place:
            found.append(Change(code, total - mine.score.total, place, params))
    return min(found, key=lambda one: (one.gain, one.code), default=None)


def cure(case: Case, ranking: Ranking, person: PersonFacts) -> tuple[tuple[Failure, ...], int]:
    """Return everything that keeps somebody from the work, and the place they would have without it."""
    totals = [one.score.total for one in ranking.eligible]
    return failures(case, person), place_with(score_of(case, person).total, totals)


def _changes(case: Case, person: PersonFacts) -> Iterable[tuple[str, Mapping[str, object], PersonFacts]]:
    for one in case.need.helpfuls:
        standing = best(case, person, (one.qualification,)).standing
        if standing is not Standing.CHECKED:
            code = "licence_checked" if standing is Standing.DECLARED else "licence_acquired"
            kept = tuple(held for held in person.licences if held.qualification != one.qualification)
            licences = (*kept, Licence(one.qualification, verified=True))
            yield code, {"qualification": one.qualification}, replace(person, licences=licences)
    known = {skill.task: skill for skill in person.skills}
    for task in sorted(case.need.tasks):
        if task not in known or known[task].level is not Level.TEACHES:
            kept_skills = tuple(skill for skill in person.skills if skill.task != task)
            level = Level.TEACHES if task in known else Level.ALONE
            yield "task_known", {"task": task}, replace(person, skills=(*kept_skills, Skill(task, level)))
    if person.side_job.state in {SideJobState.NEEDED, SideJobState.APPLIED}:
        yield "permission_granted", {}, replace(person, side_job=SideJob(SideJobState.GRANTED))
