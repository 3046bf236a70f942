"""What matching learns about people: plain, whole, and only of those who may be found."""

from datetime import date

import pytest

from talent_portal.core import clock
from talent_portal.core.actor import WORKER
from talent_portal.core.db import transaction
from talent_portal.specialists import queries
from talent_portal.specialists.actions import half_days
from talent_portal.specialists.models import SpecialistState
from talent_portal.specialists.rules.choices import Level, Remote, SideJobState, SpecialistKind, WorkingWay
from talent_portal.specialists.rules.facts import Away, Half, Licence, Pattern, PersonFacts, Practice, SideJob, Skill
from talent_portal.specialists.rules.states import CredentialState

TUESDAY = date(2026, 6, 9)
RETIRED = {"id": 1, "reference": "a", "kind": SpecialistKind.RETIRED, "candidate_kind": "retired", "professions": ()}


def test_facts_carry_everything_about_a_person(make):
    town = make.municipality()
    office, employer = make.organisation(), make.organisation()
    person = make.specialist(
        professions=("civil_engineer", "ict"),
        base=town,
        halves=0b1100,
        days_a_week=1,
        max_minutes=75,
        boat=True,
        remote=Remote.ALSO,
        skills={"bridge_inspection": Level.TEACHES},
        hidden_from=[employer],
        never=[office],
        former_organisation_id=employer.id,
        turns_60_in=2020,
        weekly_minutes_elsewhere=600,
    )
    make.licence(person, expires_on=TUESDAY)
    make.licence(person, "surveyor", verified=False)
    make.licence(person, "rccm", verified=False, state=CredentialState.EXPIRED)
    make.away(person, TUESDAY, TUESDAY)
    make.employer_permission(person, state=SideJobState.GRANTED, weekly_minutes=480)
    with transaction() as session:
        half_days.hold(session, WORKER, person.id, [(TUESDAY, Half.AM)], "offer:aaaaaaaaaaaa")

    facts = make.facts_of(person)

    assert facts.professions == (Practice("civil_engineer", 20), Practice("ict", 20))
    assert facts.licences == (Licence("civil_works_1", verified=True, expires_on=TUESDAY), Licence("surveyor", False))
    assert facts.patterns == (Pattern(date(2026, 5, 2), None, 0b1100, 1),)
    assert facts.skills == (Skill("bridge_inspection", Level.TEACHES),)
    assert facts.away == (Away(TUESDAY, TUESDAY),)
    assert facts.taken == {(TUESDAY, Half.AM)}
    assert (facts.travel.base, facts.travel.max_minutes, facts.travel.boat, facts.travel.air) == (
        town.slug,
        75,
        True,
        False,
    )
    assert (facts.travel.never, facts.travel.remote) == ({office.id}, Remote.ALSO)
    assert facts.hidden_from == {employer.id}
    assert facts.side_job == SideJob(SideJobState.GRANTED, None, 480)
    assert facts.ways == {WorkingWay.EMPLOYED}
    assert (facts.former_organisation_id, facts.turns_60_in, facts.weekly_minutes_elsewhere) == (employer.id, 2020, 600)


@pytest.mark.parametrize("state", [state for state in SpecialistState if state is not SpecialistState.ACTIVE])
def test_only_active_people_are_found(make, state):
    person = make.specialist(state=state)

    assert queries.facts(make.session) == []
    assert [one.id for one in queries.facts(make.session, referable_only=False)] == [person.id]


def test_without_consent_to_be_shown_nobody_is_found(make):
    make.specialist(consents=())

    assert queries.facts(make.session) == []


def test_facts_can_be_narrowed_to_a_role_and_to_people(make):
    engineer, nurse = make.specialist(), make.specialist(professions=("public_health_nurse",))

    assert [one.id for one in queries.facts(make.session, profession="public_health_nurse")] == [nurse.id]
    assert [one.id for one in queries.facts(make.session, ids=[engineer.id])] == [engineer.id]
    assert queries.facts(make.session, profession="ict") == []


def test_facts_cost_the_same_for_one_and_for_many(make, statements):
    make.licence(make.specialist())
    statements.clear()
    queries.facts(make.session)
    for_one = len(statements)
    for _ in range(11):
        make.licence(make.specialist())
    statements.clear()

    assert len(queries.facts(make.session)) == 12
    assert len(statements) == for_one <= 12


def test_a_licence_counts_on_its_last_day_and_only_when_verified():
    licence = Licence("civil_works_1", verified=True, expires_on=TUESDAY)

    assert licence.counts_on(TUESDAY)
    assert not licence.counts_on(date(2026, 6, 10))
    assert not Licence("civil_works_1", verified=False).counts_on(TUESDAY)


def test_the_best_of_several_papers_counts():
    facts = PersonFacts(
        **RETIRED, licences=(Licence("x", verified=False), Licence("x", verified=True, expires_on=TUESDAY))
    )

    assert facts.licence("x").verified
    assert facts.licence("y") is None


@pytest.mark.parametrize(
    ("left_on", "turns_60_in", "age"),
    [
        (date(2026, 3, 31), 2025, 60),
        (date(2026, 3, 31), 2020, 65),
        (date(2025, 12, 31), 2025, 59),
        (date(2026, 3, 31), None, None),
        (None, 2025, None),
    ],
)
def test_the_age_at_leaving_is_never_guessed_too_high(left_on, turns_60_in, age):
    assert PersonFacts(**RETIRED, left_on=left_on, turns_60_in=turns_60_in).leaving_age == age


def test_the_age_at_the_end_of_a_fiscal_year_follows_from_the_year_of_turning_60():
    assert PersonFacts(**RETIRED, turns_60_in=2020).age_at_end_of(2026) == 66
    assert PersonFacts(**RETIRED).age_at_end_of(2026) is None


def test_a_half_is_free_in_the_pattern_unless_away_or_claimed():
    facts = PersonFacts(
        **RETIRED,
        patterns=(Pattern(date(2026, 1, 1), None, 0b1100, 1),),
        away=(Away(date(2026, 6, 16), date(2026, 6, 16)),),
        taken=frozenset({(TUESDAY, Half.AM)}),
    )

    assert facts.is_free((TUESDAY, Half.PM))
    assert not facts.is_free((TUESDAY, Half.AM))
    assert not facts.is_free((date(2026, 6, 16), Half.PM))
    assert not facts.is_free((date(2026, 6, 10), Half.AM))
    assert facts.days_taken_in_week_of(date(2026, 6, 14)) == 1
    assert facts.days_taken_in_week_of(date(2026, 6, 15)) == 0


def test_the_newest_pattern_in_force_speaks():
    old, summer = Pattern(date(2026, 1, 1), None, 0b11, 1), Pattern(date(2026, 7, 1), date(2026, 8, 31), 0b1100, 1)
    facts = PersonFacts(**RETIRED, patterns=(summer, old))

    assert facts.pattern_on(date(2026, 6, 30)) is old
    assert facts.pattern_on(date(2026, 8, 31)) is summer
    assert facts.pattern_on(date(2026, 9, 1)) is old
    assert facts.pattern_on(date(2025, 9, 1)) is None


def test_a_permission_ends_and_an_application_is_none():
    assert SideJob().allows_on(clock.today())
    assert SideJob(SideJobState.GRANTED, TUESDAY).allows_on(TUESDAY)
    assert not SideJob(SideJobState.GRANTED, TUESDAY).allows_on(date(2026, 6, 10))
    assert not SideJob(SideJobState.APPLIED).allows_on(TUESDAY)


def test_aliases_differ_per_need_and_stay(make):
    from talent_portal.specialists.actions import aliases  # noqa: PLC0415

    person = make.specialist()
    with transaction() as session:
        first = aliases(session, "needaaaaaaaa", [person.id])
        again = aliases(session, "needaaaaaaaa", [person.id])
        other = aliases(session, "needbbbbbbbb", [person.id])

    assert first == again
    assert first[person.id] != other[person.id]
    assert person.reference not in {first[person.id], other[person.id]}
    assert queries.behind_alias(make.session, "needaaaaaaaa", first[person.id]) == person.id
