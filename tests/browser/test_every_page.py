"""Every page, at both widths and in both languages, keeps what it owes to everybody who reads it."""

from collections import defaultdict
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from tests.browser import checks, chromium, pages

pytestmark = [pytest.mark.browser, pytest.mark.realtime]
WIDTHS, HEIGHT = (390, 1280), 900
NARROWEST = WIDTHS[0]
# The way of the focus depends on the width, not on the words: each width is walked in one of the languages.
WALKED = {"ja": 390, "en": 1280}
WEIGHED = (390, "ja")
# The style guide shows every component at once; nobody opens it over a slow line.
HEAVY = {"/styleguide"}


class Listener:
    """Hears what the browser complains about while one window walks through the pages."""

    def __init__(self, window: BrowserContext) -> None:
        self.page: Page = window.new_page()
        self.devtools = window.new_cdp_session(self.page)
        self.noise: list[str] = []
        # Whether what is open is HTML, and not a file.
        self.shows_a_page = False
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.noise.append(str(error)))
        self.page.on("request", self._request)

    def _console(self, said: ConsoleMessage) -> None:
        # A page that answers 4xx in words is no mistake; its status is looked at below.
        if said.type == "error" and said.location["url"] != self.page.url:
            self.noise.append(said.text)

    def _request(self, asked) -> None:
        if "127.0.0.1" not in asked.url:
            self.noise.append(f"foreign: {asked.url}")

    def open(self, path: str, width: int) -> list[str]:
        """Open a page in a window of this width; return the complaints, and a status that nobody should see."""
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        self.noise.clear()
        answer = self.page.goto(path)
        chromium.frame(self.devtools)
        status = answer.status if answer else 0
        self.shows_a_page = answer is not None and answer.headers["content-type"].startswith("text/html")
        return [*self.noise, *([f"answered {status}"] if status >= 500 or status in {401, 403} else [])]

    def widen(self, width: int) -> list[str]:
        """Draw the window to this width, as a reader would: the page that is open stays. Return new complaints."""
        self.noise.clear()
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        chromium.frame(self.devtools)
        return [*self.noise]


def _visits(house, browser, language: str) -> Iterator[tuple[Listener, str, str]]:
    """Yield (listener, path, who) of every page, in one window that is handed from reader to reader.

    A window of its own for each would be a new process, which compiles every script anew.
    """
    by_reader = defaultdict(list)
    for path, who in pages.everything(house):
        by_reader[who].append(path)
    window = house.context(browser, language=language)
    checks.bring_axe(window)
    listener = Listener(window)
    for who, paths in by_reader.items():
        house.hand_over(window, who=who, language=language)
        yield from ((listener, path, who) for path in paths)
    window.close()


def _wrong(listener: Listener, path: str, width: int, language: str) -> list[str]:
    """Return what is wrong with the open page in a window of this width."""
    page, found = listener.page, []
    if (width, language) == WEIGHED and path not in HEAVY:
        found += checks.weight(page)
    if WALKED[language] == width:
        found += checks.hidden_focus(page)
    found += checks.readable(page)
    # What a window of 320 px shows is the same, however wide it was before.
    return [*found, *checks.overflow(page)] if width == NARROWEST else found


@pytest.mark.parametrize("language", WALKED)
def test_every_page_can_be_read_by_everyone(house, undrawn, language):
    wrong: dict[str, list[str]] = {}
    for listener, path, who in _visits(house, undrawn, language):
        for width in WIDTHS:
            found = listener.open(path, width) if width == NARROWEST else listener.widen(width)
            if listener.shows_a_page:
                found += _wrong(listener, path, width, language)
            if found:
                wrong[f"{who} {path} {width} px"] = found

    assert not wrong, _told(wrong)


def _told(wrong: dict[str, list[str]]) -> str:
    return "\n".join(f"{page}\n    {problem}" for page, problems in wrong.items() for problem in problems)
