"""Own data, erasure and retention: a person takes everything along, and leaves reference, form, period and body."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from talent_portal.core import clock
from talent_portal.core.actor import WORKER
from talent_portal.core.db import transaction
from talent_portal.placements import actions
from talent_portal.placements.actions import ReportDraft, forgetting
from talent_portal.placements.models import Channel, FormComment, Offer, OfferTerms, Placement, Review, Side
from talent_portal.placements.queries import own_data
from talent_portal.placements.rules.states import OfferState, PlacementState
from talent_portal.privacy import actions as privacy

TOKEN = "秘密の言葉"


def subject(who):
    return f"specialist:{who.specialist.reference}"


def told(make, **given):
    return {"hours": TOKEN, "pay": TOKEN, "travel": TOKEN, "place": TOKEN, "duties": TOKEN, "notes": TOKEN} | given


def test_own_data_hold_what_reached_the_person_and_no_draft(make):
    made = make.offer(**told(make))
    draft = make.offer(make.parties(specialist=made.parties.specialist), state=OfferState.DRAFT, pay="下書き", halves=1)
    make.say(made, Side.PERSON)

    said = own_data.of(make.session, subject(made.parties))

    assert [one["reference"] for one in said["offers"]] == [made.reference]
    assert said["offers"][0]["terms"][0]["pay"] == TOKEN
    assert said["offers"][0]["answers"][0]["yes"] is True
    assert "下書き" not in str(said)
    assert draft.reference not in str(said)
    assert own_data.of(make.session, "registration:abc234def567") == {}


def test_own_data_hold_the_other_sides_report_once_it_is_released(make):
    made = make.placement(state=PlacementState.ENDED)
    report = ReportDraft(days_worked=20, work_done=TOKEN, again="yes", key="abc234def567")
    actions.report(made.parties.member, made.reference, report, Channel.OFFICE)

    assert TOKEN not in str(own_data.of(make.session, subject(made.parties)))
    with_release = make.renewed(made)
    make.release(with_release)

    assert TOKEN in str(own_data.of(make.session, subject(made.parties)))


def test_erasure_ends_what_is_open_tells_the_town_and_blanks_the_texts(make):
    made = make.offer(**told(make))
    who = made.parties
    actions.comment(who.coordinator, made.reference, TOKEN)
    actions.note(who.coordinator, made.reference, make.note_of(witness=TOKEN))
    gone = who.specialist.email

    privacy.erase(WORKER, subject(who))

    kept = make.renewed(made)
    assert (kept.state, kept.end_reason, kept.specialist_id) == (OfferState.SUPERSEDED, "erased", None)
    assert make.claims(who.specialist) == []
    assert gone not in make.posted("offer_ended")
    assert len(make.posted("offer_ended")) == 3
    texts = [*make.session.scalars(sa.select(OfferTerms.pay)), *make.session.scalars(sa.select(FormComment.text))]
    assert texts == ["", ""]
    assert own_data.of(make.session, subject(who)) == {}
    privacy.erase(WORKER, subject(who))


def test_erasure_leaves_reference_form_period_and_body_of_a_placement(make):
    made = make.placement()
    who = made.parties

    privacy.erase(WORKER, subject(who))

    kept = make.renewed(made)
    assert kept.specialist_id is None
    assert (kept.reference, kept.form, kept.organisation_id) == (made.reference, "fy_part", who.office.id)
    assert (kept.state, kept.end_reason) == (PlacementState.CANCELLED, "erased")
    assert len(make.posted("placement_cancelled")) == 3, "the municipality and the prefecture, not the person"
    assert make.claims(who.specialist) == []


def test_everybody_with_an_offer_or_a_placement_is_a_subject(make):
    first, second = make.offer(), make.placement()

    assert set(own_data.subjects(make.session)) == {subject(first.parties), subject(second.parties)}


@pytest.mark.parametrize(("name", "days"), [("offer", 730), ("placement", 365 * 6), ("review", 365 * 3)])
def test_each_kind_is_kept_for_its_time(make, clock_at, name, days):
    made = make.offer(**told(make))
    actions.rescind(made.parties.approver, made.reference, "budget", make.renewed(made).version)
    placed = make.placement(state=PlacementState.ENDED)
    report = ReportDraft(days_worked=20, work_done=TOKEN, again="yes", key="abc234def567")
    actions.report(placed.parties.member, placed.reference, report, Channel.OFFICE)
    rule = next(rule for rule in forgetting.RETENTION if rule.name == name)

    def run():
        with transaction() as session:
            return rule.run(session, rule.before(clock.today()))

    assert run() == 0
    clock_at(clock.now() + timedelta(days=days + 2))
    assert run() == 1
    assert run() == 0

    if name == "offer":
        assert make.session.scalars(sa.select(Offer.specialist_id).where(Offer.id == made.id)).one() is None
        assert TOKEN not in str(list(make.session.scalars(sa.select(OfferTerms.pay))))
    if name == "placement":
        assert make.session.scalars(sa.select(Placement.specialist_id)).one() is None
    if name == "review":
        assert list(make.session.scalars(sa.select(Review))) == []
