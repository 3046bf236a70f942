"""Every page, at both widths and in both languages, keeps what it owes to everybody who reads it."""

from collections import defaultdict
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from tests.browser import checks, pages

pytestmark = [pytest.mark.browser, pytest.mark.realtime]
WINDOWS = [(390, "ja"), (1280, "en"), (390, "en"), (1280, "ja")]
# The way of the focus depends on the width, not on the words: it is walked once per width.
WALKED = WINDOWS[:2]
WEIGHED = WINDOWS[0]
# The style guide shows every component at once; nobody opens it over a slow line.
HEAVY = {"/styleguide"}


class Listener:
    """Hears what the browser complains about while one window walks through the pages."""

    def __init__(self, window: BrowserContext) -> None:
        self.page: Page = window.new_page()
        self.noise: list[str] = []
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

    def open(self, path: str) -> list[str]:
        """Open a page; return the complaints, and a status that nobody should see."""
        self.noise.clear()
        answer = self.page.goto(path)
        status = answer.status if answer else 0
        return [*self.noise, *([f"answered {status}"] if status >= 500 or status in {401, 403} else [])]

    def shows_a_page(self) -> bool:
        """Return whether this is HTML, and not a file."""
        return self.page.evaluate("document.contentType") == "text/html"


def _visits(house, browser, width: int, language: str) -> Iterator[tuple[Listener, str, str]]:
    """Yield (listener, path, who) of every page, in one window that is handed from reader to reader.

    A window of its own for each would be a new process, which compiles every script anew.
    """
    by_reader = defaultdict(list)
    for path, who in pages.everything(house):
        by_reader[who].append(path)
    window = house.context(browser, width=width, language=language)
    checks.bring_axe(window)
    listener = Listener(window)
    for who, paths in by_reader.items():
        house.hand_over(window, who=who, language=language)
        yield from ((listener, path, who) for path in paths)
    window.close()


@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: f"{window[0]}-{window[1]}")
def test_every_page_can_be_read_by_everyone(house, browser, window):
    wrong: dict[str, list[str]] = {}
    for listener, path, who in _visits(house, browser, *window):
        found = listener.open(path)
        if listener.shows_a_page():
            if window == WEIGHED and path not in HEAVY:
                found += checks.weight(listener.page)
            if window in WALKED:
                found += checks.hidden_focus(listener.page)
            found += checks.readable(listener.page)
        if found:
            wrong[f"{who} {path}"] = found

    assert not wrong, _told(wrong)


def _told(wrong: dict[str, list[str]]) -> str:
    return "\n".join(f"{page}\n    {problem}" for page, problems in wrong.items() for problem in problems)
