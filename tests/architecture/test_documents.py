"""The documents say what the program is."""

import re

import pytest

from talent_portal import app as factory
from talent_portal.accounts.permissions import Permission
from talent_portal.settings import ROOT
from tests.architecture.documents import DOCS, generated

SETTING = re.compile(r"PORTAL_[A-Z0-9_]+[A-Z0-9]")
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")
PAGES = sorted([*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CHANGELOG.md"])


def everything() -> str:
    return "\n".join(path.read_text() for path in PAGES)


def test_generated_documents_are_up_to_date(app):
    stale = [name for name, text in generated(app).items() if _kept(name) != text]

    assert stale == [], "make docs"


def _kept(name: str) -> str:
    path = DOCS / name
    return path.read_text() if path.exists() else ""


def test_every_setting_is_explained_and_no_other():
    code = (ROOT / "talent_portal/settings.py").read_text()
    known = {name for name in SETTING.findall(code) if name not in {"PORTAL_RACE", "PORTAL_KEYS"}}
    explained = set(SETTING.findall((DOCS / "operations.md").read_text()))

    assert sorted(known - explained) == []
    assert sorted(name for name in explained - known if not name.startswith("PORTAL_KEYS_")) == []


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_is_in_the_documents(permission):
    assert permission.value in (DOCS / "permissions.md").read_text()


@pytest.mark.parametrize("command", sorted({command.name for command in factory.COMMANDS}))
def test_every_command_is_in_the_documents(command):
    assert f"flask {command}" in everything()


@pytest.mark.parametrize("job", sorted(job.name for job in factory.JOBS))
def test_every_job_is_in_the_documents(job):
    assert f"`{job}`" in (DOCS / "operations.md").read_text()


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(page):
    assert [link for link in LINK.findall(page.read_text()) if not (page.parent / link).exists()] == []


def test_the_readme_can_be_read_at_once():
    assert len((ROOT / "README.md").read_text().splitlines()) <= 120
