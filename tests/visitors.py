"""Everybody who may come, at every door, with one of each thing behind it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import time_machine
from flask import Flask
from werkzeug.routing import Rule as Route

from tests.architecture.authorisation import UNKNOWN, Door, Outcome, World
from tests.conftest import A_MONDAY_IN_JUNE, thrown_away
from tests.makers import Makers
from tests.signin.makers import signed_in_client


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
    """Return the arguments per `whose`; a door without things is tried once."""
    if door.things is None:
        return {"a": {}}
    made = world.once(door.things)
    wanted = {"a": made.a, "b": made.b, "missing": made.missing or dict.fromkeys(route.arguments, UNKNOWN)}
    return {whose: dict(arguments) for whose, arguments in wanted.items() if arguments is not None}


@contextmanager
def visiting(app: Flask) -> Iterator[Visitors]:
    """Let everybody in, for one test or for those of a module: each try is undone, the things tried are made once."""
    with (
        pytest.MonkeyPatch.context() as patch,
        thrown_away(app) as session,
        time_machine.travel(A_MONDAY_IN_JUNE, tick=False),
    ):
        patch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
        yield Visitors(app, World(Makers(session)))


@pytest.fixture
def visitors(app: Flask) -> Iterator[Visitors]:
    with visiting(app) as everybody:
        yield everybody
