"""Default deny: a view that declares no access rule cannot be reached, and stops the start."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from talent_portal.core.actor import ANONYMOUS, Actor

View = TypeVar("View", bound=Callable[..., object])


class Door(StrEnum):
    """The kinds of rule a view can declare."""

    PUBLIC = "public"
    BY_LINK = "by-link"
    SIGNED_IN = "signed-in"
    REQUIRES = "requires"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a view declared: its door, and the permission behind it."""

    door: Door
    permission: str = ""


class UndeclaredView(Exception):  # noqa: N818 - a mistake of a developer, found at the start
    """A view has no access rule."""


def _mark(view: View, rule: Rule) -> View:
    view.__access__ = rule  # type: ignore[attr-defined]  # a function carries its own door sign
    return view


def public(view: View) -> View:
    """Let anyone in."""
    return _mark(view, Rule(Door.PUBLIC))


def by_link(view: View) -> View:
    """Let in whoever holds the link; the view proves it and answers 404 otherwise."""
    return _mark(view, Rule(Door.BY_LINK))


def signed_in(view: View) -> View:
    """Let in anyone who has signed in, whatever the role."""
    return _mark(view, Rule(Door.SIGNED_IN))


def requires(permission: StrEnum) -> Callable[[View], View]:
    """Let in those whose acting membership carries the permission at any scope."""

    def mark(view: View) -> View:
        return _mark(view, Rule(Door.REQUIRES, permission.value))

    return mark


def discloses(view: View) -> View:
    """Mark a view that shows an identified person: its action writes the access event before the page."""
    view.__discloses__ = True  # type: ignore[attr-defined]  # read by the architecture tests
    return view


def rule_of(view: object) -> Rule | None:
    """Return what the view declared, if anything."""
    return getattr(view, "__access__", None)


def current_actor() -> Actor:
    """Return who is asking in this request."""
    actor: Actor = g.get("actor", ANONYMOUS)
    return actor


def init_app(app: Flask, actor_of_request: Callable[[], Actor]) -> None:
    """Guard every request; `actor_of_request` tells who is asking."""

    def guard() -> Response | None:
        g.actor = actor_of_request()
        return _guard()

    app.before_request(guard)


def check_every_door(app: Flask) -> None:
    """Raise `UndeclaredView` when any endpoint lacks a rule. Called once, at the end of the factory."""
    missing = [name for name, view in app.view_functions.items() if name != "static" and rule_of(view) is None]
    if missing:
        raise UndeclaredView(", ".join(sorted(missing)))


def _guard() -> Response | None:
    if request.endpoint is None or request.endpoint == "static":
        return None
    rule = rule_of(current_app.view_functions[request.endpoint])
    if rule is None:
        abort(403)
    if rule.door in {Door.PUBLIC, Door.BY_LINK}:
        return None
    actor = current_actor()
    if not actor.signed_in:
        return _ask_to_sign_in()
    if rule.door is Door.REQUIRES and not actor.may(rule.permission):
        abort(403)
    return None


def _ask_to_sign_in() -> Response:
    if request.method not in {"GET", "HEAD"}:
        abort(401)
    return redirect(url_for("signin.start", next=request.full_path.rstrip("?")))
