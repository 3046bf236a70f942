"""From facts to the engine's rows: no pair that breaks a hard rule can come out, whatever the engine thinks best."""

from datetime import date, timedelta

import pytest

from talent_portal.core import clock
from talent_portal.core.db import transaction
from talent_portal.matching.engine.allocate import allocate
from talent_portal.matching.engine.eligibility import eligible_pairs
from talent_portal.matching.engine.verify import verify
from talent_portal.matching.queries import planning
from talent_portal.matching.rules.eligibility import first_failure, is_hidden
from talent_portal.matching.rules.runs import DecisionKind, RunOptions
from talent_portal.needs.rules.facts import PatternKind
from talent_portal.specialists.models import HalfDay
from talent_portal.specialists.models.work import ClaimState
from talent_portal.specialists.rules.week import Half
from tests.matching.looking import ROLE, somebody


@pytest.fixture
def ask(make):
    def asked(**options):
        chosen = RunOptions(**options)
        known = planning.read(make.session, chosen, clock.today())
        return planning.question_of(known, chosen)

    return asked


def pairs(question):
    """The (person, post) pairs that the engine may use."""
    p = question.problem
    found = eligible_pairs(p)
    return {(str(p.specialists.ids[s]), str(p.needs.ids[n])) for s, n in zip(found.specialist, found.need, strict=True)}


def hold(person, day, half=Half.AM):
    with transaction() as session:
        claim = {"source": "offer", "source_reference": "planned00001", "state": ClaimState.HELD}
        session.add(HalfDay(specialist_id=person.id, day=day, half=half, **claim))


def test_whoever_could_do_a_request_may_be_planned_for_it(make, towns, bridge, ask):
    person = somebody(make, towns)

    assert pairs(ask()) == {(person.reference, bridge.reference)}


def test_a_person_hidden_from_a_body_never_appears_in_any_form(make, towns, bridge, ask):
    office = towns["hasami"].organisation
    hidden = somebody(make, towns, hidden_from=[office])

    question = ask()
    result = planning.answer(question, allocate(question.problem), ())

    assert pairs(question) == set()
    assert hidden.reference not in str(result.result)


def test_must_haves_ways_and_decisions_keep_people_out(make, towns, bridge, ask):
    somebody(make, towns, licence=False)
    somebody(make, towns, checked=False)
    somebody(make, towns, base=towns["tsushima"], max_minutes=60)
    somebody(make, towns, never=[towns["hasami"].organisation])
    barred = somebody(make, towns)
    make.decision(bridge, barred)

    assert pairs(ask()) == set()


def test_half_days_that_are_held_stay_held(make, towns, bridge, ask):
    person = somebody(make, towns, days_a_week=5)
    monday = date(2026, 7, 6)
    for week in range(20):
        for day in range(2):
            for half in Half:
                hold(person, monday + timedelta(days=7 * week + day), half)

    question = ask()
    (contract,) = allocate(question.problem).assignments

    assert contract.slots & 0b1111 == 0
    assert contract.halves == 4


def test_a_week_is_shared_by_what_fits_beside_each_other(make, towns, ask):
    person = make.specialist(base=towns["isahaya"], days_a_week=3)
    for slug in ("hasami", "kawatana"):
        make.need(organisation=towns[slug].organisation, profession=ROLE, place=slug, half_days=4)

    question = ask()
    result = allocate(question.problem)

    assert len(pairs(question)) == 2
    assert [(one.specialist, one.halves) for one in result.assignments] == [(person.reference, 4)]
    assert verify(question.problem, result.assignments) == []


def test_a_joint_request_counts_for_each_body_and_goes_to_one_person(make, towns, ask):
    make.specialist(base=towns["isahaya"], days_a_week=4)
    need = make.need(
        organisation=towns["hasami"].organisation,
        partners=[towns["kawatana"].organisation],
        profession=ROLE,
        place="hasami",
        half_days=6,
    )

    question = ask()
    told = planning.answer(question, allocate(question.problem), ())

    assert [one["need"] for one in told.result["plan"]] == [need.id]
    covered = {one["organisation_id"]: one["covered"] for one in told.result["coverage"]}
    assert covered == {towns["hasami"].organisation_id: 3, towns["kawatana"].organisation_id: 3}


def test_two_posts_of_one_request_go_to_two_people(make, towns, ask):
    people = [make.specialist(base=towns["isahaya"], days_a_week=5) for _ in range(2)]
    make.need(organisation=towns["hasami"].organisation, profession=ROLE, place="hasami", half_days=4, head_count=2)

    question = ask()
    plan = allocate(question.problem).assignments

    assert {one.specialist for one in plan} == {one.reference for one in people}


def test_days_a_week_are_kept_where_half_days_of_two_requests_lie_on_different_days(make, towns, ask):
    """The engine counts half-days: two mornings here and two there are four, but four days."""
    make.specialist(base=towns["isahaya"], days_a_week=2)
    for slug, mask in (("hasami", 0b0101), ("kawatana", 0b01010000)):
        office = towns[slug].organisation
        pattern = {"pattern": PatternKind.HALVES, "halves": mask, "half_days": 2}
        make.need(organisation=office, profession=ROLE, place=slug, **pattern)

    question = ask()
    result = allocate(question.problem)
    told = planning.answer(question, result, ())

    assert len(told.result["plan"]) == 1
    assert told.summary["dropped"] == 1
    # What is no longer proven is nothing to measure gains by.
    assert planning.what_covers_more(question, RunOptions(), result, lambda *_: None).state == "not_proven"


def test_every_contract_passes_the_rules_of_the_pages(make, towns, bridge, ask):
    for days in range(1, 5):
        somebody(make, towns, days_a_week=days)
    for slug in ("hasami", "kawatana", "omura", "sasebo"):
        make.need(organisation=towns[slug].organisation, profession=ROLE, place=slug, half_days=2)

    question = ask()
    plan = allocate(question.problem).assignments

    assert len(plan) >= 4
    for one in plan:
        case, person = question.posts[one.need].judged.case, question.people[one.specialist]
        assert first_failure(case, person) is None
        assert not is_hidden(case, person)


def test_a_pair_to_keep_that_breaks_a_rule_is_named_with_the_rule(make, towns, bridge, ask):
    person = somebody(make, towns, licence=False)
    make.decision(bridge, person, DecisionKind.KEEP)

    question = ask()
    told = planning.answer(question, allocate(question.problem), ())

    assert [(one["specialist"], one["code"]) for one in told.result["conflicts"]] == [
        (person.reference, "licence_missing")
    ]


def test_an_unmet_request_says_why_and_what_would_give_more(make, towns, bridge, ask):
    somebody(make, towns, licence=False)
    somebody(make, towns, licence=False)

    question = ask()
    (unmet,) = planning.answer(question, allocate(question.problem), ()).result["unmet"]

    assert unmet["reason"] == "must"
    assert [(step["rule"], step["left"]) for step in unmet["steps"]] == [("role", 2), ("must", 0)]
    assert unmet["relaxed"][0]["people"] == 2


def test_what_is_asked_does_not_grow_with_the_number_of_rows(make, towns, ask, statements):
    def counted():
        make.session.expire_all()
        statements.clear()
        ask()
        return len(statements)

    somebody(make, towns)
    make.need(organisation=towns["hasami"].organisation, profession=ROLE, place="hasami")
    ask()  # the law and the ways are read once and kept
    few = counted()
    for _ in range(10):
        somebody(make, towns)
        make.need(organisation=towns["hasami"].organisation, profession=ROLE, place="hasami")

    assert counted() == few
