"""What every template owes to the looks: its stylesheets linked, nothing inline, errors without a database."""

import re

import pytest
from flask import render_template

from talent_portal.core.i18n import use_language
from talent_portal.settings import ROOT

TEMPLATES = ROOT / "templates"
STYLES = ROOT / "static" / "css" / "components"
# What extends nothing is a part of other pages.
PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if path.read_text().count('{% extends "layouts/') == 1)
ALWAYS = set(re.findall(r'"components/(\w+)"', (TEMPLATES / "layouts" / "page.html").read_text()))
ERRORS = sorted(path.name for path in (TEMPLATES / "errors").glob("*.html"))
IMPORT = re.compile(r'{% from "components/(\w+)\.html"')
INCLUDE = re.compile(r'{% (?:include|from) "((?!components|layouts)[\w/]+\.html)"')
INLINE = re.compile(r"""<style|\sstyle=|\son[a-z]+=|\|\s*safe\b|javascript:""")


def _components(name: str) -> set[str]:
    """Return the components that a template draws with, those of its parts included."""
    text = (TEMPLATES / name).read_text()
    found = set(IMPORT.findall(text))
    for part in INCLUDE.findall(text):
        found |= _components(part)
    return found


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_page_links_the_stylesheets_of_the_components_it_uses(path):
    text = path.read_text()

    needed = {name for name in _components(str(path.relative_to(TEMPLATES))) if (STYLES / f"{name}.css").exists()}

    assert needed - ALWAYS <= set(re.findall(r'"components/(\w+)"', text))


def test_no_template_carries_styles_scripts_or_trusted_text():
    found = [f"{path}: {line}" for path in TEMPLATES.rglob("*.html") for line in INLINE.findall(path.read_text())]

    assert found == []


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_asks_the_database_nothing_and_shows_a_way_out(app, session, statements, name, language):
    with app.test_request_context(), use_language(language):
        statements.clear()
        page = render_template(f"errors/{name}", request_id="abc123", sentence="理由")

    assert statements == []
    assert 'href="/"' in page or 'href="/sign-in"' in page
    assert "abc123" in page
    assert f'<html lang="{language}">' in page
