"""What every page must keep: readable by everyone, at any width, with any input."""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import BrowserContext, Page

SCRIPTS = {path.stem: path.read_text(encoding="utf-8") for path in (Path(__file__).parent / "scripts").glob("*.js")}
PLAIN_AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
AXE = f"{PLAIN_AXE}\n;({SCRIPTS['colours']})()"
# `preload` fetches every stylesheet a second time, for a rule that is off by default.
RUN_AXE = "window.axe?.run(document, {resultTypes: ['violations'], preload: false}).then((found) => found.violations)"
AS_BEFORE = "document.adoptedStyleSheets = []"
MOST_STOPS = 160
STOPS_AT_ONCE = 10
NARROW = 320
# Over a slow line to an island, at home or in a branch office.
MOST_BYTES = 60_000


def bring_axe(window: BrowserContext) -> None:
    """Have axe in every page of a window from its start, beside the page's own policy, and sent over only once."""
    window.add_init_script(AXE)


def violations(page: Page) -> list[str]:
    """Return what axe finds; evaluated through the debugger, so that the page's own policy stays untouched."""
    found = page.evaluate(RUN_AXE)
    if found is None:
        page.evaluate(AXE)
        found = page.evaluate(RUN_AXE)
    return [
        f"{rule['id']}: {node['html'][:160]} {node['failureSummary'][:200]}" for rule in found for node in rule["nodes"]
    ]


def overflow(page: Page) -> list[str]:
    """Return what sticks out at 320 px; a table may scroll in its own region unless its rows have become cards.

    The window stays as narrow: whoever goes on says how wide it shall be.
    """
    page.set_viewport_size({"width": NARROW, "height": 800})
    return page.evaluate(SCRIPTS["overflow"])


def structure(page: Page) -> list[str]:
    """Return what is missing of title, language, landmarks and headings; and what no policy would allow."""
    return page.evaluate(SCRIPTS["structure"])


def _lost_by(wish: str) -> str:
    """Return a script that looks for what is cut off or pushed out when the reader has this wish."""
    called = [f"({SCRIPTS[script]})()" for script in (wish, "clipped", "overflow")]
    return f"(() => {{ {called[0]}; const lost = [...{called[1]}, ...{called[2]}]; {AS_BEFORE}; return lost }})()"


def seen(page: Page) -> list[str]:
    """Return what is wrong with a page in this window, all but what axe knows.

    Structure; controls under 24 px, and main controls under 44 px; text that is cut off or pushed out when the reader
    asks for more `spacing`, or for `larger` text. Asked at once: every question to a browser costs as much as a check.
    """
    structured, reached = (f"({SCRIPTS[script]})()" for script in ("structure", "targets"))
    lost = ", ".join(f"{wish}: {_lost_by(wish)}" for wish in ("spacing", "larger"))
    found = page.evaluate(f"({{structure: {structured}, targets: {reached}, {lost}}})")
    return [f"{what}: {problem}" for what, problems in found.items() for problem in problems]


def hidden_focus(page: Page) -> list[str]:
    """Walk the page by Tab; return stops that cannot be seen, and stops out of order."""
    # Starts at the skip link: whoever holds the focus keeps a field from taking it when the page has settled.
    page.evaluate(SCRIPTS["focus"])
    # The key is held down: letting it go moves nothing, and costs as much as a press.
    for _ in range(0, MOST_STOPS, STOPS_AT_ONCE):
        for _ in range(STOPS_AT_ONCE):
            page.keyboard.down("Tab")
        walk = page.evaluate("walked()")
        if walk["ended"]:
            break
    page.keyboard.up("Tab")
    return walk["found"]


def weight(page: Page) -> list[str]:
    """Return what a page weighs, when it is more than its line should carry."""
    parts = page.evaluate(SCRIPTS["weight"])
    total = sum(parts.values())
    return [f"{total} bytes: {parts}"] if total > MOST_BYTES else []


def readable(page: Page) -> list[str]:
    """Return everything that is wrong with a page in this window, the cheap checks first."""
    return [*seen(page), *violations(page)]
