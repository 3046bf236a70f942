"""The five minutes of the second journey in Chromium: from a registration and a request to an appointment."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from talent_portal.core.db import close_reading, reading, transaction
from talent_portal.outbox.models import Letter
from talent_portal.outbox.rules import LetterState
from talent_portal.signin.rules.tokens import new_token
from tests.browser.clicker import Clicker
from tests.browser.world import ANONYMOUS
from tests.journeys import postbox
from tests.journeys.cast import Cast
from tests.journeys.story import Story
from tests.makers import Makers

pytestmark = [pytest.mark.browser, pytest.mark.realtime]
WINDOWS = [(390, "ja"), (1280, "en"), (390, "en"), (1280, "ja")]
LATER = datetime(2100, 1, 1, tzinfo=UTC)


@contextmanager
def rest_laid_aside() -> Iterator[None]:
    """Keep the many letters of the furnished house out of the postman's bag while the story is told."""
    with transaction() as session:
        session.execute(sa.update(Letter).where(Letter.state == LetterState.WAITING).values(next_at=LATER))
    yield
    with transaction() as session:
        session.execute(sa.update(Letter).where(Letter.next_at == LATER).values(next_at=Letter.due_at))


@pytest.fixture
def story(house, open_page, request):
    """The story with a window for everybody in it."""
    width, language = request.param
    with postbox.opened(house.app) as letters, house.app.app_context(), rest_laid_aside():
        make = Makers(reading())

        def enter(membership):
            who = ANONYMOUS
            if membership is not None:
                who = membership.reference
                house.tokens[who] = new_token()
                make.sign_in(house.tokens[who], membership.account, membership)
            return Clicker(open_page("/", width=width, language=language, who=who))

        yield Story(Cast(make, language, enter, letters))
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
