"""Default deny: no rule, no start; no proof, no entry."""

from enum import StrEnum

import pytest
from flask import Blueprint

from talent_portal import app as factory
from talent_portal.accounts.permissions import Permission, Role
from talent_portal.core import access
from talent_portal.core.access import UndeclaredView, by_link, discloses, public, requires, rule_of, signed_in
from talent_portal.core.actor import ANONYMOUS, WORKER, Actor, ActorKind, Grant, Scope, guest
from tests.conftest import settings_for_tests


class Wish(StrEnum):
    """A permission nobody has."""

    FLY = "sky:fly"


@pytest.fixture
def start(monkeypatch, tmp_path):
    """Start an application that has one more view."""

    def started(view):
        bp = Blueprint("extra", __name__)
        bp.get("/extra")(view)
        monkeypatch.setattr(factory, "BLUEPRINTS", (*factory.BLUEPRINTS, bp))
        return factory.create_app(settings_for_tests(f"sqlite:///{tmp_path}/x.sqlite3", tmp_path))

    return started


def test_a_view_without_a_rule_stops_the_start(start):
    with pytest.raises(UndeclaredView, match=r"extra\.view"):
        start(_named_view())


def _named_view():
    def view():
        return "secret"

    return view


def test_a_rule_lost_at_run_time_is_a_closed_door(app, client, monkeypatch):
    monkeypatch.delattr(app.view_functions["core.health"], "__access__")

    assert client.get("/health").status_code == 403


@pytest.mark.parametrize(
    ("declare", "door"),
    [
        (public, access.Door.PUBLIC),
        (by_link, access.Door.BY_LINK),
        (signed_in, access.Door.SIGNED_IN),
        (requires(Wish.FLY), access.Door.REQUIRES),
    ],
)
def test_a_view_carries_its_door_sign(declare, door):
    assert rule_of(declare(_named_view())).door is door


def test_who_shows_people_says_so():
    assert discloses(_named_view()).__discloses__


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_who_is_nobody_is_asked_to_sign_in_and_comes_back(client, method):
    answer = client.open("/audit?page=2", method=method)

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/sign-in?next=/audit?page%3D2"


def test_who_is_nobody_and_posts_is_refused(client):
    assert client.post("/account/language").status_code == 401


def test_who_lacks_the_permission_is_refused(sign_in):
    assert sign_in(Role.MEMBER).get("/audit").status_code == 403


def test_who_has_the_permission_comes_in(sign_in):
    assert sign_in(Role.AUDITOR).get("/audit").status_code == 200


def test_what_is_not_granted_is_denied():
    someone = Actor(kind=ActorKind.STAFF, grants={Permission.FAIR_VIEW: Grant(scope=Scope.ALL)})

    assert someone.may(Permission.FAIR_VIEW)
    assert not someone.may(Permission.FAIR_MANAGE)
    assert someone.scope(Permission.FAIR_MANAGE) is Scope.NONE


def test_only_people_who_proved_it_are_signed_in():
    assert Actor(kind=ActorKind.STAFF).signed_in
    assert Actor(kind=ActorKind.SPECIALIST).signed_in
    assert not any(actor.signed_in for actor in (ANONYMOUS, WORKER, guest("abc")))
