"""`flask load-prefecture`: everything of a folder, or nothing."""

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa

import talent_portal
from talent_portal.accounts.models import Organisation
from talent_portal.audit.models import AuditEntry
from talent_portal.demo.cli import load_prefecture
from talent_portal.municipalities import queries as municipalities
from talent_portal.professions import queries as professions
from talent_portal.professions.models import RuleSet

SHIPPED = Path(talent_portal.__file__).parent / "data"
YAMANAMI = Path(__file__).parent.parent / "municipalities" / "data" / "yamanami"


@pytest.fixture
def run(app, session):
    def run(*arguments):
        return app.test_cli_runner().invoke(load_prefecture, [str(argument) for argument in arguments])

    return run


def count(session, kind):
    session.expire_all()
    return session.scalar(sa.select(sa.func.count()).select_from(kind))


def test_nagasaki_comes_with_municipalities_roles_and_rules(run, session):
    result = run(SHIPPED / "nagasaki")

    assert result.exit_code == 0, result.output
    assert count(session, Organisation) == 22
    assert len(municipalities.municipalities(session)) == 21
    assert len(professions.professions(session)) == 21
    assert count(session, RuleSet) == 1


def test_a_second_run_changes_nothing(run, session):
    run(SHIPPED / "nagasaki")
    before = count(session, AuditEntry)

    result = run(SHIPPED / "nagasaki", "--language", "en")

    assert result.exit_code == 0
    assert "Map: 0 rows new, 0 changed, 0 removed" in result.output
    assert "Rules: unchanged." in result.output
    assert count(session, AuditEntry) == before


def test_a_rehearsal_reports_and_changes_nothing(run, session):
    result = run(SHIPPED / "nagasaki", "--dry-run")

    assert result.exit_code == 0, result.output
    assert "何も変更していません" in result.output
    assert count(session, Organisation) == 0
    assert count(session, RuleSet) == 0


def test_another_prefecture_takes_the_shipped_roles(run, session):
    result = run(YAMANAMI)

    assert result.exit_code == 0, result.output
    assert len(municipalities.municipalities(session)) == 5
    assert len(professions.professions(session)) == 21


def test_a_prefecture_may_bring_its_own_roles(run, session, tmp_path):
    folder = shutil.copytree(YAMANAMI, tmp_path / "own")
    shutil.copytree(SHIPPED / "professions", folder / "professions")
    path = folder / "professions" / "professions.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("土木技師,Civil", "土木職,Civil"), encoding="utf-8")

    run(folder)

    assert professions.profession(session, "civil_engineer").name_ja == "土木職"


def test_every_fault_of_every_part_is_named_and_nothing_is_written(run, session, tmp_path):
    folder = shutil.copytree(SHIPPED / "nagasaki", tmp_path / "faulty")
    shutil.copytree(SHIPPED / "forms", folder / "forms")
    (folder / "regions.csv").unlink()
    decisions = folder / "forms" / "decisions.csv"
    decisions.write_text(decisions.read_text(encoding="utf-8").replace("lpsa-38-2", "lpsa-39"), encoding="utf-8")

    result = run(folder)

    assert result.exit_code == 1
    assert "regions.csv: ファイルがありません。" in result.output
    assert "forms/decisions.csv, 11行目, article: 「lpsa-39」は登録されていない値です。" in result.output
    assert count(session, Organisation) == 0


def test_a_second_prefecture_is_refused_in_words(run):
    run(SHIPPED / "nagasaki")

    result = run(YAMANAMI)

    assert result.exit_code == 1
    assert "420000" in result.output
