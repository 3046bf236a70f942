"""How letters look: every kind there is, in both languages, with much and with little to say."""

import re
from functools import cache
from pathlib import Path

import pytest
from jinja2 import meta

from talent_portal.core.i18n import use_language
from talent_portal.outbox import actions
from tests.outbox.test_templates import LETTERS, MAIL

INCLUDED = re.compile(r'{% include "mail/(.+?)" %}')
FILTERS = ("day", "daytime", "short_day", "time", "wareki", "halves")
# Trailing spaces, or more than one blank line in a row.
UNTIDY = re.compile(r".*[^\S\n]\n|\n\n\n.*")
KINDS = sorted(f"{folder.relative_to(MAIL)}/{letter}" for letter, folder in LETTERS)


class Anything(str):
    """A value for every name: it has every part, and either says yes to everything or has nothing to say."""

    __slots__ = ("full",)
    full: bool
    __hash__ = str.__hash__

    def __new__(cls, *, full):
        made = super().__new__(cls, "words" if full else "")
        made.full = full
        return made

    def __getattr__(self, name):
        return [(self, self, self)] if name == "conditions" else self

    def __getitem__(self, _key):
        return self

    def __call__(self, *_given, **_named):
        return self

    def __bool__(self):
        return self.full

    def __index__(self):
        return 2

    def __eq__(self, _other):
        return self.full

    def __ne__(self, _other):
        return not self.full

    def __lt__(self, _other):
        return self.full

    def __truediv__(self, _other):
        return self

    def __iter__(self):
        return iter([self, self] if self.full else [])


@cache
def asked(environment, path: Path) -> set[str]:
    """Return the names a template and its pieces want filled in."""
    source = path.read_text()
    names = meta.find_undeclared_variables(environment.parse(source)) - environment.globals.keys()
    return names.union(*(asked(environment, MAIL / piece) for piece in INCLUDED.findall(source)))


@pytest.fixture
def environment(app, monkeypatch):
    """The templates of mail, with filters that take anything."""
    found = app.extensions["outbox"].environment
    for name in FILTERS:
        monkeypatch.setitem(found.filters, name, lambda _given: "some day")
    with app.app_context():
        yield found


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("full", [True, False], ids=["much", "little"])
def test_every_letter_is_written_in_paragraphs(environment, language, full):
    told = Anything(full=full)
    given = {"local": lambda *_: told, "link": lambda *_, **__: "https://a.test"}
    given |= {
        "what": "passkey-added",
        "count": 2,
        "most": 1,
        "office": Anything(full=True),
        "host": "a.test",
        "request": told,
    }
    wrong = []
    for kind in KINDS:
        source = MAIL / f"{kind}.body.txt"
        names = asked(environment, source) | asked(environment, MAIL / f"{kind}.subject.txt")
        context = dict.fromkeys(names, told) | given
        body = actions.compose(kind, to="a@example.com", language=language, subject_reference="x:y", **context).body
        wrong += [f"{kind}: {fault}" for fault in UNTIDY.findall(body)]
        with use_language(language):
            pieces = [
                environment.get_template(f"mail/{name}").render(context)
                for name in INCLUDED.findall(source.read_text())
            ]
        wrong += [f"{kind}: glued to {piece!r}" for piece in pieces if not parted(body, piece)]

    assert wrong == []


def parted(body: str, piece: str) -> bool:
    """Return whether a blank line follows each place where the piece stands in the letter."""
    own = "\n".join(line.rstrip() for line in piece.strip().splitlines())
    return not own or all(rest.startswith("\n\n") for rest in body.split(own)[1:])
