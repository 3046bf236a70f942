"""From wishes and sheets to a market, pure: one order for all equals, and nobody who does not belong."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talent_portal.matching.engine.market import lottery
from talent_portal.matching_days.rules import lists, markets, seeds
from talent_portal.matching_days.rules.markets import Question, Seats, matched_of, refused_of, unmatched_of


def question(seed):
    """Some people, some programmes in two areas, sheets with equals and with strangers on them."""
    rng = random.Random(seed)
    people = [f"P-{k}" for k in range(rng.randint(0, 9))]
    names = [f"h{k}" for k in range(rng.randint(1, 5))]
    return Question(
        programmes=tuple(
            Seats(programme=name, code=f"42{k:04}", region=rng.choice(["east", "west"]), seats=rng.randint(1, 3))
            for k, name in enumerate(names)
        ),
        caps={area: rng.randint(1, 4) for area in ("east", "west") if rng.random() < 0.7},
        wishes={person: rng.sample(names, rng.randint(1, min(3, len(names)))) for person in people},
        places={name: {one: rng.randint(1, 3) for one in [*people, "gone"] if rng.random() < 0.8} for name in names},
        seed=str(seed),
    )


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 1_000_000))
def test_whatever_is_asked_the_answer_keeps_every_promise(seed):
    asked = question(seed)
    found = markets.settle(asked)
    matched, left = matched_of(found.result), unmatched_of(found.result)

    assert sorted([*matched, *left]) == sorted(asked.wishes)
    assert found.stability["stable"]
    assert found.result["jrmp"] <= len(matched)
    assert sum(found.result["wishes_met"]) == len(matched)
    assert "gone" not in str(found.market)
    for person, wishes in asked.wishes.items():
        before = wishes[: list(wishes).index(matched[person])] if person in matched else wishes
        assert [one.programme for one in refused_of(found.result, person)] == list(before)
        assert all(bool(one.area) == (one.reason == "area") for one in refused_of(found.result, person))


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 1_000_000))
def test_the_order_of_entry_is_immaterial(seed):
    asked, rng = question(seed), random.Random(seed)
    shuffled = replace(
        asked,
        programmes=tuple(rng.sample(asked.programmes, len(asked.programmes))),
        wishes=dict(rng.sample(list(asked.wishes.items()), len(asked.wishes))),
        places=dict(rng.sample(list(asked.places.items()), len(asked.places))),
    )

    assert markets.settle(shuffled) == markets.settle(asked)


def test_equals_stand_in_the_order_of_one_lottery_and_better_places_before_it():
    people = {f"P-{k}": ["h0", "h1"] for k in range(9)}
    sheet = dict.fromkeys(people, 2) | {"P-8": 1}
    towns = tuple(Seats(programme=f"h{k}", code=f"42000{k}", region="", seats=1) for k in range(2))
    asked = Question(programmes=towns, caps={}, wishes=people, places={"h0": sheet, "h1": sheet}, seed="s")
    drawn = lottery(sorted(people), "s")
    market = markets.market_of(asked, drawn)

    assert market.programmes["h0"] == market.programmes["h1"] == ("P-8", *[one for one in drawn if one != "P-8"])


def test_the_digest_of_a_question_changes_with_any_part_of_it():
    asked = question(7)
    other = replace(asked, seed="another")

    assert markets.settle(asked).digest != markets.settle(other).digest
    assert markets.digest({"a": 1, "b": 2}, []) == markets.digest({"b": 2, "a": 1}, [])


def test_a_seed_is_known_by_its_digest():
    """The example of FIPS 180-2: what everybody's own tool says, too."""
    assert seeds.commitment("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.parametrize(
    ("typed", "kept"), [("ｄ－００１", "D-001"), (" d 001 ", "D001"), ("Dー1", "D-1"), ("", ""), ("１２３", "123")]
)
def test_numbers_are_folded(typed, kept):
    assert lists.folded_number(typed) == kept
