"""A municipality with the catalogues it chooses from, and somebody of it who is signed in."""

import pytest

from talent_portal.accounts.permissions import Role
from talent_portal.needs.models import NeedState
from tests.signin.makers import signed_in_client


@pytest.fixture
def office(make):
    make.catalogue()
    make.forms()
    return make.municipality(name_ja="東彼杵町").organisation


@pytest.fixture
def town(client, make, office):
    return signed_in_client(client, make, make.membership(Role.MEMBER, organisation=office))


@pytest.fixture
def draft(make, office):
    """A complete draft of the town, written by a colleague."""
    return make.need(author=make.officer(Role.MEMBER, office), state=NeedState.DRAFT)
