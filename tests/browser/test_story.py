"""The five minutes of the second journey in Chromium: from a registration and a request to an appointment."""

import pytest

from talent_portal.core.db import close_reading, reading
from talent_portal.signin.rules.tokens import new_token
from tests.browser.clicker import Clicker
from tests.browser.world import ANONYMOUS
from tests.journeys.cast import Cast
from tests.journeys.story import Story
from tests.makers import Makers

pytestmark = [pytest.mark.browser, pytest.mark.realtime]
WINDOWS = [(390, "ja"), (1280, "en")]


@pytest.fixture
def story(house, open_page, request):
    """The story with a window for everybody in it."""
    width, language = request.param
    with house.app.app_context():
        make = Makers(reading())

        def enter(membership):
            who = ANONYMOUS
            if membership is not None:
                who = membership.reference
                house.tokens[who] = new_token()
                make.sign_in(house.tokens[who], membership.account, membership)
            return Clicker(open_page("/", width=width, language=language, who=who))

        yield Story(Cast(make, language, enter))
        close_reading()


@pytest.mark.parametrize("story", WINDOWS, indirect=True)
def test_an_engineer_and_two_towns_come_together(story):
    story.register()
    story.activate()
    story.write_request()
    story.confirm_part()
    story.open_request()
    story.find()
    story.ask()
    story.interest_by_link()
    story.introduce()
    story.meet()
    story.write_terms()
    story.accept_by_link()
    story.appoint()
    story.see_the_week()
    story.the_request_is_filled()
