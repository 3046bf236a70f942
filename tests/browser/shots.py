"""Photographs every page at both widths and in both languages: `make shots`, then look in var/shots.

While mending one page: `.venv/bin/python -m tests.browser.shots --only 'home|^/fairs$' --width 390 --language ja`.
"""

import argparse
import re
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from talent_portal.settings import ROOT
from tests.browser import chromium, pages
from tests.browser.house import House, served

FOLDER = ROOT / "var" / "shots"
WIDTHS = (390, 1280)
LANGUAGES = ("ja", "en")
REFERENCE = re.compile(r"(?<=/)(?=[a-z]*[0-9])[0-9a-z]{12}(?![0-9a-z])|[0-9a-f]{4}\.[0-9a-f]{64}")


def name_of(path: str, who: str, seen: set[str]) -> str:
    """Return a file name that stays the same from run to run, though references do not."""
    plain = REFERENCE.sub("x", path).strip("/").replace("/", "_") or "front"
    name, number = f"{plain}--{who}", 2
    while name in seen:
        name, number = f"{plain}-{number}--{who}", number + 1
    seen.add(name)
    return name


def photograph(house: House, browser: Browser, width: int, language: str, only: re.Pattern[str]) -> int:
    """Take every wanted page once; return how many."""
    folder = FOLDER / f"{width}-{language}"
    folder.mkdir(parents=True, exist_ok=True)
    seen: set[str] = set()
    wanted = [(path, who) for path, who in pages.everything(house) if only.search(path)]
    for path, who in wanted:
        window = house.context(browser, who=who, width=width, language=language)
        page = window.new_page()
        page.goto(path)
        page.screenshot(path=folder / f"{name_of(path, who, seen)}.png", full_page=True)
        window.close()
    return len(seen)


def options() -> argparse.Namespace:
    """Read which pages are wanted: all of them, unless said."""
    parser = argparse.ArgumentParser(description="Photograph pages into var/shots.")
    parser.add_argument("--only", type=re.compile, default=re.compile(""), help="a pattern that the path must hold")
    parser.add_argument("--width", type=int, action="append", help="in pixels; may be repeated")
    parser.add_argument("--language", choices=LANGUAGES, action="append")
    return parser.parse_args()


def main() -> None:
    """Build the house once and walk through it in every window."""
    wanted = options()
    executable = chromium.path()
    if executable is None:
        raise SystemExit("no Chromium found; install one or set PORTAL_CHROMIUM")
    windows = [(width, language) for width in wanted.width or WIDTHS for language in wanted.language or LANGUAGES]
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder)) as house,
        chromium.running(executable) as browser,
    ):
        count = sum(photograph(house, browser, *window, wanted.only) for window in windows)
    print(f"{count} pictures in {FOLDER}")  # noqa: T201 - what the command is for


if __name__ == "__main__":
    main()
