"""The demo is made through the actions, once, and never where it must not be."""

from collections import Counter
from dataclasses import replace

import pytest
import time_machine
from sqlalchemy import func, select

from talent_portal.audit import queries as audit
from talent_portal.audit.models import AuditEntry
from talent_portal.core.actor import WORKER
from talent_portal.demo import actions
from talent_portal.demo.errors import DemoRefused
from talent_portal.fairs import queries
from talent_portal.fairs.models import Fair, FairState
from talent_portal.introductions.models import Proposal
from talent_portal.matching.models import MatchRun
from talent_portal.needs.models import Need, NeedState
from talent_portal.outbox.models import Letter
from talent_portal.placements.models import Offer, Placement
from talent_portal.placements.rules.states import OfferState, PlacementState
from talent_portal.specialists.models import ClaimState, Credential, HalfDay, Specialist
from talent_portal.specialists.rules.states import SpecialistState
from tests.conftest import A_MONDAY_IN_JUNE, thrown_away


@pytest.fixture(scope="module")
def seeded(app):
    """A demo instance, seeded once for all tests of this file: they look, and change nothing."""
    real = app.extensions["settings"]
    app.extensions["settings"] = replace(real, demo=True)
    with time_machine.travel(A_MONDAY_IN_JUNE, tick=False), thrown_away(app) as session:
        actions.load_prefecture(WORKER, actions.SHIPPED / "nagasaki")
        assert actions.seed(crowd=3).new
        yield session
    app.extensions["settings"] = real


def test_the_demo_shows_a_full_booth_a_night_online_and_a_session_that_was_held(seeded):
    fairs = seeded.scalars(select(Fair).order_by(Fair.starts_at)).all()
    on_site = queries.fair_page(seeded, fairs[2].reference)
    held = queries.counts(seeded, fairs[0].reference)

    assert [fair.state for fair in fairs] == [FairState.HELD, FairState.PUBLISHED, FairState.PUBLISHED]
    assert [booth.left for booth in on_site.booths].count(0) == 1
    assert (held.confirmed, held.checked_in, held.consents) == (86, 61, 34)


def test_a_second_run_changes_nothing_and_every_letter_goes_to_an_invented_address(seeded):
    before = seeded.scalar(select(func.count()).select_from(AuditEntry))

    again = actions.seed(crowd=3)

    assert not again.new
    assert [(run.state, run.summary["status"]) for run in seeded.scalars(select(MatchRun))] == [("done", "optimal")]
    assert seeded.scalar(select(func.count()).select_from(AuditEntry)) == before
    assert audit.verify(seeded) is None
    assert {letter.recipient.rpartition("@")[2] for letter in seeded.scalars(select(Letter))} == {"example.com"}


def test_the_register_holds_the_six_of_the_story_and_a_crowd(seeded):
    people = seeded.scalars(select(Specialist).order_by(Specialist.id)).all()
    held = select(Credential.specialist_id, Credential.state).where(
        Credential.specialist_id.in_([people[0].id, people[5].id])
    )
    licences = dict(seeded.execute(held).all())
    assert [person.family_name for person in people[:6]] == ["凪野原", "浜灯", "髙汐﨑", "水守井", "波留井", "野分山"]
    assert {person.state for person in people} == {SpecialistState.ACTIVE}
    assert len(people) == 9
    assert people[3].email is None
    assert (licences[people[0].id], licences[people[5].id]) == ("verified", "claimed")


def test_requests_stand_at_every_step_of_the_way(seeded):
    cases = Counter(seeded.scalars(select(Proposal.state)))

    assert Counter(seeded.scalars(select(Need.state))) == {
        NeedState.SUBMITTED: 1, NeedState.OPEN: 1, NeedState.MATCHING: 6, NeedState.FILLED: 2,
    }  # fmt: skip
    steps = ("suggested", "sounded", "interested", "not_interested", "referred", "offered", "placed", "ended")
    assert cases == dict.fromkeys(steps, 1)
    assert {offer.state for offer in seeded.scalars(select(Offer))} == {OfferState.SENT, OfferState.APPOINTED}


def test_one_placement_is_under_way_and_one_ended_with_both_reports(seeded):
    found = seeded.scalars(select(Placement).order_by(Placement.starts_on)).all()
    today = A_MONDAY_IN_JUNE.date()

    assert [placement.state for placement in found] == [PlacementState.ENDED, PlacementState.ACTIVE]
    assert found[0].last_day < today < found[1].last_day
    assert found[0].released_at is not None
    claimed = select(HalfDay.state).where(HalfDay.specialist_id == found[0].specialist_id, HalfDay.day > today)
    assert set(seeded.scalars(claimed)) == {ClaimState.HELD, ClaimState.TAKEN}, "the shared week has both"


def test_an_instance_that_is_no_demo_refuses(seeded, app, monkeypatch):
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], demo=False))

    with pytest.raises(DemoRefused):
        actions.seed(crowd=8)
