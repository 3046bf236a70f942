"""A GET reads: it leaves no row behind, unless it shows an identified person and logs that it did."""

import re

import pytest

from talent_portal.accounts.permissions import Role
from tests.architecture.authorisation import Outcome, declared
from tests.visitors import routes, things_of, visiting

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER)\b", re.IGNORECASE)
# A refused attempt is a deed, and the book of deeds may say so.
BOOK = re.compile(r"\baudit_(head|entry)\b")
NOTHING = re.compile(r"(?!)")
READERS = ["anonymous", "specialist", "approver_a", "lead", "auditor", "administrator"]


@pytest.fixture(scope="module")
def visitors(app):
    with visiting(app) as everybody:
        yield everybody


def addresses(app, visitors):
    """Yield (endpoint, address) of every GET that shows nobody in person."""
    doors = declared()
    quiet = {name for name in doors if not hasattr(app.view_functions.get(name), "__discloses__")}
    for route in routes(app, quiet):
        if "GET" in route.methods:
            for arguments in things_of(doors[route.endpoint], route, visitors.world).values():
                with app.test_request_context():
                    yield route.endpoint, app.url_for(route.endpoint, **arguments)


@pytest.mark.parametrize("reader", READERS)
def test_a_get_writes_nothing(app, visitors, statements, reader):
    guilty = []
    for endpoint, address in list(addresses(app, visitors)):
        statements.clear()
        met = visitors.try_door(reader, "GET", address)
        allowed = BOOK if met in {Outcome.NO, Outcome.HIDDEN} else NOTHING
        written = [statement for statement in statements if WRITES.match(statement) and not allowed.search(statement)]
        guilty += [f"{endpoint}: {statement[:80]}" for statement in written]

    assert guilty == []


def test_every_role_has_somewhere_to_go(visitors):
    staff = visitors.world.staff

    assert {membership.role for membership in staff.values()} == set(Role) - {Role.SPECIALIST}
    assert {visitors.answer(actor, "GET", "/home").status_code for actor in staff} == {200}
