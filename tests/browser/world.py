"""What stands in the house that browsers visit: Nagasaki, one signed-in person per role, and what the features add.

A feature adds its things and its pages in one place, `tests/<feature>/browsed.py`; nobody edits this file for it:

    def furnish(world: World) -> Iterator[Visit]:
        need = world.make.need(organisation=world.office(Role.MEMBER))     # makers or actions, as you like
        world.things["need"] = need.reference                              # for a browser test of your own
        yield Visit("needs.show", {"reference": need.reference}, Role.MEMBER)

`furnish` runs once, inside a request context, before the house is served; lower floors first, so that a feature finds
the things of those below it in `world.things`. Make every state that looks different, and one thing with long names.
`world.actor(role)` is the person who is signed in as that role: what belongs to her shows on her pages.
`world.sign_in(name, account)` lets another account in (a specialist's, say); `Visit(…, who=name)` opens pages as them.
"""

import importlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

import talent_portal
from talent_portal.accounts.models import Account, Membership, Organisation, OrganisationKind
from talent_portal.accounts.permissions import Role
from talent_portal.core.actor import WORKER, Actor
from talent_portal.core.db import reading
from talent_portal.demo import actions as demo
from talent_portal.settings import ROOT
from talent_portal.signin.current import actor_of
from talent_portal.signin.rules.tokens import new_token
from tests.makers import Makers

ANONYMOUS = "anonymous"
NAGASAKI = Path(talent_portal.__file__).parent / "data" / "nagasaki"
TESTS = ROOT / "tests"
PREFECTURAL = (Role.COORDINATOR, Role.LEAD, Role.AUDITOR, Role.ADMINISTRATOR)
TOWN = "東彼杵町"
NAMES = {
    Role.MEMBER: "凪野原 一葉",
    Role.APPROVER: "浜灯 三郎",
    Role.COORDINATOR: "髙汐﨑 渚",
    Role.LEAD: "水守井 環",
    Role.CHECKER: "波留井 実",
    Role.AUDITOR: "野分山 樹",
    Role.ADMINISTRATOR: "灯台原 歩",
}


@dataclass(frozen=True)
class Visit:
    """One page: its endpoint with what its address holds, and who opens it."""

    endpoint: str
    values: Mapping[str, object] = field(default_factory=dict)
    who: str = ANONYMOUS


@dataclass
class World:
    """Whom and what a feature finds when it furnishes the house."""

    make: Makers
    things: dict[str, str] = field(default_factory=dict)
    members: dict[Role, Membership] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def office(self, role: Role) -> Organisation:
        """Return where the person of this role works: the prefecture, or Higashisonogi."""
        offices = sa.select(Organisation)
        if role in PREFECTURAL:
            offices = offices.where(Organisation.kind == OrganisationKind.PREFECTURE)
        else:
            offices = offices.where(Organisation.name_ja == TOWN)
        return reading().scalars(offices).one()

    def actor(self, role: Role) -> Actor:
        """Return the person who is signed in as this role."""
        member = self.members[role]
        return actor_of(member.account, member)

    def sign_in(self, name: str, account: Account, membership: Membership | None = None) -> None:
        """Let somebody past both factors; pages are opened as them by this name."""
        self.tokens[name] = new_token()
        self.make.sign_in(self.tokens[name], account, membership)


def build() -> tuple[World, list[Visit]]:
    """Load the prefecture, let one person per role in, and ask every feature for its things and pages."""
    demo.load_prefecture(WORKER, NAGASAKI)
    world = World(Makers(reading()))
    for role, name in NAMES.items():
        _enter(world, role, name)
    visits = [visit for room in rooms() for visit in importlib.import_module(f"tests.{room}.browsed").furnish(world)]
    return world, visits


def _enter(world: World, role: Role, name: str) -> None:
    account = world.make.account(name=name)
    member = world.make.membership(role=role, organisation=world.office(role), account=account)
    world.members[role] = member
    world.sign_in(role.value, account, member)


def rooms() -> Iterator[str]:
    """Yield the features that are browsed, lower floors first, as the import contracts order them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    for floor in reversed(contracts[0]["layers"]):
        for room in floor.split("|"):
            name = room.strip(" ()")
            if (TESTS / name / "browsed.py").exists():
                yield name
