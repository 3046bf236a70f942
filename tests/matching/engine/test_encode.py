"""Rows become one canonical problem, and every mistake is named."""

import random
from dataclasses import replace

import pytest

from talent_portal.matching.engine.encode import problem
from talent_portal.matching.engine.model import Weights
from talent_portal.matching.engine.rows import UnusableRowsError
from tests.matching.engine.worlds import pin, world


def test_the_order_of_the_rows_does_not_change_the_digest():
    told = world(1, people=6, needs=5)
    people, needs = list(told.people), list(told.needs)
    random.Random(0).shuffle(people)
    random.Random(1).shuffle(needs)

    assert problem(people, needs, told.geography, told.settings).digest() == told.problem().digest()


def test_any_change_changes_the_digest():
    told = world(1)
    farther = replace(told.people[0], minutes=told.people[0].minutes + 1)
    changed = [
        replace(told, people=(farther, *told.people[1:])),
        told.told(forbidden=frozenset({(told.people[0].id, told.needs[0].id)})),
        told.told(weights=Weights(helpful=299)),
        told.told(pins=(pin(told.people[0].id, told.needs[0].id),)),
    ]

    assert len({each.problem().digest() for each in [told, *changed]}) == 5


def test_taken_half_days_are_neither_free_nor_wanted():
    told = world(1, people=1)
    busy = replace(told.people[0], halves=(0b1111,), limit=(4,), taken=(0b101,))
    made = replace(told, people=(busy,)).problem()

    assert made.specialists.halves.tolist() == [[0b1010]]
    assert made.specialists.limit.tolist() == [[2]]


def test_every_mistake_is_named_with_its_row():
    told = world(1, people=2, needs=2)
    person = replace(told.people[0], home="nowhere", halves=(1 << 14,), limit=(15,), places=0)
    work = replace(told.needs[0], asked=3, unit=2, least=4, role="poet")
    wrong = replace(told, people=(person, told.people[1], told.people[1]), needs=(work, told.needs[1]))
    wrong = wrong.told(pins=(pin("s00", "n77"),), forbidden=frozenset({("s77", "n00")}))

    with pytest.raises(UnusableRowsError) as refused:
        wrong.problem()

    assert {(each.kind, each.id, each.code) for each in refused.value.mistakes} == {
        ("specialist", "s00", "unknown_place"),
        ("specialist", "s00", "bad_halves"),
        ("specialist", "s00", "bad_limit"),
        ("specialist", "s00", "bad_places"),
        ("specialist", "s01", "twice"),
        ("need", "n00", "half_of_a_day"),
        ("need", "n00", "bad_least"),
        ("need", "n00", "unknown_role"),
        ("pin", "s00/n77", "unknown"),
        ("forbidden", "s77/n00", "unknown"),
    }


def test_nobody_and_nothing_is_a_problem_too():
    told = world(1, people=0, needs=0)

    assert len(told.problem().specialists.ids) == 0


@pytest.mark.parametrize("weights", [{"helpful": 301}, {"helpful": -1}])
def test_weights_outside_a_thousand_are_refused(weights):
    with pytest.raises(ValueError, match="weights"):
        Weights(**weights)
