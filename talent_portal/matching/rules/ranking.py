"""The order of those who could do the work, and what would change somebody's place in it. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from talent_portal.matching.rules.case import ORDER, Case, Failure
from talent_portal.matching.rules.eligibility import failures, sort_out
from talent_portal.matching.rules.licences import Standing, best
from talent_portal.matching.rules.points import Score, score_of
from talent_portal.specialists.rules.choices import Level, SideJobState
from talent_portal.specialists.rules.facts import Licence, PersonFacts, SideJob, Skill


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


def rank(case: Case, people: Iterable[PersonFacts]) -> Ranking:
    """Return everybody in order. The same people in any order give the same ranking.

    More points first, then the shorter way, then the reference: it is random, so that nobody gains by registering
    early.
    """
    found = sort_out(case, people)
    scored = [(score_of(case, person), person) for person in found.eligible]
    scored.sort(key=lambda one: (-one[0].total, one[0].minutes, one[1].reference))
    ranked: list[Ranked] = []
    for number, (score, person) in enumerate(scored, 1):
        tied = bool(ranked) and ranked[-1].score.total == score.total
        ranked.append(Ranked(ranked[-1].place if tied else number, person, score))
    others = sorted(found.others, key=lambda one: (ORDER.index(one[1].rule), one[0].reference))
    return Ranking(tuple(ranked), tuple(others))


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
