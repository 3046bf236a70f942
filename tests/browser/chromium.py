"""One Chromium for the run: found on this machine, asking nothing of the network."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, CDPSession, Error, sync_playwright

# The shell draws no window of its own and is quicker for it.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Every page is met once: what is gained by optimising its scripts, or a process to draw it, is never earned back.
    "--js-flags=--no-opt --no-maglev",
    "--in-process-gpu",
)
# A frame comes only when somebody asks for it.
UNDRAWN = ("--enable-begin-frame-control", "--run-all-compositor-stages-before-draw")


def path() -> str | None:
    """Return the browser named by PORTAL_CHROMIUM, else the first that is installed."""
    return os.environ.get("PORTAL_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def path_or_skip() -> str:
    """Return the browser; without one skip the test, or fail it where nothing may be skipped."""
    found = path()
    if found is None:
        say = pytest.fail if os.environ.get("CI", "").lower() == "true" else pytest.skip
        say("no Chromium found; install one or set PORTAL_CHROMIUM")
    return found


@contextmanager
def running(executable: str) -> Iterator[Browser]:
    """Start the browser; stop it afterwards."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def undrawn(beside: Browser) -> Iterator[Browser]:
    """Start a second browser beside one that runs, for checks that ask and measure and look at no picture.

    Style, layout, focus and keys are as ever; frames come only when `frame` asks for one, so a click would never end.
    """
    browser = beside.browser_type.launch(executable_path=path_or_skip(), args=[*QUIET, *UNDRAWN])
    try:
        yield browser
    finally:
        browser.close()


def frame(devtools: CDPSession) -> None:
    """Let one frame come to an undrawn window, for all that waits for it: what takes the focus on opening, a resize."""
    try:
        devtools.send("HeadlessExperimental.beginFrame", {"noDisplayUpdates": True})
    except Error as error:
        # Only the headless shell knows of this; any other browser lets frames come after all.
        if "wasn't found" not in error.message:
            raise
