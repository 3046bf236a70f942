"""A clock that tests set to a moment, and clients signed in as somebody of a case."""

import pytest
import sqlalchemy as sa

from talent_portal.accounts.models import Membership
from tests.signin.makers import signed_in_client


@pytest.fixture
def clock_at(clock):
    """`clock_at(moment)`: let it be then."""
    return clock.move_to


@pytest.fixture
def as_(make, client):
    """`as_(actor)`: the client, signed in as somebody of the house."""

    def enter(actor):
        mine = sa.select(Membership).where(Membership.account_id == actor.account_id)
        return signed_in_client(client, make, make.session.scalars(mine).one())

    return enter
