"""A request as matching reads it."""

from datetime import date

import pytest

from talent_portal.needs import queries
from talent_portal.needs.actions import QualificationDraft
from talent_portal.needs.models import NeedState, Strength
from talent_portal.needs.rules.facts import Helpful, Must, PatternKind, halves_of, mask_of
from talent_portal.professions import queries as professions
from talent_portal.professions.rules import Duty


def test_halves_and_their_mask_are_the_same_thing():
    assert halves_of(mask_of([13, 0, 3])) == (0, 3, 13)
    with pytest.raises(ValueError, match="outside"):
        mask_of([14])


def test_a_request_of_one_municipality_is_one_share_at_its_place(make):
    town = make.municipality()
    need = make.need(organisation=town.organisation, half_days=4)

    (facts,) = queries.facts(make.session)

    assert facts.need_id == need.id
    assert (facts.place, facts.places, facts.is_joint) == (town.slug, (town.slug,), False)
    assert [(share.organisation_id, share.half_days) for share in facts.shares] == [(need.organisation_id, 4)]
    assert (facts.days_a_week, facts.starts_on, facts.last_day) == (2.0, date(2026, 7, 1), date(2026, 12, 28))


def test_a_joint_request_names_every_body_and_place_the_asking_one_first(make):
    first, second, third = (make.municipality() for _ in range(3))
    make.need(organisation=first.organisation, partners=[third.organisation, second.organisation], half_days=5)

    (facts,) = queries.facts(make.session)

    assert [(share.place, share.half_days) for share in facts.shares] == [
        (first.slug, 3),
        (third.slug, 1),
        (second.slug, 1),
    ]
    assert facts.organisation_ids == {town.organisation_id for town in (first, second, third)}
    assert facts.is_joint


def test_alternatives_stand_together_and_helpful_licences_carry_their_weight(make):
    make.catalogue()
    nurse = professions.profession(make.session, "public_health_nurse")
    licences = (
        QualificationDraft(qualification="public_health_nurse", strength=Strength.MUST),
        QualificationDraft(qualification="nurse", strength=Strength.MUST, choice="b"),
        QualificationDraft(qualification="registered_dietitian", strength=Strength.MUST, choice="b"),
        QualificationDraft(qualification="iheat", strength=Strength.HELPS, weight=3),
    )
    make.need(profession=nurse.code, qualifications=licences)

    (facts,) = queries.facts(make.session)

    assert facts.musts == (
        Must(frozenset({"public_health_nurse"})),
        Must(frozenset({"nurse", "registered_dietitian"})),
    )
    assert facts.helpfuls == (Helpful("iheat", 3),)


def test_duties_follow_from_the_tasks(make):
    role = make.profession()
    make.need(profession=role.code, tasks=(make.task_tag(role, duty=Duty.TEACHING).code,))

    (facts,) = queries.facts(make.session)

    assert facts.duties == {Duty.TEACHING}


def test_days_a_month_are_spread_over_an_average_week(make):
    make.need(pattern=PatternKind.MONTHLY, half_days=4)

    (facts,) = queries.facts(make.session)

    assert facts.half_days_a_week == pytest.approx(4 / (52 / 12))


def test_only_requests_that_look_for_people_are_told_unless_asked_by_name(make):
    open_one, draft, done = make.need(), make.need(state=NeedState.DRAFT), make.need(state=NeedState.FILLED)

    assert [facts.need_id for facts in queries.facts(make.session)] == [open_one.id]
    named = queries.facts(make.session, [draft.id, done.id])
    assert [facts.need_id for facts in named] == [draft.id, done.id]


def test_many_requests_are_read_in_as_many_statements_as_two(make, statements):
    for _ in range(2):
        make.need(partners=[make.organisation()])
    make.session.expire_all()
    statements.clear()
    queries.facts(make.session)
    few = len(statements)

    for _ in range(10):
        make.need(partners=[make.organisation()])
    make.session.expire_all()
    statements.clear()

    assert len(queries.facts(make.session)) == 12
    assert len(statements) == few <= 6
