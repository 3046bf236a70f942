"""Migrations lead to exactly the models, lead back, and never stop half-way."""

from itertools import count

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from talent_portal.core.db import Base, db
from talent_portal.settings import ROOT

VERSIONS = ScriptDirectory(str(ROOT / "migrations"))
MOST_STEPS = 12
TRIGGERS = {
    "sqlite": "SELECT name || ' ' || sql FROM sqlite_master WHERE type = 'trigger' ORDER BY 1",
    "postgresql": """
        SELECT tgname || ' ' || pg_get_triggerdef(pg_trigger.oid) || prosrc
        FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid WHERE NOT tgisinternal ORDER BY 1
    """,
}

pytestmark = pytest.mark.realtime


class Killed(Exception):  # noqa: N818 - it names what happened
    """The migration was killed here."""


def tables() -> set[str]:
    with db.engine.connect() as connection:
        return set(sa.inspect(connection).get_table_names()) - {"alembic_version"}


def triggers() -> list[str]:
    with db.engine.connect() as connection:
        return [" ".join(row.split()) for row in connection.scalars(sa.text(TRIGGERS[connection.dialect.name]))]


def checks() -> dict[str, set[str]]:
    """Every CHECK of every table: the last net under the guards, and nothing that Alembic compares by itself."""
    with db.engine.connect() as connection:
        look = sa.inspect(connection)
        return {table: {str(one["name"]) for one in look.get_check_constraints(table)} for table in sorted(tables())}


def differences() -> list[object]:
    with db.engine.connect() as connection:
        return compare_metadata(MigrationContext.configure(connection), Base.metadata)


def test_there_is_one_line_of_numbered_migrations():
    revisions = [script.revision for script in VERSIONS.walk_revisions()][::-1]

    assert revisions == [f"{number:04}" for number in range(1, len(revisions) + 1)]
    assert len(VERSIONS.get_heads()) <= 1


def test_migrations_lead_to_the_models_and_back(empty_app):
    with empty_app.app_context():
        flask_migrate.upgrade()
        assert differences() == []
        made, checked = triggers(), checks()

        flask_migrate.downgrade(revision="base")
        assert tables() == set()
        assert triggers() == []

        flask_migrate.upgrade()
        assert differences() == []
        assert triggers() == made

        flask_migrate.downgrade(revision="base")
        Base.metadata.create_all(db.engine)
        assert triggers() == made
        assert checks() == checked


def test_every_step_back_and_forth_works_alone(empty_app):
    with empty_app.app_context():
        flask_migrate.upgrade()
        for _ in VERSIONS.walk_revisions():
            flask_migrate.downgrade()

        assert tables() == set()


def _kill_at(monkeypatch, step):
    """Let the migrations die at their n-th operation; return how many have begun."""
    begun = count(1)
    invoke = Operations.invoke

    def dying(self, operation):
        if next(begun) == step:
            raise Killed
        return invoke(self, operation)

    monkeypatch.setattr(Operations, "invoke", dying)
    return begun


def test_a_migration_killed_at_any_step_leaves_nothing_behind(empty_app, monkeypatch):
    with empty_app.app_context():
        with monkeypatch.context() as patch:
            steps = _kill_at(patch, None)
            flask_migrate.upgrade()
            last = next(steps) - 1
        flask_migrate.downgrade(revision="base")

        for step in range(1, last + 1, max(1, last // MOST_STEPS)):
            with monkeypatch.context() as patch, pytest.raises(Killed):
                _kill_at(patch, step)
                flask_migrate.upgrade()
            assert tables() == set(), f"killed at step {step}"

        flask_migrate.upgrade()
        assert differences() == []
