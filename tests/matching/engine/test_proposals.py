"""The compiled day takes the very course of the plain one."""

import random
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talent_portal.matching.engine import proposals
from talent_portal.matching.engine.deferred import flexible_da, jrmp, plain
from talent_portal.matching.engine.market import lottery, strict
from tests.matching.engine.test_deferred import market

RULES = (flexible_da, jrmp, plain)


def drawn(seed):
    """Give a market whose programmes rank in tiers, with somebody who no longer takes part and a closed programme."""
    told, rng = market(seed), random.Random(seed)
    order = lottery([*told.people, "gone"], str(seed))
    tiers = {name: [[*told.people, "gone"][k::3] for k in range(rng.randint(1, 3))] for name in told.programmes}
    return replace(
        told,
        programmes={name: strict(tiers[name], order) for name in told.programmes},
        seats=told.seats | {"h0": rng.randint(0, 2)},
        ties=tuple(lottery(list(told.programmes), str(seed))),
    )


def same(told):
    """Say whether all three rules give the same result both ways, to the order of what they tell."""
    return [repr(rule(told, compiled=True)) for rule in RULES] == [repr(rule(told, compiled=False)) for rule in RULES]


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 1_000_000))
def test_the_steps_over_columns_are_those_of_the_plain_day(seed):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(proposals, "compiled", lambda: proposals.day)
        assert same(market(seed))
        assert same(drawn(seed))


def test_compiled_they_are_the_same():
    assert proposals.compiled() is not proposals.day
    assert all(same(market(seed, people=20, programmes=8)) and same(drawn(seed)) for seed in range(30))


def test_without_the_compiler_the_plain_day_answers(monkeypatch):
    monkeypatch.setattr(proposals, "compiled", proposals.compiled.__wrapped__)
    monkeypatch.setitem(sys.modules, "numba", None)

    assert proposals.compiled() is None
    assert same(drawn(3))


def test_a_market_of_nobody_is_settled_too():
    nobody = replace(market(1), people={})

    assert same(nobody)
    assert flexible_da(nobody, compiled=True).matched == {}
