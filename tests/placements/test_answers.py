"""Two sides answer in any order, by whatever way; until both have, either may think again."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from talent_portal.core.actor import guest
from talent_portal.introductions.rules.states import ProposalState
from talent_portal.placements import actions
from talent_portal.placements.actions import Said
from talent_portal.placements.errors import (
    NoteIncomplete,
    NoteWaits,
    NothingWaits,
    OwnNote,
    ReasonNeeded,
    TermsChanged,
    TooLate,
)
from talent_portal.placements.models import Channel, OfferAnswer, Side
from talent_portal.placements.queries import changing
from talent_portal.placements.rules.states import OfferState
from tests.placements.makers import MON


def state(make, made):
    return make.renewed(made).state


def proposal(make, who):
    return make.renewed(who.proposal).state


@pytest.mark.parametrize("order", [(Side.PERSON, Side.TOWN), (Side.TOWN, Side.PERSON)])
def test_two_yes_in_any_order_agree(make, order):
    made = make.offer()

    make.say(made, order[0])
    assert state(make, made) is OfferState.SENT
    assert len(make.posted("offer_answered")) == 4
    make.say(made, order[1])

    assert state(make, made) is OfferState.CONDITIONS
    assert len(make.posted("offer_agreed")) == 4
    codes = [condition.code for condition in changing.conditions(make.session, make.renewed(made))]
    assert codes == ["documents", "appointment_decision", "insurance"]


@pytest.mark.parametrize(
    ("side", "reason", "shown"), [(Side.PERSON, "far", False), (Side.PERSON, "", False), (Side.TOWN, "budget", True)]
)
def test_one_no_ends_the_offer_frees_the_days_and_tells_everybody(make, session, side, reason, shown):
    made = make.offer()
    who = made.parties

    make.say(made, side, yes=False, reason=reason)

    assert state(make, made) is OfferState.DECLINED
    assert make.claims(who.specialist) == []
    assert len(make.posted("offer_ended")) == 4
    assert proposal(make, who) is ProposalState.ENDED
    to_town = make.mail_to(make.account_of(who.member).email)[-1].body
    assert ("予算" in to_town) is shown
    assert "遠い" not in to_town


def test_an_office_says_why_a_person_need_not(make):
    made = make.offer()

    with pytest.raises(ReasonNeeded):
        make.say(made, Side.TOWN, yes=False)
    with pytest.raises(ReasonNeeded):
        make.say(made, Side.PERSON, yes=False, reason="nonsense")

    make.say(made, Side.PERSON, yes=False)


def test_the_same_answer_again_changes_nothing(make):
    made = make.offer()
    make.say(made, Side.PERSON)
    version = make.renewed(made).version

    make.say(made, Side.PERSON)

    assert make.renewed(made).version == version
    assert len(make.posted("offer_answered")) == 4


def test_one_may_change_ones_mind_until_the_other_side_has_agreed(make):
    made = make.offer()
    make.say(made, Side.PERSON)

    make.say(made, Side.PERSON, yes=False)

    assert state(make, made) is OfferState.DECLINED


def test_an_answer_to_older_terms_does_not_count(make):
    made = make.offer()
    said = Said(side=Side.PERSON, yes=True, channel=Channel.LINK)

    with pytest.raises(TermsChanged):
        actions.answer(guest(made.reference), made.reference, said, 7)


def test_the_last_second_of_the_last_day_is_in_time(make, clock_at):
    made = make.offer()

    clock_at(make.renewed(made).respond_by)
    make.say(made, Side.TOWN)
    clock_at(make.renewed(made).respond_by + timedelta(seconds=1))

    with pytest.raises(TooLate):
        make.say(made, Side.PERSON)


def test_the_second_yes_tells_those_who_prepared_terms_for_the_same_days(make):
    person = make.specialist()
    rival = make.offer(make.parties(specialist=person), state=OfferState.DRAFT)
    apart = make.offer(make.parties(specialist=person), state=OfferState.DRAFT, halves=MON)
    made = make.offer(make.parties(specialist=person))

    make.agree_to(made.parties, made)

    assert state(make, rival) is OfferState.SUPERSEDED
    assert state(make, apart) is OfferState.DRAFT
    told = make.posted("offer_ended")
    assert make.account_of(rival.parties.member).email in told
    assert person.email not in told, "nothing of that draft had reached the person"
    assert proposal(make, rival.parties) is ProposalState.ENDED


def test_an_answer_by_telephone_counts_once_another_person_has_confirmed_it(make):
    made = make.offer()
    who = made.parties

    actions.note(who.coordinator, made.reference, make.note_of())
    assert make.renewed(made).person_answer == ""
    assert who.specialist.email in make.posted("answer_noted")
    with pytest.raises(OwnNote):
        actions.confirm(who.coordinator, made.reference, right=True)
    actions.confirm(who.lead, made.reference, right=True)

    assert make.renewed(made).person_answer == "yes"
    kept = make.session.scalars(sa.select(OfferAnswer)).one()
    assert (kept.noted_by, kept.confirmed_by) == (who.coordinator.reference, who.lead.reference)
    assert kept.witness == "県 技師 試験"


def test_a_noted_no_ends_the_offer_when_confirmed(make):
    made = make.offer()

    actions.note(made.parties.coordinator, made.reference, make.note_of(yes=False, channel=Channel.PAPER, reason="far"))
    actions.confirm(made.parties.lead, made.reference, right=True)

    assert state(make, made) is OfferState.DECLINED


def test_a_struck_out_note_never_counted(make):
    made = make.offer()

    actions.note(made.parties.coordinator, made.reference, make.note_of())
    actions.confirm(made.parties.lead, made.reference, right=False)

    assert make.renewed(made).person_answer == ""
    assert made.parties.specialist.email in make.posted("answer_struck")
    make.say(made, Side.PERSON)
    assert make.renewed(made).person_answer == "yes"


def test_one_note_waits_at_a_time(make):
    made = make.offer()
    actions.note(made.parties.coordinator, made.reference, make.note_of())

    with pytest.raises(NoteWaits):
        actions.note(made.parties.lead, made.reference, make.note_of())


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"told_on": date(2026, 5, 31)}, "told_on"),
        ({"told_on": date(2026, 6, 2)}, "told_on"),
        ({"witness": "  "}, "witness"),
    ],
)
def test_a_note_is_complete_or_not_taken(make, given, field):
    made = make.offer()

    with pytest.raises(NoteIncomplete) as refused:
        actions.note(made.parties.coordinator, made.reference, make.note_of(**given))

    assert refused.value.params["field"] == field


def test_without_a_note_there_is_nothing_to_confirm(make):
    made = make.offer()

    with pytest.raises(NothingWaits):
        actions.confirm(made.parties.lead, made.reference, right=True)
