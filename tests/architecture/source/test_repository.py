"""What the repository promises as a whole: no address of an index, no outside folder, no secret."""

import re
import subprocess

import pytest

from talent_portal.settings import ROOT

WORDS = re.compile(r"\.\./shared|/work/|TODO|FIXME|XXX\b")
INDEX = re.compile(r"https?://[^\s\"')]*(?:/simple\b|pypi|index|artifact|nexus)", re.IGNORECASE)
ADDRESS = re.compile(r"https?://", re.IGNORECASE)
BINARY = {".png", ".jpg", ".ico", ".woff2", ".mo", ".xlsx", ".pdf", ".zip", ".ttf", ".docx", ".xls", ".gz"}
SELF = "tests/architecture/source/test_repository.py"


def committed() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S607
    return [line for line in listed.stdout.splitlines() if (ROOT / line).is_file() and line != SELF]


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {
        line: (ROOT / line).read_text(errors="replace")
        for line in committed()
        if (ROOT / line).suffix.lower() not in BINARY
    }


def test_no_file_names_a_package_index(texts):
    assert {line: INDEX.findall(text) for line, text in texts.items() if INDEX.search(text)} == {}


def test_the_locks_carry_no_address(texts):
    assert [line for line, text in texts.items() if line.startswith("requirements/") and ADDRESS.search(text)] == []


def test_every_locked_package_carries_a_hash(texts):
    for line, text in texts.items():
        if line.startswith("requirements/"):
            pinned = re.findall(r"^[a-z0-9][^\n]*", text, re.MULTILINE)
            assert pinned
            assert [pin for pin in pinned if not pin.endswith("\\")] == []


def test_nothing_leans_on_what_lies_outside_and_nothing_is_left_to_do(texts):
    assert {line: WORDS.findall(text) for line, text in texts.items() if WORDS.search(text)} == {}


def test_nothing_that_is_made_is_committed(texts):
    made = re.compile(r"(^|/)(var|\.venv|__pycache__)/|\.mo$|\.pyc$|\.sqlite3$|uv\.lock$|\.egg-info/")
    assert [line for line in committed() if made.search(line)] == []
