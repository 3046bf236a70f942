"""Every door × every actor × whose thing: declared by hand, and met in fact."""

import importlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType

import pytest
from flask import Flask
from werkzeug.routing import Rule as Route

from talent_portal.core.access import Door as Kind
from talent_portal.core.access import Rule, rule_of
from talent_portal.core.db import close_reading
from tests.architecture import source
from tests.architecture.authorisation import UNKNOWN, Door, Outcome, World, declared, expected
from tests.signin.makers import signed_in_client

DOORS = declared()
FILES = {"static"}
MUTATIONS = 10


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing somebody tries."""

    endpoint: str
    method: str
    actor: str
    whose: str


class Visitors:
    """One signed-in client per actor; each try is undone, so that no cell changes another."""

    def __init__(self, app: Flask, world: World) -> None:
        self.app, self.world = app, world
        self.cookies = {name: self._cookies(who) for name, who in world.actors.items()}

    def _cookies(self, who):
        client = self.app.test_client()
        if who is not None:
            signed_in_client(client, self.world.make, who)
        return dict(client._cookies)

    def try_door(self, actor: str, method: str, address: str) -> Outcome:
        return outcome_of(self.answer(actor, method, address))

    def answer(self, actor: str, method: str, address: str, **given):
        """Return the whole answer, and undo what the request did."""
        client = self.app.test_client()
        client._cookies = dict(self.cookies[actor])
        close_reading()  # the client does, too, and would take this savepoint along
        connection = self.world.make.session.get_bind()
        with connection.begin_nested() as undone:
            answer = client.open(address, method=method, **given)
            undone.rollback()
        return answer


def outcome_of(answer) -> Outcome:
    asked_to_sign_in = answer.status_code == 302 and "sign-in?next=" in answer.headers["Location"]
    if answer.status_code == 401 or asked_to_sign_in:
        return Outcome.SIGN_IN
    if answer.status_code >= 500:
        return Outcome.BROKEN
    return {403: Outcome.NO, 404: Outcome.HIDDEN}.get(answer.status_code, Outcome.IN)


def routes(app: Flask, endpoints: set[str]) -> list[Route]:
    return [route for route in app.url_map.iter_rules() if route.endpoint in endpoints]


def things_of(door: Door, route: Route, world: World) -> dict[str, dict]:
    """Return the arguments per `whose`; a door without things is tried once.

    Things are made once: every try is undone, so that many doors can be tried with them.
    """
    if door.things is None:
        return {"a": {}}
    if door.things not in world.kept:
        world.kept[door.things] = door.things(world)
    made = world.kept[door.things]
    wanted = {"a": made.a, "b": made.b, "missing": made.missing or dict.fromkeys(route.arguments, UNKNOWN)}
    return {whose: dict(arguments) for whose, arguments in wanted.items() if arguments is not None}


def differences(app: Flask, visitors: Visitors, endpoints: set[str]) -> Iterator[str]:
    """Try every cell of these endpoints and tell what was not as declared."""
    for route in routes(app, endpoints):
        door = DOORS[route.endpoint]
        for whose, arguments in things_of(door, route, visitors.world).items():
            with app.test_request_context():
                address = app.url_for(route.endpoint, **arguments)
            for method in sorted(route.methods - {"HEAD", "OPTIONS"}):
                for actor in visitors.cookies:
                    wanted, met = expected(door, actor, whose), visitors.try_door(actor, method, address)
                    if wanted is not met:
                        yield f"{Cell(route.endpoint, method, actor, whose)}: {wanted.value} expected, {met.value} met"


@pytest.fixture
def visitors(app, session, make, monkeypatch):
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    return Visitors(app, World(make))


def test_every_door_is_declared_and_no_more(app):
    views = {name: view for name, view in app.view_functions.items() if name not in FILES}

    assert sorted(set(views) - set(DOORS)) == [], "declare these in tests/<feature>/doors.py"
    assert sorted(set(DOORS) - set(views)) == [], "these are gone"


@pytest.mark.parametrize("endpoint", sorted(DOORS))
def test_the_view_says_what_was_declared(app, endpoint):
    assert rule_of(app.view_functions[endpoint]) == DOORS[endpoint].rule


@pytest.mark.parametrize("feature", sorted({endpoint.split(".")[0] for endpoint in DOORS}))
def test_everybody_meets_what_was_declared(app, visitors, feature):
    mine = {endpoint for endpoint in DOORS if endpoint.split(".")[0] == feature} & set(app.view_functions)

    assert list(differences(app, visitors, mine)) == []


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
