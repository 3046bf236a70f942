"""One application, one database; every test inside a transaction that is thrown away."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from talent_portal.app import create_app
from talent_portal.core import catalogs
from talent_portal.core.db import Base, close_reading, db, writes_now
from talent_portal.settings import PURPOSES, Environment, MailSettings, Settings, new_key, parse_ring
from talent_portal.specialists.queries import kept_facts
from tests import databases
from tests.makers import Makers, keeping

pytest_plugins = ["tests.endpoints", "tests.visitors"]
# Whoever touches a database asks for one of these; the application alone only renders and refuses.
TOUCHED = frozenset({"session", "database_url", "visitors", "statements"})
# Objects made before the collector of garbage looks around; at the usual 700 it takes a ninth of the time.
LITTER = 50_000
A_MONDAY_IN_JUNE = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", default="sqlite", choices=["sqlite", "postgresql"])
    parser.addoption("--repeats", type=int, default=3, help="how often each race is run")


def pytest_configure() -> None:
    """Let no setting of the caller's environment leak into a test or a process that it starts."""
    for name in list(os.environ):
        if name.startswith(("PORTAL_", "FLASK_", "SQLALCHEMY_")) and name != "PORTAL_CHROMIUM":
            del os.environ[name]
    gc.set_threshold(LITTER)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a race as often as asked: `def test_…(repeat)`."""
    if "repeat" in metafunc.fixturenames:
        metafunc.parametrize("repeat", range(metafunc.config.getoption("--repeats")))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Function]) -> None:
    """Run on PostgreSQL what touches a database; the rest would say the same again."""
    if config.getoption("--database") == "sqlite":
        return
    same = {item for item in items if not _touches_a_database(item)}
    config.hook.pytest_deselected(items=[*same])
    items[:] = [item for item in items if item not in same]


def _touches_a_database(item: pytest.Function) -> bool:
    if item.get_closest_marker("race"):
        return True
    asked = item._fixtureinfo
    fixtures = [definitions[-1].argnames for name, definitions in asked.name2fixturedefs.items() if name != "app"]
    return any(TOUCHED.intersection(names) for names in (asked.argnames, *fixtures))


class PortalClient(FlaskClient):
    def open(self, *args, **kwargs):
        """Give each request its own `g` and its own database session, as in real life.

        A read that the test has open ends first: whatever it looks at afterwards is read anew.
        """
        if has_app_context():
            close_reading()
        with self.application.app_context():
            return super().open(*args, **kwargs)


def settings_for_tests(url: str, folder: Path, **changes: object) -> Settings:
    """Return valid test settings: cheap hashing, letters into a folder."""
    rings = {purpose: parse_ring(purpose, new_key()) for purpose in PURPOSES}
    given = {
        "environment": Environment.TEST,
        "database_url": url,
        "base_url": "http://portal.test",
        "keys": rings,
        "data_dir": folder,
        "mail": MailSettings(folder=folder / "mail"),
        "argon2_memory_kib": 8,
        "argon2_time_cost": 1,
        "matching_days": True,
    }
    return Settings(**(given | changes))


@pytest.fixture(scope="session")
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("db")
    if request.config.getoption("--database") == "sqlite":
        yield f"sqlite:///{folder}/test.sqlite3"
    else:
        with databases.postgresql(folder) as url:
            yield url


@pytest.fixture(scope="session")
def app(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    catalogs.build(strict=False)
    app = create_app(settings_for_tests(database_url, tmp_path_factory.mktemp("data")))
    app.test_client_class = PortalClient
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    with app.app_context():
        databases.remember_statements(db.engine)
        Base.metadata.create_all(db.engine)
    # What stands for the whole run need not be looked through again.
    gc.freeze()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(autouse=True)
def clock(request: pytest.FixtureRequest) -> Iterator[time_machine.Traveller | None]:
    """Time stands still unless a test moves it; browsers and races live in real time."""
    if request.node.get_closest_marker("realtime"):
        yield None
        return
    with time_machine.travel(A_MONDAY_IN_JUNE, tick=False) as traveller:
        yield traveller


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session whose commits are savepoints inside a transaction that never lands."""
    with thrown_away(app) as opened:
        yield opened


# A write may be undone alone, behind a savepoint; a read leaves nothing to undo, and stays open to what comes after.
JOINED = property(
    lambda _session: "create_savepoint" if writes_now() and not keeping.get() else "rollback_only",
    lambda _session, _given: None,
)


@pytest.fixture
def connection(app: Flask, session: Session) -> sa.Connection:
    """The connection of the test, to undo what one try of many has done."""
    return db._app_engines[app][None]


@contextmanager
def thrown_away(app: Flask) -> Iterator[Session]:
    """Open such a session; for one test, or for several that only read what one of them has made."""
    with app.app_context():
        engines = db._app_engines[app]  # the only seam (flask-sqlalchemy #1167)
        engine = engines[None]
        with engine.connect() as connection:
            outer = connection.begin()
            engines[None] = connection
            db.session.session_factory.class_.join_transaction_mode = JOINED
            try:
                yield db.session()
            finally:
                db.session.remove()
                engines[None] = engine
                outer.rollback()


@contextmanager
def _alone(url: str, folder: Path) -> Iterator[Flask]:
    app = create_app(settings_for_tests(url, folder))
    app.test_client_class = PortalClient
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def empty_app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An application on an empty database of this test alone, without tables."""
    with databases.own_database(database_url, tmp_path) as url, _alone(url, tmp_path) as app:
        yield app


@pytest.fixture
def lone_app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An application whose transactions really land, for what savepoints cannot show."""
    with databases.own_tables(database_url, tmp_path) as url, _alone(url, tmp_path) as app:
        yield app


@pytest.fixture
def client(app: Flask, session: Session) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def make(session: Session) -> Makers:
    return Makers(session)


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every SQL statement sent while the test runs, but the savepoints that keep one test's rows from the next.

    Nothing is remembered of people meanwhile: what is counted is the most that a page ever asks.
    """
    monkeypatch.setattr(kept_facts, "keep", lambda *_: None)
    kept_facts.forget()
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        if "SAVEPOINT" not in statement:
            seen.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    yield seen
    sa.event.remove(sa.Engine, "before_cursor_execute", note)


@pytest.fixture
def sign_in(client: FlaskClient, make: Makers) -> Callable[..., FlaskClient]:
    """`sign_in(membership)` or `sign_in(Role.LEAD)`: the client, already past both factors."""
    from tests.signin.makers import signed_in_client  # noqa: PLC0415 - the sign-in feature owns how

    return lambda who: signed_in_client(client, make, who)
