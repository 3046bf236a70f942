"""An application on a database of its own, for tests that commit for real."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from talent_portal.app import create_app
from talent_portal.core import jobs
from talent_portal.core.db import db
from tests import databases
from tests.conftest import settings_for_tests


@contextmanager
def own_app(server: str, folder: Path, *own_jobs: jobs.Job, tables: bool = True) -> Iterator[Flask]:
    """Yield an application with every table, unless told otherwise, and with these jobs only."""
    with (databases.own_tables if tables else databases.own_database)(server, folder) as url:
        app = create_app(settings_for_tests(url, folder))
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        jobs.init_app(app, own_jobs)
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()
