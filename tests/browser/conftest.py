"""One house, one browser, and windows of both widths and languages."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import chromium
from tests.browser.house import House, served

PATIENCE = 10_000  # milliseconds: enough for a busy machine, short enough to hear of a failure


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    chromium.path_or_skip()
    with served(tmp_path_factory.mktemp("house")) as built:
        yield built


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium.running(chromium.path_or_skip()) as started:
        yield started


@pytest.fixture(scope="session")
def undrawn(browser: Browser) -> Iterator[Browser]:
    with chromium.undrawn(browser) as started:
        yield started


@pytest.fixture
def open_page(house: House, browser: Browser) -> Iterator[Callable[..., Page]]:
    """`open_page("/fairs", width=390, language="en", who="lead")`; windows close when the test ends."""
    windows = []

    def go(path: str, **how: object) -> Page:
        windows.append(house.context(browser, **how))
        page = windows[-1].new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(path)
        return page

    yield go
    for window in windows:
        window.close()
