"""What others see of a person, step by step, and what they never see."""

import json
import random
from collections import Counter
from dataclasses import asdict, fields, replace
from datetime import date

import pytest
from sqlalchemy.exc import NoResultFound

from talent_portal.core.db import transaction
from talent_portal.specialists import queries
from talent_portal.specialists.actions import aliases
from talent_portal.specialists.models import SpecialistState
from talent_portal.specialists.queries import cards as shown
from talent_portal.specialists.rules import cards
from talent_portal.specialists.rules.cards import AnonymousCard, Audience, Level
from talent_portal.specialists.rules.choices import EmployerSector, Remote, SpecialistKind
from talent_portal.specialists.rules.choices import Level as Skilled
from talent_portal.specialists.rules.facts import Licence, Pattern, PersonFacts, Practice, Skill, Travel

NEED, OTHER = "needaaaaaaaa", "needbbbbbbbb"
ROLE = "civil_engineer"
TOWN = 7
# Adding a key to a step is a decision about people: it is taken here, on purpose, or not at all.
GOLDEN = {
    Level.D1: {"alias", "profession", "travel", "licences", "fits", "years", "skills", "sector"},
    Level.D2: {
        "reference",
        "professions",
        "licences",
        "skills",
        "sector",
        "travel",
        "available",
        "last_confirmed_on",
    },
    Level.D3: {
        "alias",
        "name",
        "kana",
        "home",
        "profession",
        "years",
        "licences",
        "skills",
        "career",
        "last_post",
        "employer",
    },
    Level.D4: {"card", "email", "phone"},
}


def audience(**given):
    valid = {
        "level": Level.D1,
        "organisations": frozenset({TOWN}),
        "profession": ROLE,
        "minutes": {"near": 20, "far": 130},
        "halves": 0b1111,
    }
    return Audience(**(valid | given))


def anybody(number, rng):
    """Somebody drawn from a small world, in which many look alike and some do not."""
    return PersonFacts(
        id=number,
        reference=f"person{number}",
        kind=SpecialistKind.RETIRED,
        candidate_kind="retired",
        professions=(Practice(rng.choice([ROLE, ROLE, "ict"]), rng.choice([None, 3, 7, 15, 32])),),
        licences=tuple(
            Licence(code, rng.random() < 0.7) for code in ("civil_works_1", "surveyor") if rng.random() < 0.4
        ),
        skills=tuple(Skill(task, rng.choice(list(Skilled))) for task in ("a", "b", "c") if rng.random() < 0.3),
        patterns=(Pattern(date(2026, 1, 1), None, rng.choice([0b11, 0b1111, 0b1100]), 2),),
        travel=Travel(base=rng.choice(["near", "far"]), max_minutes=rng.choice([30, 90, 150])),
        employer_sector=rng.choice(list(EmployerSector)),
        hidden_from=frozenset({TOWN}) if rng.random() < 0.1 else frozenset(),
    )


@pytest.mark.parametrize("level", list(Level))
def test_each_step_shows_these_keys_and_no_more(level):
    assert cards.KEYS[level] == GOLDEN[level]


def test_no_card_of_a_thousand_pools_stands_for_fewer_than_five():
    """Recount from the outside: who in the pool shares everything that a card shows?"""
    shown_at_all = Counter()
    for seed in range(1000):
        rng = random.Random(seed)
        people = [anybody(number, rng) for number in range(rng.randint(1, 60))]
        who = audience()
        named = {person.id: f"alias{person.id:04}" for person in people}
        group = [
            cards.attributes(one, who)
            for one in people
            if TOWN not in one.hidden_from and one.professions[0].profession == ROLE
        ]
        for card in cards.cards(people, who, named):
            if card is None:
                assert len(group) < 5
                continue
            said = {name: value for name, value in asdict(card).items() if name not in {"alias", "profession"}}
            told = {name: value for name, value in said.items() if value is not None}
            alike = [one for one in group if all(one[name] == value for name, value in told.items())]
            assert len(alike) >= cards.K, (seed, card)
            shown_at_all.update(told.keys())
    assert set(shown_at_all) == set(cards.BY_NEED)


def test_where_the_role_itself_is_rare_there_is_one_sentence_for_all():
    rng = random.Random(1)
    people = [anybody(number, rng) for number in range(4)]
    named = {person.id: str(person.id) for person in people}

    assert set(cards.cards(people, audience(), named)) <= {None}


def test_cards_come_in_the_order_of_their_random_names():
    rng = random.Random(3)
    people = [anybody(number, rng) for number in range(40)]
    named = {person.id: f"{rng.randrange(10**6):06}" for person in people}

    order = [card.alias for card in cards.cards(people, audience(), named) if card]

    assert order == sorted(order)


@pytest.mark.parametrize(
    ("travel", "remote", "band"),
    [
        (Travel(base="near", max_minutes=30), False, "30"),
        (Travel(base="far", max_minutes=150), False, "120+"),
        (Travel(base="far", max_minutes=60, overnight=True), False, "night"),
        (Travel(base="far", max_minutes=60), False, "far"),
        (Travel(base="", remote=Remote.ALSO), True, "remote"),
        (Travel(base="", remote=Remote.NO), True, "far"),
    ],
)
def test_the_way_is_a_verdict_and_never_a_home(travel, remote, band):
    person = replace(anybody(1, random.Random(1)), travel=travel)

    assert cards.travel_band(person, audience(remote=remote)) == band


def pool(make, number=6, **given):
    return [make.specialist(years=25, **given) for _ in range(number)]


def audience_in(make, *offices, place="isahaya", level=Level.D1):
    ids = [office.id for office in offices]
    return shown.audience(make.session, level=level, organisation_ids=ids, profession=ROLE, place=place)


def anonymous(make, people, who, need=NEED):
    with transaction() as session:
        named = aliases(session, need, [person.id for person in people])
    return shown.anonymous(make.session, who, named)


def letters(value):
    """Everything a card says, as one text."""
    return json.dumps(asdict(value), ensure_ascii=False, default=str)


RARE = "鑾驤鸞麟龜鼇齏籥靉靆鬱黻黼纛钁"


@pytest.mark.parametrize("seed", range(10))
def test_no_two_letters_of_a_person_get_into_a_card(make, seed):
    """Words that no dictionary holds, in every field a person can type into; looked for in pairs."""
    rng = random.Random(seed)
    word = lambda: "".join(rng.sample(RARE, 6))  # noqa: E731
    typed = {
        "family_name": word(),
        "given_name": word(),
        "family_kana": "ヴヰヱヴ",
        "email": f"zq{seed}xj@example.com",
        "phone": "095-987-6543",
        "employer": word(),
        "last_post": word(),
        "career": word(),
        "help_needed": word(),
        "state_note": word(),
    }
    person = make.specialist(years=25, **typed)
    make.licence(person, number=word())
    people = [person, *pool(make)]

    found = [card for card in anonymous(make, people, audience_in(make, make.organisation())) if card]
    # The alias is random, and so may hold any two letters.
    said = "".join(letters(replace(card, alias="")) for card in found)

    assert len(found) == 7
    assert person.reference not in {card.alias for card in found}
    leaks = [text[at : at + 2] for text in typed.values() for at in range(len(text) - 1) if text[at : at + 2] in said]
    assert [leak for leak in leaks if not leak.isascii()] == []
    assert person.reference not in said
    assert not [part for part in ("zq", "987", "6543", "example.com") if part in said]


def test_two_needs_know_one_person_by_names_that_share_nothing(make):
    people, who = pool(make), audience_in(make, make.organisation())
    first, second = anonymous(make, people, who), anonymous(make, people, who, OTHER)

    assert not {card.alias for card in first} & {card.alias for card in second}
    unique = [field.name for field in fields(AnonymousCard) if field.name != "alias"]
    for name in unique:
        per_need = [Counter(repr(getattr(card, name)) for card in cards_) for cards_ in (first, second)]
        assert all(count >= 5 for count in per_need[0].values()), f"{name} could serve as a key"


def test_whoever_is_hidden_is_absent_as_if_they_did_not_exist(make):
    office = make.organisation()
    people = pool(make, 5)
    hidden = make.specialist(years=25, hidden_from=[office])
    with_hidden = anonymous(make, [*people, hidden], audience_in(make, office))
    with transaction() as session:
        session.get(type(hidden), hidden.id).state = SpecialistState.WITHDRAWN
    without = anonymous(make, people, audience_in(make, office))

    assert [letters(card) for card in with_hidden] == [letters(card) for card in without]
    assert len(with_hidden) == 5


def test_the_hidden_do_not_make_up_the_five(make):
    office = make.organisation()
    people = [*pool(make, 4), make.specialist(years=25, hidden_from=[office])]

    assert anonymous(make, people, audience_in(make, office)) == [None] * 4
    assert None not in anonymous(make, people, audience_in(make, make.organisation()))


def test_a_joint_need_hides_from_each_of_its_bodies(make):
    first, second = make.organisation(), make.organisation()
    people = [*pool(make), make.specialist(years=25, hidden_from=[second])]

    assert len(anonymous(make, people, audience_in(make, first, second))) == 6


def test_cards_cost_the_same_for_few_and_for_many(make, statements):
    who = audience_in(make, make.organisation())
    people = pool(make)
    anonymous(make, people, who)
    statements.clear()
    anonymous(make, people, who)
    few = len(statements)
    more = pool(make, 12)
    anonymous(make, [*people, *more], who)
    statements.clear()
    anonymous(make, [*people, *more], who)

    assert len(statements) == few


@pytest.mark.parametrize("level", [Level.D3, Level.D4])
def test_a_name_needs_the_consent_for_this_need(make, level):
    office = make.organisation()
    person = make.specialist(family_name="\ufa19田", phone="095-000-1111")
    who = audience_in(make, office, level=level)
    read = {Level.D3: shown.named, Level.D4: shown.contact}[level]
    with pytest.raises(NoResultFound):
        read(make.session, who, person.id, NEED, "x")
    make.agree(person, queries.SHARE_IDENTIFIED, f"need:{NEED}")

    card = read(make.session, who, person.id, NEED, "x")

    assert "\ufa19田" in letters(card)
    with pytest.raises(NoResultFound):
        read(make.session, who, person.id, OTHER, "x")
    with pytest.raises(NoResultFound):
        read(make.session, audience_in(make, office), person.id, NEED, "x")
    assert ("095-000-1111" in letters(card)) is (level is Level.D4)


def test_the_office_sees_the_facts_and_no_name(make):
    person = make.specialist()
    card = cards.office_card(make.facts_of(person))

    assert card.reference == person.reference
    assert "凪野原" not in letters(card)
