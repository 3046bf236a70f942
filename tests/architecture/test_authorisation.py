"""Every door × every actor × whose thing: declared by hand, and met in fact; and whoever only reads writes nothing."""

import importlib
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType

import pytest
import sqlalchemy as sa
from flask import Flask

from talent_portal.accounts.permissions import Role
from talent_portal.core.access import Door as Kind
from talent_portal.core.access import Rule, rule_of
from tests.architecture import source
from tests.architecture.authorisation import Outcome, declared, expected
from tests.visitors import Visitors, routes, things_of

DOORS = declared()
FILES = {"static"}
MUTATIONS = 10
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER)\b", re.IGNORECASE)
# A refused attempt is a deed, and the book of deeds may say so.
BOOK = re.compile(r"\baudit_(head|entry)\b")


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing somebody tries."""

    endpoint: str
    method: str
    actor: str
    whose: str


@pytest.fixture
def written() -> Iterator[list[str]]:
    """Every statement sent while the test runs that changes something."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        if WRITES.match(statement):
            seen.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    yield seen
    sa.event.remove(sa.Engine, "before_cursor_execute", note)


def differences(app: Flask, visitors: Visitors, endpoints: set[str], written: list[str] | None = None) -> Iterator[str]:
    """Try every cell of these endpoints and tell what was not as declared, and what was `written` by a reading."""
    written = [] if written is None else written
    for route in routes(app, endpoints):
        door = DOORS[route.endpoint]
        for whose, arguments in things_of(door, route, visitors.world).items():
            with app.test_request_context():
                address = app.url_for(route.endpoint, **arguments)
            for method in sorted(route.methods - {"HEAD", "OPTIONS"}):
                for actor in visitors.cookies:
                    written.clear()
                    cell, wanted = Cell(route.endpoint, method, actor, whose), expected(door, actor, whose)
                    met = visitors.try_door(actor, method, address)
                    if wanted is not met:
                        yield f"{cell}: {wanted.value} expected, {met.value} met"
                    if method == "GET":
                        yield from (f"{cell}: {statement[:80]}" for statement in _unasked(app, cell, met, written))


def _unasked(app: Flask, cell: Cell, met: Outcome, written: list[str]) -> list[str]:
    """Return what a reading has written, but who was shown an identified person, and that somebody was refused."""
    if hasattr(app.view_functions[cell.endpoint], "__discloses__"):
        return []
    return [text for text in written if not (met in {Outcome.NO, Outcome.HIDDEN} and BOOK.search(text))]


def test_every_door_is_declared_and_no_more(app):
    views = {name: view for name, view in app.view_functions.items() if name not in FILES}

    assert sorted(set(views) - set(DOORS)) == [], "declare these in tests/<feature>/doors.py"
    assert sorted(set(DOORS) - set(views)) == [], "these are gone"


@pytest.mark.parametrize("endpoint", sorted(DOORS))
def test_the_view_says_what_was_declared(app, endpoint):
    assert rule_of(app.view_functions[endpoint]) == DOORS[endpoint].rule


@pytest.mark.parametrize("feature", sorted({endpoint.split(".")[0] for endpoint in DOORS}))
def test_everybody_meets_what_was_declared_and_reading_leaves_no_row(app, visitors, written, feature):
    mine = {endpoint for endpoint in DOORS if endpoint.split(".")[0] == feature} & set(app.view_functions)

    assert list(differences(app, visitors, mine, written)) == []


def test_every_role_has_somewhere_to_go(visitors):
    staff = visitors.world.staff

    assert {membership.role for membership in staff.values()} == set(Role) - {Role.SPECIALIST}
    assert {visitors.answer(actor, "GET", "/home").status_code for actor in staff} == {200}


def _guarded() -> list[str]:
    found = sorted(endpoint for endpoint, door in DOORS.items() if door.rule.door in {Kind.REQUIRES, Kind.SIGNED_IN})
    return random.Random(2026).sample(found, min(MUTATIONS, len(found)))


@pytest.mark.parametrize("endpoint", _guarded())
def test_the_matrix_turns_red_when_a_view_loses_its_rule(app, visitors, monkeypatch, endpoint):
    monkeypatch.setattr(app.view_functions[endpoint], "__access__", Rule(Kind.PUBLIC))

    assert list(differences(app, visitors, {endpoint})) != []


def _policies() -> list[FunctionType]:
    return [policy for module in source.modules("policies") for policy in source.functions(module, returning=bool)]


@pytest.mark.parametrize("policy", _policies(), ids=lambda policy: f"{policy.__module__}.{policy.__name__}")
def test_the_matrix_turns_red_when_a_policy_says_yes_to_everyone(app, visitors, monkeypatch, policy):
    monkeypatch.setattr(policy, "__code__", (lambda *_args, **_kwargs: True).__code__)

    guarded = [
        endpoint
        for endpoint, door in DOORS.items()
        if door.things is not None and door.rule.door is not Kind.PUBLIC and endpoint in app.view_functions
    ]
    # Those whose view asks this very policy turn red soonest; any will do.
    guarded.sort(key=lambda endpoint: _distance(app.view_functions[endpoint], policy))

    assert any(problem for endpoint in guarded for problem in differences(app, visitors, {endpoint}))


def _distance(view: FunctionType, policy: FunctionType) -> int:
    """Return how far a view stands from a policy: its module names it, its feature does, or neither."""
    home, asked = importlib.import_module(view.__module__), f"{policy.__name__}("
    if asked in source.text(Path(home.__file__)):
        return 0
    feature = source.HOUSE / view.__module__.split(".")[1]
    return 1 if any(asked in source.text(path) for path in feature.rglob("*.py")) else 2
