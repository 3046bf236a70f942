"""Who may open which door: the vocabulary of `tests/<feature>/doors.py`, and what it leads one to expect.

A feature declares `DOORS = {endpoint: Door(...)}`. The rule there is written by hand, not read from the view: a rule
that vanishes from a view must turn the matrix red. From rule, scope and owner follows what each of the actors meets;
`but` names the cells that differ.
"""

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from talent_portal.accounts.models import AccountKind, AccountStatus, OrganisationKind
from talent_portal.accounts.permissions import GRANTS, Permission, Role
from talent_portal.core.access import Door as Kind
from talent_portal.core.access import Rule
from talent_portal.core.actor import DENIED, Scope

TESTS = Path(__file__).parent.parent
DAY_ONE = date(2026, 4, 1)
UNKNOWN = "zzzzzzzzzzzz"
OUTSIDERS = ("anonymous", "disabled", "ended")


class Outcome(StrEnum):
    """What an actor meets at a door."""

    IN = "in"  # the view did its work, or refused the empty form in words
    SIGN_IN = "sign-in"  # who are you?
    NO = "403"  # not your function
    HIDDEN = "404"  # not your thing: whether it exists is not told
    BROKEN = "broken"  # a 5xx, which is never expected


class Owner(StrEnum):
    """Whose the two things are that a door is tried with."""

    NOBODY = "nobody"  # the rule alone decides
    OFFICE = "office"  # thing a belongs to office A, thing b to office B: the scope of the permission decides
    PERSON = "person"  # thing a belongs to member A, thing b to member B, and to nobody else


@dataclass(frozen=True, slots=True)
class Things:
    """The arguments of an address for the thing of A, of B, and of one that does not exist."""

    a: Mapping[str, Any] = field(default_factory=dict)
    b: Mapping[str, Any] | None = None
    missing: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Door:
    """One endpoint: its rule, its things (made by a function of `World`), and the cells that differ.

    `but` maps (actor, whose) to an outcome; "*" stands for any. `whose` is a, b or missing.
    """

    rule: Rule
    things: Callable[["World"], Things] | None = None
    owner: Owner = Owner.NOBODY
    but: Mapping[tuple[str, str], Outcome] = field(default_factory=dict)


def public(things: Any = None, **more: Any) -> Door:
    """Anyone comes in."""
    return Door(Rule(Kind.PUBLIC), things, **more)


def by_link(things: Any, **more: Any) -> Door:
    """Whoever holds the link of thing a comes in; any other link leads nowhere."""
    return Door(Rule(Kind.BY_LINK), things, **more)


def signed_in(things: Any = None, **more: Any) -> Door:
    """Everybody who proved who they are comes in."""
    return Door(Rule(Kind.SIGNED_IN), things, **more)


def needs(permission: Permission, things: Any = None, **more: Any) -> Door:
    """Those whose role carries the permission come in, as far as its scope reaches."""
    return Door(Rule(Kind.REQUIRES, permission.value), things, **more)


class World:
    """A prefecture, two municipalities, and one actor of every kind."""

    def __init__(self, make: Any) -> None:
        self.make = make
        self.kept: dict[Callable[[World], Things], Things] = {}
        self.prefecture = make.organisation(kind=OrganisationKind.PREFECTURE)
        self.office_a, self.office_b = make.organisation(), make.organisation()
        staff = {
            "member_a": (Role.MEMBER, self.office_a),
            "approver_a": (Role.APPROVER, self.office_a),
            "checker_a": (Role.CHECKER, self.office_a),
            "member_b": (Role.MEMBER, self.office_b),
            "coordinator": (Role.COORDINATOR, self.prefecture),
            "lead": (Role.LEAD, self.prefecture),
            "auditor": (Role.AUDITOR, self.prefecture),
            "administrator": (Role.ADMINISTRATOR, self.prefecture),
        }
        self.staff = {name: make.membership(role, organisation=office) for name, (role, office) in staff.items()}
        off = make.account(status=AccountStatus.DISABLED)
        self.disabled = make.membership(Role.LEAD, organisation=self.prefecture, account=off)
        self.ended = make.membership(Role.LEAD, organisation=self.prefecture, starts_on=DAY_ONE, ends_on=DAY_ONE)
        self.specialist = make.account(kind=AccountKind.SPECIALIST)

    def once(self, things: Callable[["World"], Things]) -> Things:
        """Return the two things, made when they are first asked for: every try at a door is undone."""
        if things not in self.kept:
            self.kept[things] = things(self)
        return self.kept[things]

    @property
    def actors(self) -> dict[str, Any]:
        """Return who signs in under which name; None for who does not."""
        known = {"anonymous": None, "specialist": self.specialist, "disabled": self.disabled, "ended": self.ended}
        return known | self.staff


def declared() -> dict[str, Door]:
    """Return the doors of every feature."""
    doors: dict[str, Door] = {}
    for path in sorted(TESTS.glob("*/doors.py")):
        doors |= importlib.import_module(f"tests.{path.parent.name}.doors").DOORS
    return doors


def expected(door: Door, actor: str, whose: str) -> Outcome:
    """Return what `actor` must meet at `door` with the thing of `whose`."""
    for cell in ((actor, whose), (actor, "*"), ("*", whose), ("*", "*")):
        if cell in door.but:
            return door.but[cell]
    at_the_door = _by_rule(door.rule, actor)
    if at_the_door is not Outcome.IN:
        return at_the_door
    if door.things is None:
        return Outcome.IN
    return Outcome.IN if whose != "missing" and _reaches(door, actor, whose) else Outcome.HIDDEN


def _by_rule(rule: Rule, actor: str) -> Outcome:
    if rule.door in {Kind.PUBLIC, Kind.BY_LINK}:
        return Outcome.IN
    if actor in OUTSIDERS:
        return Outcome.SIGN_IN
    if rule.door is Kind.REQUIRES and _scope(rule, actor) is Scope.NONE:
        return Outcome.NO
    return Outcome.IN


def _reaches(door: Door, actor: str, whose: str) -> bool:
    if door.rule.door is Kind.BY_LINK:
        return whose == "a"
    if door.owner is Owner.PERSON:
        return actor == f"member_{whose}"
    if door.owner is Owner.OFFICE:
        scope = _scope(door.rule, actor)
        return scope is Scope.ALL or (scope is Scope.ORG and actor.endswith(f"_{whose}"))
    return True


def _scope(rule: Rule, actor: str) -> Scope:
    role = Role(actor.removesuffix("_a").removesuffix("_b"))
    return GRANTS[role].get(Permission(rule.permission), DENIED).scope
