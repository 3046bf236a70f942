"""The demo is made through the actions, once, and never where it must not be."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from talent_portal.audit import queries as audit
from talent_portal.core.actor import WORKER
from talent_portal.demo import actions
from talent_portal.demo.errors import DemoRefused
from talent_portal.fairs import queries
from talent_portal.fairs.models import Fair, FairState, Registration
from talent_portal.outbox.models import Letter


@pytest.fixture
def demo(app, session):
    """An instance that is a demo, with Nagasaki loaded."""
    real = app.extensions["settings"]
    app.extensions["settings"] = replace(real, demo=True)
    actions.load_prefecture(WORKER, actions.SHIPPED / "nagasaki")
    yield
    app.extensions["settings"] = real


def test_the_demo_shows_a_full_booth_a_night_online_and_a_session_that_was_held(demo, session):
    done = actions.seed()

    fairs = session.scalars(select(Fair).order_by(Fair.starts_at)).all()
    on_site = queries.fair_page(session, fairs[2].reference)
    held = queries.counts(session, fairs[0].reference)
    assert done.new
    assert [fair.state for fair in fairs] == [FairState.HELD, FairState.PUBLISHED, FairState.PUBLISHED]
    assert [booth.left for booth in on_site.booths].count(0) == 1
    assert (held.confirmed, held.checked_in, held.consents) == (86, 61, 34)


def test_a_second_run_changes_nothing_and_the_book_of_deeds_holds(demo, session):
    actions.seed()
    before = session.scalar(select(func.count()).select_from(Registration))

    again = actions.seed()

    assert not again.new
    assert session.scalar(select(func.count()).select_from(Registration)) == before
    assert audit.verify(session) is None


def test_every_letter_of_the_demo_goes_to_an_invented_address(demo, session):
    actions.seed()

    assert {letter.recipient.rpartition("@")[2] for letter in session.scalars(select(Letter))} == {"example.com"}


def test_an_instance_that_is_no_demo_refuses(session):
    with pytest.raises(DemoRefused):
        actions.seed()
