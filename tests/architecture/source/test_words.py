"""What the words promise: every sentence in Japanese, no sentence twice, no leftover."""

import re
from functools import cache

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from talent_portal.core import catalogs
from tests.architecture.source import HOUSE, ROOT

METHODS = [("talent_portal/**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
OPTIONS = {"**.html": {"trimmed": "false"}, "**.txt": {"trimmed": "false"}}
KEYWORDS = {
    "_": None,
    "_l": None,
    "_n": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


@cache
def extracted() -> dict[object, str]:
    """Return every message id with the file that says it."""
    found = extract_from_dir(ROOT, METHODS, OPTIONS, KEYWORDS, directory_filter=_ours)
    return {ids if isinstance(ids, str) else tuple(ids): f"{file}:{line}" for file, line, ids, _, _ in found}


def _ours(folder: str) -> bool:
    return not any(
        part.startswith(".") or part in {"var", "tests", "static", "translations"} for part in folder.split("/")
    )


@cache
def translated() -> dict[object, object]:
    return {message.id: message.string for message in catalogs.merged("ja") if message.id}


def test_every_sentence_is_said_in_japanese():
    missing = [f"{where} {ids!r}" for ids, where in extracted().items() if not any(translated().get(ids) or ())]

    assert missing == []


def test_no_translation_is_left_over():
    assert sorted(map(str, set(translated()) - set(extracted()))) == []


def test_a_translation_keeps_its_placeholders():
    def holes(said):
        return set(PLACEHOLDER.findall(said if isinstance(said, str) else " ".join(said)))

    wrong = [ids for ids, said in translated().items() if said and holes(said) - holes(ids)]
    assert wrong == []


@pytest.mark.parametrize("path", sorted((HOUSE / "translations/ja").glob("*.po")), ids=lambda path: path.name)
def test_a_catalog_is_well_formed(path):
    with path.open("rb") as file:
        catalog = read_po(file, locale="ja", abort_invalid=True)

    assert [message.id for message in catalog if message.fuzzy and message.id] == []
