"""A second application on an empty database of its own, for what only real commits can show."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from talent_portal.app import create_app
from talent_portal.core.db import Base, db
from tests import databases
from tests.conftest import PortalClient, settings_for_tests


@pytest.fixture
def lone_app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An application whose transactions really land."""
    if database_url.startswith("sqlite"):
        yield from _application(f"sqlite:///{tmp_path}/lone.sqlite3", tmp_path)
    else:
        with databases.fresh_database(database_url) as url:
            yield from _application(url, tmp_path)


def _application(url: str, folder: Path) -> Iterator[Flask]:
    app = create_app(settings_for_tests(url, folder))
    app.test_client_class = PortalClient
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    with app.app_context():
        Base.metadata.create_all(db.engine)
    yield app
    with app.app_context():
        db.engine.dispose()
