"""Every state, every event, everybody: what is allowed passes, all else raises and stands in the book."""

from datetime import date, timedelta
from itertools import product

import pytest
import sqlalchemy as sa

from talent_portal.accounts.permissions import Role
from talent_portal.audit.models import AuditEntry
from talent_portal.core.actor import ANONYMOUS, WORKER, guest
from talent_portal.core.clock import today
from talent_portal.core.db import close_reading
from talent_portal.core.errors import Stale
from talent_portal.specialists import queries
from talent_portal.specialists.actions import states
from talent_portal.specialists.actions.drafts import Entry
from talent_portal.specialists.actions.states import Step
from talent_portal.specialists.errors import (
    DayPassed,
    EntriesUnchecked,
    NotYours,
    PartsMissing,
    ReasonMissing,
    StateForbids,
    WitnessMissing,
)
from talent_portal.specialists.models import Channel, SpecialistState
from talent_portal.specialists.rules.states import TRANSITIONS, WHO, SpecialistEvent, Who

S, E = SpecialistState, SpecialistEvent
# Confirming and erasing have actions of their own, tried elsewhere.
EVENTS = [event for event in E if event not in {E.CONFIRM, E.ERASE}]
PEOPLE = {
    "person": Who.PERSON,
    "somebody else": None,
    "anonymous": None,
    "coordinator": Who.COORDINATOR,
    "lead": Who.LEAD,
    "checker": Who.CHECKER,
    "approver": None,
    "auditor": None,
    "worker": Who.CLOCK,
}
ENTRY = Entry(channel=Channel.PHONE, told_on=date(2026, 5, 29), witness="係長")


@pytest.fixture
def actors(make):
    staff = {name: make.officer(Role(name)) for name in ("coordinator", "lead", "checker", "approver", "auditor")}
    return staff | {"worker": WORKER, "anonymous": ANONYMOUS, "somebody else": guest("zzzzzzzzzzzz")}


def whole(event: SpecialistEvent) -> Step:
    return Step(event=event, reason="asked", entry=ENTRY)


@pytest.mark.parametrize("state", list(S))
def test_the_table_decides_for_everybody(make, connection, actors, state):
    person = make.specialist(state=state)
    version = person.version

    for event, name in product(EVENTS, PEOPLE):
        actor = make.person_as(person) if name == "person" else actors[name]
        before, tried = denied(make, event, person), connection.begin_nested()
        if event in TRANSITIONS[state] and PEOPLE[name] in WHO[event]:
            states.take(actor, person.reference, whole(event), version)
            assert make.fresh(person).state is TRANSITIONS[state][event], (state, event, name)
        else:
            with pytest.raises((NotYours, StateForbids)):
                states.take(actor, person.reference, whole(event), version)
            assert make.fresh(person).state is state, (state, event, name)
            assert denied(make, event, person) == before + 1, (state, event, name)
        close_reading()
        tried.rollback()


def denied(make, event, person):
    """How often the book says that this step was refused."""
    refused = sa.and_(AuditEntry.deed == f"specialist.{event}.denied", AuditEntry.subject == queries.subject(person))
    return make.session.scalar(sa.select(sa.func.count()).where(refused))


def test_two_coordinators_cannot_both_act(make):
    person = make.specialist()
    states.take(make.officer(Role.LEAD), person.reference, whole(E.SUSPEND), person.version)

    with pytest.raises(Stale):
        states.take(make.officer(Role.LEAD), person.reference, whole(E.REINSTATE), person.version)


def test_a_card_goes_to_the_office_only_when_its_parts_are_there(make):
    person = make.specialist(state=S.DRAFT, parts_done=["about"])

    with pytest.raises(PartsMissing) as refused:
        states.take(make.person_as(person), person.reference, Step(event=E.SUBMIT), person.version)

    assert refused.value.params["parts"] == ["work", "days", "travel", "ways", "hide", "consents"]


@pytest.mark.parametrize("event", [E.RETURN, E.SUSPEND])
def test_returning_and_suspending_need_a_reason(make, event):
    person = make.specialist(state=S.SUBMITTED if event is E.RETURN else S.ACTIVE)

    with pytest.raises(ReasonMissing):
        states.take(make.officer(Role.LEAD), person.reference, Step(event=event), person.version)


def test_a_coordinator_says_why_they_pause_somebody_and_the_person_need_not(make):
    person = make.specialist()
    with pytest.raises(ReasonMissing):
        states.take(make.officer(), person.reference, Step(event=E.PAUSE), person.version)

    assert states.take(make.person_as(person), person.reference, Step(event=E.PAUSE), 1).state is S.PAUSED


def test_a_pause_ends_in_the_future_and_by_itself(make, clock):
    person = make.specialist()
    with pytest.raises(DayPassed):
        states.take(make.person_as(person), person.reference, Step(event=E.PAUSE, until=today()), 1)
    states.take(make.person_as(person), person.reference, Step(event=E.PAUSE, until=today() + timedelta(days=9)), 1)

    clock.move_to("2026-06-10T09:00:00Z")
    assert states.resume_due() == 0
    clock.move_to("2026-06-11T09:00:00Z")
    assert states.resume_due() == 1
    assert states.resume_due() == 0
    assert make.fresh(person).state is S.ACTIVE
    assert make.fresh(person).paused_until is None


def test_staff_act_for_somebody_only_with_a_witness(make):
    person = make.specialist(state=S.LAPSED)

    with pytest.raises(WitnessMissing):
        states.take(make.officer(), person.reference, Step(event=E.RENEW), person.version)


def test_what_staff_entered_is_checked_before_it_counts(make):
    person = make.specialist(state=S.DRAFT)
    coordinator = make.officer()
    states.take(coordinator, person.reference, whole(E.SUBMIT), person.version)

    with pytest.raises(EntriesUnchecked):
        states.take(make.officer(), person.reference, Step(event=E.ACTIVATE), person.version + 1)


def test_withdrawing_ends_every_consent(make):
    person = make.specialist()
    assert states.shares(make.session, person)

    states.take(make.person_as(person), person.reference, Step(event=E.WITHDRAW), person.version)

    assert not states.shares(make.session, person)
    assert queries.facts(make.session) == []


def test_a_renewed_registration_counts_from_today(make):
    person = make.specialist(state=S.LAPSED, last_confirmed_on=date(2025, 1, 1), warnings=2)

    states.take(make.person_as(person), person.reference, Step(event=E.RENEW), person.version)

    fresh = make.fresh(person)
    assert (fresh.state, fresh.last_confirmed_on, fresh.warnings) == (S.ACTIVE, date(2026, 6, 1), 0)


def test_everybody_is_told_what_became_of_their_registration(make):
    person, silent = make.specialist(), make.specialist(email=None, phone="095-000-1111")
    for one in (person, silent):
        states.take(make.officer(Role.LEAD), one.reference, whole(E.SUSPEND), one.version)

    assert [letter.template for letter in make.letters_to(person.email)] == ["specialists/news"]
    assert make.calls_about(silent) == ["specialist.news"]


def test_the_clock_is_the_only_one_who_lets_lapse(make):
    kept = make.specialist(last_confirmed_on=today() - timedelta(days=365))
    lapsed = make.specialist(last_confirmed_on=today() - timedelta(days=366))

    assert states.lapse_due() == 1

    assert make.fresh(kept).state is S.ACTIVE
    assert make.fresh(lapsed).state is S.LAPSED
    assert [letter.template for letter in make.letters_to(lapsed.email)] == ["specialists/renew"]
