"""Facts kept in memory are never older than the last change: every write brings a new stamp with it."""

import random
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from talent_portal.core.actor import WORKER
from talent_portal.core.db import reading, transaction
from talent_portal.specialists import models, queries
from talent_portal.specialists.actions import forgetting, half_days
from talent_portal.specialists.models import (
    Availability,
    Credential,
    EmployerPermission,
    HalfDay,
    HideFrom,
    NeverPlace,
    Practice,
    Skill,
    Specialist,
    TravelRule,
    Unavailability,
    stamps,
)
from talent_portal.specialists.queries import kept_facts, people_facts
from talent_portal.specialists.rules.facts import Half

# Tables that hang on a person and say nothing that matching asks.
SAYING_NOTHING = {"specialist_proof", "specialist_entry", "need_alias", "evidence_file"}
TUESDAY = date(2026, 6, 9)


@pytest.fixture(autouse=True)
def _nothing_kept():
    kept_facts.forget()


def as_stored():
    """What the database says, read whole."""
    found = people_facts._wanted("civil_engineer", None, referable_only=True)
    return people_facts.read_facts(reading(), found, found)


def remembered():
    return queries.facts(reading(), profession="civil_engineer")


def stamp_of(person):
    return reading().scalar(sa.select(Specialist.facts_stamp).where(Specialist.id == person.id))


def test_only_those_who_changed_are_read_again(make):
    people = [make.specialist() for _ in range(3)]
    before = remembered()
    with transaction() as session:
        session.get(Specialist, people[1].id).weekly_minutes_elsewhere = 60

    after = remembered()

    assert [new is old for new, old in zip(after, before, strict=True)] == [True, False, True]
    assert after == as_stored()


def changed(make, dice, people, office, town):
    """Change something about somebody in one of many ways; return how."""
    one = dice.choice(people)
    day, hid = TUESDAY + timedelta(days=dice.randrange(100)), HideFrom.specialist_id == one.id
    ways = {
        "row": lambda session: setattr(
            session.get(Specialist, one.id), "weekly_minutes_elsewhere", dice.randrange(900)
        ),
        "state": lambda session: setattr(
            session.get(Specialist, one.id), "state", dice.choice(["active", "suspended"])
        ),
        "bulk": lambda session: session.execute(sa.update(Specialist).values(disaster_call=dice.random() < 0.5)),
        "skill": lambda session: session.merge(Skill(id=one.id, specialist_id=one.id, task=f"t{day}", level="alone")),
        "unskilled": lambda session: session.execute(sa.delete(Skill).where(Skill.level == "alone")),
        "hidden": lambda session: session.add(HideFrom(specialist_id=one.id, organisation_id=office.id)),
        "shown": lambda session: session.execute(sa.delete(HideFrom).where(hid)),
        "away": lambda session: session.execute(
            sa.insert(Unavailability), [{"specialist_id": one.id, "first_day": day, "last_day": day}]
        ),
        "moved": lambda session: session.execute(sa.update(TravelRule).values(municipality_id=town.id, max_minutes=77)),
        "held": lambda session: half_days.hold(session, WORKER, one.id, [(day, Half.AM)], f"offer:{one.reference}"),
        "freed": lambda session: half_days.free(session, WORKER, one.id, None, f"offer:{one.reference}"),
        "licence": lambda session: session.execute(
            sa.update(Credential).where(Credential.specialist_id == one.id).values(expires_on=day)
        ),
        "erased": lambda session: forgetting.erase(session, queries.subject(one)) if dice.random() < 0.1 else None,
    }
    way = dice.choice(sorted(ways))
    if way == "hidden" and reading().scalar(sa.select(HideFrom.id).where(hid)):
        way = "shown"
    with transaction() as session:
        ways[way](session)
    return way


@pytest.mark.parametrize("seed", range(2))
def test_what_is_remembered_is_what_is_stored_whatever_is_done(make, seed):
    dice, office, town = random.Random(seed), make.organisation(), make.municipality()
    people = [make.specialist(skills={"bridge_inspection": "alone"}) for _ in range(5)]
    for one in people:
        make.licence(one)

    for _ in range(40):
        way = changed(make, dice, people, office, town)
        assert remembered() == as_stored(), way


ROWS = {
    Practice: {"profession": "ict", "position": 1},
    Credential: {"qualification": "surveyor"},
    Skill: {"task": "bridge_inspection", "level": "alone"},
    Availability: {"valid_from": TUESDAY, "days_a_week": 1},
    Unavailability: {"first_day": TUESDAY, "last_day": TUESDAY},
    TravelRule: {"max_minutes": 60},
    NeverPlace: {},
    HideFrom: {},
    EmployerPermission: {"state": "granted"},
    HalfDay: {"day": TUESDAY, "half": "am", "source": "offer", "source_reference": "a", "state": "held"},
}


@pytest.mark.parametrize("table", stamps.PARTS, ids=lambda table: table.__tablename__)
def test_every_kind_of_part_brings_a_new_stamp_with_row_and_statement(make, table):
    person, other = make.specialist(), make.specialist()
    owned = {"organisation_id": make.organisation().id} if hasattr(table, "organisation_id") else {}
    before, untouched = [stamp_of(person)], stamp_of(other)

    def write(work):
        with transaction() as session:
            work(session)
        assert stamp_of(person) not in before
        before.append(stamp_of(person))

    mine = table.specialist_id == person.id
    if table is TravelRule:
        write(lambda session: session.execute(sa.delete(table).where(mine)))
    write(lambda session: session.add(table(specialist_id=person.id, **ROWS[table], **owned)))
    write(lambda session: session.execute(sa.update(table).where(mine).values(specialist_id=person.id)))
    write(lambda session: [session.delete(row) for row in session.scalars(sa.select(table).where(mine))])
    write(lambda session: session.execute(sa.insert(table), [{"specialist_id": person.id, **ROWS[table], **owned}]))
    write(lambda session: session.execute(sa.delete(table).where(mine)))
    assert stamp_of(other) == untouched


def test_every_table_that_hangs_on_a_person_is_watched_or_says_nothing():
    hanging = {one.__tablename__ for one in vars(models).values() if hasattr(one, "specialist_id")}

    assert hanging - SAYING_NOTHING == {one.__tablename__ for one in stamps.PARTS}


def test_a_change_undone_leaves_what_is_stored(make):
    person = make.specialist()
    remembered()

    with pytest.raises(RuntimeError), transaction() as session:
        session.get(Specialist, person.id).weekly_minutes_elsewhere = 300
        session.flush()
        assert queries.facts(session, profession="civil_engineer")[0].weekly_minutes_elsewhere == 300
        raise RuntimeError

    assert remembered() == as_stored()
    assert remembered()[0].weekly_minutes_elsewhere == 0


def test_a_statement_that_hides_whose_rows_it_brings_is_refused(make):
    rows = sa.insert(Skill).values([{"specialist_id": make.specialist().id, "task": "a", "level": "alone"}])

    with pytest.raises(ValueError, match="names them"), transaction() as session:
        session.execute(rows)


def test_last_week_is_in_nobodys_facts(make, clock):
    person = make.specialist()
    with transaction() as session:
        half_days.hold(session, WORKER, person.id, [(date(2026, 6, 1), Half.AM)], "offer:aaaaaaaaaaaa")
    assert remembered()[0].taken

    clock.shift(timedelta(days=7))

    assert remembered() == as_stored()
    assert not remembered()[0].taken
