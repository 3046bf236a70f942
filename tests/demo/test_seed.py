"""The demo is made through the actions, once, and never where it must not be."""

from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from talent_portal.audit import queries as audit
from talent_portal.core.actor import WORKER
from talent_portal.demo import actions
from talent_portal.demo.errors import DemoRefused
from talent_portal.fairs import queries
from talent_portal.fairs.models import Fair, FairState, Registration
from talent_portal.matching.models import MatchRun
from talent_portal.needs.models import Need, NeedState
from talent_portal.outbox.models import Letter
from talent_portal.specialists.models import Credential, Specialist
from talent_portal.specialists.rules.states import SpecialistState


@pytest.fixture
def demo(app, session):
    """An instance that is a demo, with Nagasaki loaded."""
    real = app.extensions["settings"]
    app.extensions["settings"] = replace(real, demo=True)
    actions.load_prefecture(WORKER, actions.SHIPPED / "nagasaki")
    yield
    app.extensions["settings"] = real


def test_the_demo_shows_a_full_booth_a_night_online_and_a_session_that_was_held(demo, session):
    done = actions.seed(crowd=0)

    fairs = session.scalars(select(Fair).order_by(Fair.starts_at)).all()
    on_site = queries.fair_page(session, fairs[2].reference)
    held = queries.counts(session, fairs[0].reference)
    assert done.new
    assert [fair.state for fair in fairs] == [FairState.HELD, FairState.PUBLISHED, FairState.PUBLISHED]
    assert [booth.left for booth in on_site.booths].count(0) == 1
    assert (held.confirmed, held.checked_in, held.consents) == (86, 61, 34)


def test_a_second_run_changes_nothing_and_every_letter_goes_to_an_invented_address(demo, session):
    actions.seed(crowd=0)
    before = session.scalar(select(func.count()).select_from(Registration))

    again = actions.seed(crowd=0)

    assert not again.new
    assert [(run.state, run.summary["status"]) for run in session.scalars(select(MatchRun))] == [("done", "optimal")]
    assert session.scalar(select(func.count()).select_from(Registration)) == before
    assert audit.verify(session) is None
    assert {letter.recipient.rpartition("@")[2] for letter in session.scalars(select(Letter))} == {"example.com"}


def test_the_register_holds_the_six_of_the_story_and_a_crowd(demo, session):
    actions.seed(crowd=3)

    people = session.scalars(select(Specialist).order_by(Specialist.id)).all()
    held = select(Credential.specialist_id, Credential.state).where(
        Credential.specialist_id.in_([people[0].id, people[5].id])
    )
    licences = dict(session.execute(held).all())
    assert [person.family_name for person in people[:6]] == ["凪野原", "浜灯", "髙汐﨑", "水守井", "波留井", "野分山"]
    assert {person.state for person in people} == {SpecialistState.ACTIVE}
    assert len(people) == 9
    assert people[3].email is None
    assert (licences[people[0].id], licences[people[5].id]) == ("verified", "claimed")
    assert Counter(session.scalars(select(Need.state))) == {NeedState.OPEN: 7, NeedState.SUBMITTED: 1}


def test_an_instance_that_is_no_demo_refuses(session):
    with pytest.raises(DemoRefused):
        actions.seed(crowd=8)
