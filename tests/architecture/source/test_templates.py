"""What the templates promise: they compile, somebody uses them, they carry no style, no script and no raw HTML."""

import re

import pytest
from jinja2 import nodes as jinja

from tests.architecture.source import HOUSE, TEMPLATES, python

PAGES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
MAILS = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.txt"))
FURNITURE = ("components/", "layouts/")
PART = re.compile(r"mail/(?P<stem>.+)\.(?P<part>subject|body)\.txt")
LONGEST = 120
RAW = re.compile(r"\|\s*safe\b|\bMarkup\(|\bstyle\s*=|\son[a-z]+\s*=|javascript:|autoescape false")
SCRIPT = re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/ld\+json\")", re.IGNORECASE)
DATES = re.compile(r"\.strftime\(|\.isoformat\(\)\s*}}(?!\")")


def text(template: str) -> str:
    return (TEMPLATES / template).read_text()


@pytest.mark.parametrize("template", [*PAGES, *MAILS])
def test_a_template_compiles(app, template):
    app.jinja_env.get_template(template)


def _mentioned(app) -> set[str]:
    """Return the templates that another one extends, includes or imports."""
    found = set()
    for template in [*PAGES, *MAILS]:
        tree = app.jinja_env.parse(text(template))
        for node in tree.find_all((jinja.Extends, jinja.Include, jinja.Import, jinja.FromImport)):
            if isinstance(node.template, jinja.Const):
                found.add(node.template.value)
    return found


def test_every_template_is_used(app):
    code = "\n".join(path.read_text() for path in python("talent_portal"))
    used = _mentioned(app)
    idle = [page for page in PAGES if page not in used and f'"{page}"' not in code and not page.startswith("errors/")]
    assert idle == []


def _stems() -> dict[str, set[str]]:
    """Return the mails by name, with the parts that exist; other text templates are pieces of mails."""
    found: dict[str, set[str]] = {}
    for mail in MAILS:
        if match := PART.fullmatch(mail):
            found.setdefault(match["stem"], set()).add(match["part"])
    return found


def test_every_mail_is_sent():
    code = "\n".join(path.read_text() for path in python("talent_portal"))
    idle = [mail for mail in _stems() if f'"{mail}"' not in code and f'"{mail.split("/")[-1]}"' not in code]

    assert sorted(idle) == []


def test_every_mail_has_a_subject_and_a_body():
    assert {stem: parts for stem, parts in _stems().items() if parts != {"subject", "body"}} == {}


def test_every_piece_of_a_mail_is_used(app):
    pieces = {mail for mail in MAILS if mail.startswith("mail/") and not PART.fullmatch(mail)}

    code = "\n".join(path.read_text() for path in python("talent_portal"))

    assert sorted(piece for piece in pieces - _mentioned(app) if f'"{piece}"' not in code) == []


@pytest.mark.parametrize("template", [page for page in PAGES if not page.startswith(FURNITURE)])
def test_a_page_has_a_title(app, template):
    tree = app.jinja_env.parse(text(template))
    partial = template.split("/")[-1].startswith("_")

    assert partial or "title" in {block.name for block in tree.find_all(jinja.Block)}


@pytest.mark.parametrize("template", PAGES)
def test_a_template_is_plain_html_of_readable_length(template):
    source = text(template)

    assert RAW.findall(source) == []
    assert SCRIPT.findall(source) == []
    assert DATES.findall(source) == [], "dates go through the filters"
    assert len(source.splitlines()) <= LONGEST


@pytest.mark.parametrize("template", PAGES)
def test_a_template_imports_only_what_it_calls(app, template):
    tree = app.jinja_env.parse(text(template))
    imported = {
        name if isinstance(name, str) else name[1] for node in tree.find_all(jinja.FromImport) for name in node.names
    }
    read = {node.name for node in tree.find_all(jinja.Name) if node.ctx == "load"}

    assert sorted(imported - read) == []


def test_python_makes_no_markup():
    assert [
        path.name
        for path in python("talent_portal")
        if re.search(r"\bMarkup\(|render_template_string", path.read_text())
    ] == []


def test_every_feature_keeps_its_own_folder():
    features = {path.name for path in HOUSE.iterdir() if (path / "__init__.py").exists()}
    shared = {"components", "layouts", "errors", "mail", "styleguide", "parts"}

    assert {path.name for path in TEMPLATES.iterdir()} <= features | shared
