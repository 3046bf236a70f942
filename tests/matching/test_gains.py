"""What would cover more: told gains are checked by changing the facts themselves and planning everything again."""

import random
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest

from talent_portal.matching.engine.allocate import allocate
from talent_portal.matching.engine.rows import Mistake, UnusableRowsError
from talent_portal.matching.queries import planning
from talent_portal.matching.queries.planning import gains as gaining
from talent_portal.matching.rules.eligibility import first_failure
from talent_portal.matching.rules.names import RELAXATIONS
from talent_portal.matching.rules.relaxing import with_half_days
from talent_portal.matching.rules.runs import RunOptions
from talent_portal.matching.rules.stored import restore
from talent_portal.matching.rules.widening import widenings
from talent_portal.matching.views import gaining as views
from talent_portal.needs.rules.facts import PatternKind
from talent_portal.specialists.rules.facts import Licence, Pattern
from tests.matching.plain import FIRST, LAST, case, need, person
from tests.matching.test_random_plans import a_world

OPTIONS = RunOptions()
# Worlds in which something is to be gained, in every way that their people and requests allow.
SEEDS = (4, 5, 11)


def worked_out(known, planner=lambda problem, *_: allocate(problem)):
    """What is kept of the plan, and what would cover more."""
    question = planning.question_of(known, OPTIONS)
    result = allocate(question.problem)
    return planning.answer(question, result, ()), planning.what_covers_more(question, OPTIONS, result, planner)


def covered(known):
    question = planning.question_of(known, OPTIONS)
    return planning.answer(question, allocate(question.problem), ())


def filled(told, need_id):
    """How many posts of a request a plan fills."""
    return sum(one["need"] == need_id for one in told.result["plan"])


# What the municipality writes differently, by the code of the change.
WRITTEN = {
    "fewer_days": lambda one, said: with_half_days(one, int(2 * said["days"])),
    "any_days": lambda one, said: replace(one, pattern=PatternKind.DAYS, halves=0, half_days=int(2 * said["days"])),
}


def changed(before, code, said):
    """The request after a change that its municipality makes."""
    return WRITTEN[code](before, said) if code in WRITTEN else before


def person_after(before, code, said):
    """The person after a change in the register."""
    if code == "more_minutes":
        return replace(before, travel=replace(before.travel, max_minutes=before.travel.max_minutes + said["minutes"]))
    if code == "licences_checked":
        return replace(before, licences=tuple(replace(one, verified=True) for one in before.licences))
    return before


def world_after(known, row):
    """The world in which the change that a row tells was really made, for its own request only."""
    code, said = row["code"], restore(row["params"])
    people = tuple(person_after(one, code, said) for one in known.people)
    cases = []
    for old in known.cases:
        if old.need.need_id == row["need"]:
            cases.append(case(changed(old.need, code, said), barred=old.barred))
            continue
        # What the register's change would open elsewhere stays shut: the row speaks about one request.
        pairs = zip(known.people, people, strict=True)
        newly = {now.id for before, now in pairs if first_failure(old, before) and not first_failure(old, now)}
        cases.append(case(old.need, barred=old.barred | newly))
    return replace(known, cases=tuple(cases), people=people)


def varied(seed):
    """A random world in which licences and ways stand in the way of some as well."""
    dice, known = random.Random(seed), a_world(seed)
    people = tuple(
        replace(
            one,
            travel=replace(one.travel, max_minutes=dice.choice([45, 60, 150])),
            licences=tuple(Licence(held.qualification, verified=dice.random() < 0.7) for held in one.licences),
        )
        for one in known.people
    )
    return replace(known, people=people)


@cache
def seen(seed):
    """One of the random worlds with its plan and gains, worked out once."""
    known = varied(seed)
    return known, *worked_out(known)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_told_is_what_planning_again_after_the_change_covers_more(seed):
    known, before, found = seen(seed)
    open_posts = {one.need.need_id: one.need.open_posts for one in known.cases}

    assert (found.state, found.left) == ("told", 0)
    for row in found.rows:
        after = covered(world_after(known, row))
        assert after.summary["covered"] - before.summary["covered"] == row["gain"] > 0
        assert filled(after, row["need"]) > filled(before, row["need"])
        assert filled(before, row["need"]) < open_posts[row["need"]]
        if row["code"] == "more_minutes":
            less = row | {"params": {"minutes": row["params"]["minutes"] - 1}}
            assert covered(world_after(known, less)).summary["covered"] <= before.summary["covered"]
    assert [row["gain"] for row in found.rows] == sorted((row["gain"] for row in found.rows), reverse=True)


def test_these_worlds_hold_what_the_test_above_is_about():
    rows = [row for seed in SEEDS for row in seen(seed)[2].rows]

    assert {row["code"] for row in rows} == {"more_minutes", "licences_checked", "fewer_days", "any_days"}
    # Some changes take from other requests what they give to their own.
    assert {row["gain"] < row["own"] for row in rows} == {True, False}


def test_the_same_question_has_the_same_answer_in_whatever_order_it_is_asked():
    known, _, found = seen(5)
    turned = replace(known, cases=known.cases[::-1], people=known.people[::-1])

    assert worked_out(turned)[1] == found


def test_how_much_is_tried_is_settled_by_counts(monkeypatch):
    known, _, found = seen(5)
    monkeypatch.setattr(gaining, "MOST_PLANS", 1)
    asked = []

    def planner(problem, done, most):
        asked.append((done, most))
        return allocate(problem)

    _, fewer = worked_out(known, planner)

    assert asked == [(0, 1)]
    assert (fewer.tried, fewer.tried + fewer.left) == (1, found.tried)
    assert set(map(str, fewer.rows)) <= set(map(str, found.rows))


def test_nothing_is_told_of_a_plan_that_is_not_proven_or_of_too_many_pairs(monkeypatch):
    known, _, _ = seen(7)
    question = planning.question_of(known, OPTIONS)
    result = allocate(question.problem)

    assert (
        planning.what_covers_more(question, OPTIONS, replace(result, status="feasible"), allocate).state == "not_proven"
    )
    monkeypatch.setattr(gaining, "EXACT_PAIRS", 0)
    assert planning.what_covers_more(question, OPTIONS, result, allocate).state == "too_large"


def test_what_is_not_proven_or_refused_by_the_judge_is_not_told(monkeypatch):
    known, _, found = seen(7)

    def hurried(problem, *_):
        return replace(allocate(problem), status="feasible")

    assert len(found.rows) == 1
    assert worked_out(known, hurried)[1].rows == ()
    monkeypatch.setattr(gaining, "verify", lambda *_: ["a broken rule"])
    assert worked_out(known)[1].rows == ()


def test_a_change_that_no_engine_could_read_is_passed_over(monkeypatch):
    known, _, found = seen(7)

    def unreadable(*_):
        raise UnusableRowsError([Mistake("need", "x", "bad_asked")])

    monkeypatch.setattr(gaining, "with_case", unreadable)
    assert len(found.rows) == 1
    assert worked_out(known)[1] == planning.Gains("told")


def stands_out(person_, request=None):
    """What could give way for somebody who fails alone, as (code, params)."""
    asked = case(request)
    waiting = [(person_, first_failure(asked, person_))]
    found = widenings(asked, waiting, 1, lambda other, one: first_failure(other, one) is None)
    return [(step.offer.code, dict(step.offer.params)) for one in found for step in one.steps]


def test_a_step_is_as_small_as_the_nearest_person_needs_it():
    late = person(available_from=FIRST + timedelta(days=12))
    leaves = person(patterns=(Pattern(date(2026, 4, 1), LAST - timedelta(days=9)),))
    far = person(travel={"max_minutes": 30})
    over = first_failure(case(), far).params["over"]

    assert stands_out(late) == [("begin_later", {"day": FIRST + timedelta(days=12)})]
    assert stands_out(leaves) == [("end_earlier", {"day": LAST - timedelta(days=9)})]
    assert ("more_minutes", {"minutes": over}) in stands_out(far)


def test_no_licence_is_given_up_for_a_post_that_the_law_demands():
    without = person(licences=())

    assert [code for code, _ in stands_out(without)] == ["without_licence"]
    assert stands_out(without, need(law_required=True)) == []


def test_every_change_that_may_be_told_has_its_sentence():
    told = set(RELAXATIONS) - {"start_later"} | {"more_minutes", "begin_later", "end_earlier"}

    assert set(views.CHANGES) == told
