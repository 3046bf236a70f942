"""Eight writers at once: the chain stays one chain."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

import pytest
import sqlalchemy as sa

from talent_portal.audit import actions, queries
from talent_portal.audit.models import AuditEntry
from talent_portal.core.actor import WORKER
from talent_portal.core.db import reading, transaction
from tests.core.own import own_app

pytestmark = pytest.mark.realtime

WRITERS = 8
DEEDS_EACH = 12


@pytest.fixture
def committing(database_url, tmp_path):
    """An application with a database that really commits."""
    with own_app(database_url, tmp_path) as app:
        yield app


def _write(app, barrier, writer):
    """Write deeds; every third transaction is undone."""
    barrier.wait()
    for n in range(DEEDS_EACH):
        with app.app_context(), suppress(ZeroDivisionError), transaction() as session:
            actions.record(session, WORKER, "test.done", f"writer:{writer}", number=n)
            1 // ((n + 1) % 3)


def test_eight_writers_leave_one_whole_chain(committing):
    barrier = Barrier(WRITERS)

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(lambda writer: _write(committing, barrier, writer), range(WRITERS)))

    session = reading()
    assert session.scalar(sa.select(sa.func.count()).select_from(AuditEntry)) == WRITERS * DEEDS_EACH * 2 // 3
    assert queries.verify(session) is None
