"""One Chromium for the run: found on this machine, asking nothing of the network."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

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
