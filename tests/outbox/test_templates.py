"""Every mail there is: subject and body, in both languages."""

from pathlib import Path

import pytest

from talent_portal.core import catalogs
from talent_portal.settings import ROOT

MAIL = ROOT / "templates" / "mail"
FILES = sorted(MAIL.glob("**/*.txt"))
# Pieces that several letters share have one dot only.
LETTERS = sorted({(path.name.split(".")[0], path.parent) for path in FILES if path.name.count(".") > 1})


def name(path: Path) -> str:
    return str(path.relative_to(MAIL))


@pytest.fixture(scope="module")
def japanese():
    return catalogs.merged("ja")


@pytest.mark.parametrize(("letter", "folder"), LETTERS, ids=lambda part: str(part).rpartition("/")[2])
def test_every_letter_has_a_subject_and_a_body(letter, folder):
    assert {path.name for path in folder.glob(f"{letter}.*")} == {f"{letter}.subject.txt", f"{letter}.body.txt"}


@pytest.mark.parametrize("path", FILES, ids=name)
def test_every_mail_template_compiles(app, path):
    app.extensions["outbox"].environment.get_template(f"mail/{name(path)}")


@pytest.mark.parametrize("path", FILES, ids=name)
def test_every_sentence_of_a_mail_has_a_japanese_text(app, japanese, path):
    found = app.extensions["outbox"].environment.extract_translations(path.read_text())

    # A sentence that is handed over as data has no text here; whoever holds it marks it.
    said = [message for _line, _function, message in found if message and message != (None,) * len(message)]

    assert [message for message in said if not (known := japanese.get(message)) or not known.string] == []
