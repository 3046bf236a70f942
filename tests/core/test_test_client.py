"""The tests' own client: what a request writes stays, whatever the test had open before."""

import sqlalchemy as sa

from talent_portal.core.db import reading
from talent_portal.fairs.models import Registration
from tests.fairs import typed


def how_many() -> int:
    return reading().scalar(sa.select(sa.func.count()).select_from(Registration)) or 0


def test_a_read_left_open_before_a_request_does_not_undo_what_the_request_wrote(make, client):
    fair = make.fair()
    assert how_many() == 0

    client.post(f"/fairs/{fair.reference}/sign-up", data=typed.person())
    reading().rollback()

    assert how_many() == 1
