"""Asking again: what is kept between two looks never differs from holding everybody against the request anew."""

import random
from dataclasses import replace

import pytest
import sqlalchemy as sa

from talent_portal.core.db import reading, transaction
from talent_portal.matching import queries
from talent_portal.matching.rules.ranking import rank
from talent_portal.needs import queries as needs
from talent_portal.needs.models import Need
from talent_portal.specialists.models import Availability, Credential, HideFrom, Skill, TravelRule
from talent_portal.specialists.queries import kept_facts
from tests.matching.looking import somebody

CHANGES = {
    "licence": (Credential, {"state": ["verified", "claimed"]}),
    "week": (Availability, {"days_a_week": [1, 2, 4], "halves": [1023, 0b1111, 0b11]}),
    "way": (TravelRule, {"max_minutes": [30, 90, 200], "boat": [True, False]}),
    "work": (Skill, {"level": ["experienced", "alone", "teaches"]}),
}


def anew(bridge):
    """The ranking with nothing remembered: facts read whole, every rule put to everybody."""
    kept_facts.forget()
    session = reading()
    case = queries.case_for(session, needs.facts(session, [bridge.id])[0])
    return rank(case, queries.people(session, bridge.profession))


def changed(dice, people, towns):
    one = dice.choice(people)
    table, values = CHANGES[dice.choice(sorted(CHANGES))]
    drawn = {name: dice.choice(choices) for name, choices in values.items()}
    if table is Credential:
        drawn["verified_by"] = "checker" if drawn["state"] == "verified" else None
    mine = table.specialist_id == one.id
    hides = dice.random() < 0.3
    with transaction() as session:
        session.execute(sa.update(table).where(mine).values(**drawn))
        if hides:
            gone = session.execute(sa.delete(HideFrom).where(HideFrom.specialist_id == one.id))
            if not gone.rowcount:
                office = towns["hasami"].organisation_id
                session.execute(sa.insert(HideFrom), [{"specialist_id": one.id, "organisation_id": office}])


@pytest.mark.parametrize("seed", range(2))
def test_the_order_is_that_of_asking_anew_whatever_changed_in_between(make, towns, bridge, seed):
    dice = random.Random(seed)
    people = [somebody(make, towns, skills={"bridge_inspection": "alone"}) for _ in range(6)]
    sizes = set()

    for step in range(15):
        changed(dice, people, towns)
        if step == 10:
            with transaction() as session:
                session.get(Need, bridge.id).half_days = 2
        found = queries.find(reading(), make.fresh(bridge))
        assert found.ranking == anew(bridge)
        sizes.add(len(found.ranking.eligible))

    assert len(sizes) > 1


def test_whoever_did_not_change_is_not_judged_again(make, towns, bridge, monkeypatch):
    people = [somebody(make, towns) for _ in range(3)]
    queries.find(reading(), make.fresh(bridge))
    asked = []
    judged = queries.finding.judge.__globals__["_judged"]
    monkeypatch.setitem(
        queries.finding.judge.__globals__, "_judged", lambda case, one: asked.append(one.id) or judged(case, one)
    )

    with transaction() as session:
        session.execute(sa.update(TravelRule).where(TravelRule.specialist_id == people[1].id).values(max_minutes=300))
    queries.find(reading(), make.fresh(bridge))

    assert asked == [people[1].id]


def test_new_law_is_put_to_everybody_again(make, towns, bridge, monkeypatch):
    somebody(make, towns)
    first = queries.find(reading(), make.fresh(bridge))
    assert verdicts(first) != ["ask"]
    monkeypatch.setattr(queries.cases, "table", lambda _session: replace(first.case.table, cells={}))

    assert verdicts(queries.find(reading(), make.fresh(bridge))) == ["ask"]


def verdicts(found):
    return [one.score.part("form").params["verdict"] for one in found.ranking.eligible]
