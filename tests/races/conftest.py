"""A database that commits, and processes that all want the same seats.

Eight writers: on PostgreSQL four processes of two threads; on SQLite two of four, because one process with threads is
how it is served, and a second one (the worker) writes beside it.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from talent_portal.app import create_app
from talent_portal.audit import queries as audit
from talent_portal.core import catalogs
from talent_portal.core.db import Base, close_reading, db, reading
from tests import databases
from tests.conftest import settings_for_tests
from tests.makers import Makers
from tests.races.hands import Hands

CANARY_SLEEP_MS = 30


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/races/" in str(item.path):
            item.add_marker(pytest.mark.race)
            item.add_marker(pytest.mark.realtime)


@pytest.fixture(scope="session")
def race_settings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("race")
    catalogs.build()
    if request.config.getoption("--database") == "sqlite":
        yield settings_for_tests(f"sqlite:///{folder}/race.sqlite3", folder)
    else:
        with databases.postgresql(folder) as url:
            yield settings_for_tests(url, folder)


@pytest.fixture(scope="session")
def race_app(race_settings) -> Iterator[Flask]:
    app = create_app(race_settings)
    with app.app_context():
        Base.metadata.create_all(db.engine)
        yield app
        close_reading()
        assert audit.verify(reading()) is None, "the book of deeds broke in one of the races"
        db.session.remove()
        db.engine.dispose()


def _hands(settings) -> Hands:
    return Hands(settings, *((2, 4) if settings.database_url.startswith("sqlite") else (4, 2)))


@pytest.fixture(scope="session")
def hands(race_app, race_settings) -> Iterator[Hands]:
    pool = _hands(race_settings)
    yield pool
    pool.dismiss()


@pytest.fixture(scope="session")
def unguarded(race_app, race_settings) -> Iterator[Hands]:
    """The same hands with the guards off: a look, a pause, and then whatever was seen is believed."""
    pool = _hands(replace(race_settings, race_guards_off=True, race_sleep_ms=CANARY_SLEEP_MS))
    yield pool
    pool.dismiss()


@pytest.fixture
def make(race_app) -> Makers:
    """Makers whose rows land, for all processes to see."""
    return Makers(reading())
