"""Every page, at both widths and in both languages, keeps what it owes to everybody who reads it."""

import pytest
from playwright.sync_api import ConsoleMessage, Page

from tests.browser import checks, pages

pytestmark = [pytest.mark.browser, pytest.mark.realtime]
WINDOWS = [(390, "ja"), (390, "en"), (1280, "ja"), (1280, "en")]


def _visit(house, browser, width: int, language: str, look) -> dict[str, list[str]]:
    """Open every page as whoever may; return what `look` finds wrong, by page."""
    wrong: dict[str, list[str]] = {}
    for who in sorted({who for _, who in pages.everything(house)}):
        window = house.context(browser, who=who, width=width, language=language)
        page = window.new_page()
        for path in [path for path, reader in pages.everything(house) if reader == who]:
            found = look(page, path)
            if found:
                wrong[f"{who} {path}"] = found
        window.close()
    return wrong


def _open(page: Page, path: str) -> list[str]:
    """Open a page; return what the browser complains about, and foreign addresses it asked for."""
    noise: list[str] = []

    def complain(said: ConsoleMessage) -> None:
        # A page that answers 4xx in words is no mistake; the status is looked at below.
        if said.type == "error" and said.location["url"] != page.url:
            noise.append(said.text)

    page.on("console", complain)
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.on("request", lambda asked: noise.append(f"foreign: {asked.url}") if "127.0.0.1" not in asked.url else None)
    answer = page.goto(path)
    status = answer.status if answer else 0
    if status >= 500 or status in {401, 403}:
        noise.append(f"answered {status}")
    return noise


@pytest.mark.parametrize(("width", "language"), WINDOWS)
def test_every_page_can_be_read_by_everyone(house, browser, width, language):
    def look(page: Page, path: str) -> list[str]:
        noise = _open(page, path)
        return noise if not _is_page(page) else [*noise, *checks.all_of(page)]

    wrong = _visit(house, browser, width, language, look)

    assert not wrong, _told(wrong)


def test_no_page_weighs_more_than_it_should(house, browser):
    def look(page: Page, path: str) -> list[str]:
        sizes: dict[str, int] = {}
        page.on("response", lambda got: sizes.update({got.url: len(got.body())}) if got.status == 200 else None)
        page.goto(path, wait_until="networkidle")
        total = sum(sizes.values())
        return [f"{total} bytes: {sizes}"] if total > 60_000 else []

    wrong = _visit(house, browser, 390, "ja", look)

    wrong = {page: found for page, found in wrong.items() if "styleguide" not in page}
    assert not wrong, _told(wrong)


def _told(wrong: dict[str, list[str]]) -> str:
    return "\n".join(f"{page}\n    {problem}" for page, problems in wrong.items() for problem in problems)


def _is_page(page: Page) -> bool:
    return page.evaluate("document.contentType") == "text/html"
