"""The second journey, from a registration and a request to a filled week, through everybody's front door."""

import pytest

from talent_portal.core.actor import WORKER
from talent_portal.demo.actions import load_prefecture
from tests.browser.world import NAGASAKI
from tests.journeys import postbox
from tests.journeys.cast import Cast
from tests.journeys.story import Story
from tests.journeys.visitor import Visitor
from tests.signin.makers import signed_in_client


@pytest.fixture
def prefecture(session):
    load_prefecture(WORKER, NAGASAKI)


@pytest.fixture(params=["ja", "en"])
def story(app, make, prefecture, request):
    def enter(membership):
        client = app.test_client()
        client.set_cookie("lang", request.param)
        return Visitor(signed_in_client(client, make, membership) if membership else client)

    with postbox.opened(app) as letters:
        yield Story(Cast(make, request.param, enter, letters))


def up_to_the_question(story):
    """Everything before the person answers."""
    story.register()
    story.activate()
    story.write_request()
    story.confirm_part()
    story.open_request()
    story.find()
    story.ask()


def test_a_retired_engineer_answers_by_links_and_comes_to_work(app, clock, story):
    up_to_the_question(story)
    story.interest_by_link()
    story.introduce()
    story.meet()
    story.write_terms()
    story.accept_by_link()
    story.appoint()
    story.begin(app, clock)
    story.see_the_week()
    story.the_request_is_filled()


def test_a_retired_engineer_answers_by_telephone_and_paper_and_comes_to_work(app, clock, story):
    up_to_the_question(story)
    story.interest_by_telephone()
    story.introduce()
    story.meet()
    story.write_terms()
    story.accept_by_paper()
    story.appoint()
    story.begin(app, clock)
    story.see_the_week()
    story.the_request_is_filled()
