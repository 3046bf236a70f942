"""Whether somebody's contracts go together by the rules of the pages: days, hours, ways, forms, all at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from talent_portal.matching.engine.result import Assignment
from talent_portal.matching.queries.planning.question import Post, Question
from talent_portal.matching.queries.planning.terms import dates_of
from talent_portal.matching.rules.case import Case
from talent_portal.matching.rules.eligibility import first_failure
from talent_portal.needs.rules.facts import NeedFacts, PatternKind


def going_together(question: Question, plan: Sequence[Assignment]) -> tuple[list[Assignment], list[Assignment]]:
    """Return the contracts that hold beside each other, and those taken out because they do not.

    The engine counts half-days; the rules of the pages also count days a week and hours of all posts. Where they
    disagree, the contract with the lowest score gives way, one that a coordinator wants to keep last.
    """
    by_person: dict[str, list[Assignment]] = defaultdict(list)
    for one in plan:
        by_person[one.specialist].append(one)
    kept, dropped = [], []
    for mine in by_person.values():
        left = sorted(mine, key=lambda one: (_is_pinned(question, one), one.score, one.need), reverse=True)
        while len(left) > 1 and not _hold(question, left):
            dropped.append(left.pop())
        kept += left
    return sorted(kept, key=lambda one: (one.specialist, one.need)), dropped


def _is_pinned(question: Question, one: Assignment) -> bool:
    pair = (question.posts[one.need].need.need_id, question.people[one.specialist].id)
    return pair in question.known.keep


def _hold(question: Question, mine: Sequence[Assignment]) -> bool:
    posts = [question.posts[one.need] for one in mine]
    if any(
        post.judged.fits[question.people[one.specialist].id].exclusive for one, post in zip(mine, posts, strict=True)
    ):
        return False
    for one, post in zip(mine, posts, strict=True):
        person = question.people[one.specialist]
        beside = [other for other in mine if other is not one]
        taken = set(person.taken)
        minutes = person.weekly_minutes_elsewhere
        for other in beside:
            need = question.posts[other.need].need
            taken |= dates_of(other.slots, need.starts_on, need.ends_on)
            minutes += _minutes(need, post.need)
        busier = replace(person, taken=frozenset(taken), weekly_minutes_elsewhere=minutes)
        if first_failure(_settled(post, one.slots), busier) is not None:
            return False
    return True


def _settled(post: Post, slots: int) -> Case:
    """Return the request with its half-days settled: what other work holds on other days is no hindrance."""
    need = replace(post.need, pattern=PatternKind.HALVES, half_days=slots.bit_count(), halves=slots)
    return post.judged.case.relaxed(need)


def _minutes(other: NeedFacts, need: NeedFacts) -> int:
    """Return the weekly minutes of another contract, where both run at the same time."""
    apart = other.ends_on < need.starts_on or need.ends_on < other.starts_on
    return 0 if apart else other.weekly_minutes or 0
