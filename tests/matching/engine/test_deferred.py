"""Matching day: stable within its caps, indifferent to order, and no place for tactics."""

import itertools
import random
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matching.games import HospitalResident

from talent_portal.matching.engine.deferred import Refused, flexible_da, jrmp, plain, refusals, second_chance
from talent_portal.matching.engine.market import (
    Cap,
    CrossingCapsError,
    Market,
    MoreThanOneContractError,
    UnclearListError,
    lottery,
    strict,
    targets,
)
from talent_portal.matching.engine.stability import stability_report

SEEDS = st.integers(0, 1_000_000)


def market(seed, people=7, programmes=5, *, caps=True):
    rng = random.Random(seed)
    names, places = (
        [f"d{k}" for k in range(rng.randint(2, people))],
        [f"h{k}" for k in range(rng.randint(2, programmes))],
    )
    wishes = {name: rng.sample(places, rng.randint(1, len(places))) for name in names}
    lists = {place: [n for n in rng.sample(names, len(names)) if rng.random() < 0.9] for place in places}
    seats = {place: rng.randint(1, 3) for place in places}
    return Market(wishes, lists, seats, _hierarchy(rng, places, seats) if caps else ())


def _hierarchy(rng, places, seats):
    cut = rng.randint(1, len(places))
    blocks = [places[:cut], places[cut:]]
    caps = [
        Cap(f"area{k}", frozenset(block), rng.randint(1, sum(seats[p] for p in block)))
        for k, block in enumerate(blocks)
        if block
    ]
    whole = rng.random() < 0.5
    return tuple(caps) + ((Cap("all", frozenset(places), rng.randint(1, sum(seats.values()))),) if whole else ())


def place_of(result, wishes, person):
    wish = wishes[person]
    return wish.index(result.matched[person]) if person in result.matched else len(wish)


@settings(max_examples=300, deadline=None)
@given(SEEDS)
def test_caps_hold_and_every_blocking_pair_is_explained_by_one(seed):
    told = market(seed)
    found = stability_report(told, flexible_da(told))

    assert found.broken == ()
    assert found.unexplained == ()


@settings(max_examples=150, deadline=None)
@given(SEEDS)
def test_without_caps_nobody_blocks(seed):
    told = market(seed, caps=False)

    assert stability_report(told, plain(told)).explained == ()
    assert flexible_da(told).matched == plain(told).matched


@settings(max_examples=150, deadline=None)
@given(SEEDS)
def test_every_reason_holds_in_the_outcome_that_is_told(seed):
    told = market(seed)
    found = flexible_da(told)
    held = {name: [d for d, place in found.matched.items() if place == name] for name in told.programmes}
    for person, wishes in told.people.items():
        reasons = refusals(told, found, person)
        assert [one.programme for one in reasons] == list(wishes[: place_of(found, told.people, person)])
        for programme, reason, cap in reasons:
            ranked, here = told.programmes[programme], held[programme]
            if reason == "not_ranked":
                assert person not in ranked
            elif reason == "seats":
                assert len(here) == told.seats[programme]
                assert all(ranked.index(d) < ranked.index(person) for d in here)
            else:
                (full,) = [one for one in told.caps if one.name == cap]
                assert programme in full.programmes
                assert sum(len(held[name]) for name in full.programmes) == full.limit


@settings(max_examples=150, deadline=None)
@given(SEEDS)
def test_the_order_of_proposals_and_of_the_lists_is_immaterial(seed):
    told = market(seed)
    rng = random.Random(seed)
    people = dict(rng.sample(list(told.people.items()), len(told.people)))
    programmes = dict(rng.sample(list(told.programmes.items()), len(told.programmes)))

    assert flexible_da(replace(told, people=people, programmes=programmes)).matched == flexible_da(told).matched


@settings(max_examples=150, deadline=None)
@given(SEEDS)
def test_nobody_fares_worse_than_with_targets_as_seats(seed):
    told = market(seed)
    flexible, older = flexible_da(told), jrmp(told)

    assert all(place_of(flexible, told.people, d) <= place_of(older, told.people, d) for d in told.people)


def test_no_false_list_ever_pays():
    tried = 0
    for seed in range(1_000):
        told = market(seed, people=5, programmes=4)
        truth = flexible_da(told)
        for person in told.people:
            for size in range(len(told.programmes) + 1):
                for lie in itertools.permutations(told.programmes, size):
                    result = flexible_da(replace(told, people=told.people | {person: lie}))
                    got = result.matched.get(person)
                    wish = told.people[person]
                    rank = wish.index(got) if got in wish else len(wish)
                    assert rank >= place_of(truth, told.people, person), (seed, person, lie)
                    tried += 1
        if tried >= 25_000:
            break
    assert tried >= 25_000


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_among_all_stable_matchings_the_people_get_their_best(seed):
    told = market(seed, people=4, programmes=3, caps=False)
    ours = plain(told)
    names = sorted(told.people)
    for choice in itertools.product([None, *told.programmes], repeat=len(names)):
        matched = {d: h for d, h in zip(names, choice, strict=True) if h}
        other = replace(ours, matched=matched)
        report = stability_report(told, other)
        if report.broken or report.explained or report.unexplained:
            continue
        assert all(place_of(ours, told.people, d) <= place_of(other, told.people, d) for d in names)
        assert sorted(matched.values()) == sorted(ours.matched.values())


@settings(max_examples=100, deadline=None)
@given(SEEDS)
def test_one_person_more_helps_nobody_else(seed):
    told = market(seed, caps=False)
    *others, extra = told.people
    fewer = replace(
        told,
        people={d: told.people[d] for d in others},
        programmes={h: [d for d in ranked if d != extra] for h, ranked in told.programmes.items()},
    )

    assert all(place_of(plain(fewer), told.people, d) <= place_of(plain(told), told.people, d) for d in others)


@pytest.mark.filterwarnings("ignore")
def test_the_matching_library_agrees_on_plain_markets():
    for seed in range(20):
        rng = random.Random(seed)
        people, places = [f"d{k}" for k in range(30)], [f"h{k}" for k in range(8)]
        wishes = {d: rng.sample(places, 5) for d in people}
        lists = {h: [d for d in rng.sample(people, 30) if h in wishes[d]] for h in places}
        seats = {h: rng.randint(1, 5) for h in places}
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(20_000)
        theirs = HospitalResident.create_from_dictionaries(wishes, lists, seats).solve(optimal="resident")
        sys.setrecursionlimit(limit)

        told = {str(d): str(h) for h, held in theirs.items() for d in held}
        assert plain(Market(wishes, lists, seats)).matched == told


def test_a_second_chance_fills_what_is_left_and_moves_nobody():
    told = Market(
        people={"a": ["x"], "b": ["x"], "c": ["x"]},
        programmes={"x": ["a", "b", "c"], "y": ["c", "b", "a"]},
        seats={"x": 1, "y": 2},
        caps=(Cap("area", frozenset({"x", "y"}), 2),),
    )
    first = flexible_da(told)
    second = second_chance(told, first, {"b": ["y"], "c": ["y"]})

    assert first.matched == {"a": "x"}
    assert second.matched == {"c": "y"}
    assert refusals(told, first, "b") == [Refused("x", "seats")]
    assert second.given_up == {("b", "y"): "area"}


def test_crossing_caps_are_refused_by_both_names():
    told = market(1, caps=False)
    one, other = Cap("nurses", frozenset({"h0", "h1"}), 2), Cap("north", frozenset({"h1", "h2"}), 2)

    with pytest.raises(CrossingCapsError) as refused:
        flexible_da(replace(told, caps=(one, other)))

    assert {refused.value.one, refused.value.other} == {"nurses", "north"}


def test_several_contracts_for_one_person_are_refused_by_name():
    with pytest.raises(MoreThanOneContractError) as refused:
        flexible_da(replace(market(1), quotas={"d0": 2, "d1": 1}))

    assert refused.value.people == ("d0",)


def test_a_programme_that_ranks_somebody_twice_is_refused():
    told = market(1)

    with pytest.raises(UnclearListError):
        flexible_da(replace(told, programmes=told.programmes | {"h0": ["d0", "d0"]}))


@pytest.mark.parametrize("wishes", [["h0", "h0"], ["h0", "nowhere"]])
def test_unclear_lists_are_refused(wishes):
    told = market(1)

    with pytest.raises(UnclearListError):
        flexible_da(replace(told, people=told.people | {"d0": wishes}))


def test_the_lottery_can_be_repeated_from_its_seed():
    people = [f"d{k}" for k in range(20)]

    assert lottery(people, "2026-06") == lottery(people[::-1], "2026-06")
    assert lottery(people, "2026-06") != lottery(people, "2026-07")
    assert strict([["d1"], ["d3", "d2"]], ["d2", "d1", "d3"]) == ("d1", "d2", "d3")


@settings(max_examples=100, deadline=None)
@given(SEEDS)
def test_targets_stay_within_every_cap(seed):
    told = market(seed)
    aims = targets(told)

    assert all(sum(aims[h] for h in cap.programmes) <= cap.limit for cap in told.caps)
    assert all(0 <= aims[h] <= told.seats[h] for h in told.programmes)


def test_equals_among_programmes_come_in_the_order_that_is_told():
    told = Market(
        people={"a": ["x"], "b": ["y"]},
        programmes={"x": ["a"], "y": ["b"]},
        seats={"x": 1, "y": 1},
        caps=(Cap("area", frozenset({"x", "y"}), 1),),
    )

    assert flexible_da(told).matched == {"a": "x"}
    assert flexible_da(replace(told, ties=("y", "x"))).matched == {"b": "y"}
    assert targets(replace(told, ties=("y", "x"))) == {"x": 0, "y": 1}
    for unclear in (("x",), ("x", "x"), ("x", "z")):
        with pytest.raises(UnclearListError):
            flexible_da(replace(told, ties=unclear))
