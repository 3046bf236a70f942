"""Counts of half-days become half-days of the week exactly where trying everything finds some."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from talent_portal.matching.engine.weekdays import Contract, assign, hall_sets, simple
from tests.matching.engine import oracle


def contracts(seed, kinds=(True, False), terms=(0b1,)):
    rng = random.Random(seed)
    made = []
    for _ in range(rng.randint(1, 3)):
        days = rng.choice(kinds)
        mask = sum(0b11 << k for k in range(0, 8, 2) if rng.random() < 0.6) if days else rng.randrange(256)
        halves = 2 * rng.randint(1, 2) if days else rng.randint(1, 3)
        made.append(Contract(mask, halves, days, rng.choice(terms)))
    return made


def plain(made):
    return [(each.mask, each.halves, each.days, each.terms) for each in made]


@settings(max_examples=400, deadline=None)
@given(st.integers(0, 100_000), st.sampled_from([(0b1,), (0b01, 0b10, 0b11), (0b011, 0b110, 0b101)]))
def test_half_days_are_found_exactly_where_trying_everything_finds_some(seed, terms):
    made = contracts(seed, terms=terms)
    found = assign(made)

    assert (found is None) == (oracle.slots(plain(made)) is None)
    for k, slots in enumerate(found or []):
        assert slots & ~made[k].mask == 0
        assert slots.bit_count() == made[k].halves
        assert not made[k].days or slots & 0b0101_0101 == slots >> 1 & 0b0101_0101
        assert all(slots & found[j] == 0 for j in range(k) if made[j].terms & made[k].terms)


@settings(max_examples=400, deadline=None)
@given(st.integers(0, 100_000), st.booleans())
def test_for_one_kind_of_unit_the_cuts_from_real_masks_say_it_all(seed, days):
    made = contracts(seed, kinds=(days,))
    assert simple(made)

    fits = all(
        sum(each.halves for each in made if each.mask & ~union == 0) <= union.bit_count()
        for union in hall_sets([each.mask for each in made])
    )
    allowed = all(each.halves <= each.mask.bit_count() for each in made)

    assert (fits and allowed) == (assign(made) is not None)


def test_whole_days_stay_whole_where_half_days_can_go_elsewhere():
    found = assign([Contract(0b111, 1, days=False, terms=1), Contract(0b11, 2, days=True, terms=1)])

    assert found == [0b100, 0b11]


def test_the_same_contracts_get_the_same_early_half_days():
    assert assign([Contract(0b1111111111, 4, days=False, terms=1)]) == [0b1111]
