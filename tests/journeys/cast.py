"""Everybody of the second journey, each with a browser of their own, and the letters that reach them."""

import re
from collections.abc import Callable
from datetime import date

import sqlalchemy as sa

from talent_portal.accounts.models import Membership, Organisation
from talent_portal.accounts.permissions import Role
from talent_portal.core.db import reading
from talent_portal.core.references import new_reference
from tests.journeys.postbox import Postbox, Received
from tests.journeys.visitor import Visitor
from tests.makers import Makers

TOWN, PARTNER, PREFECTURE = "東彼杵町", "川棚町", "長崎県"


class Cast:
    """The retired engineer, the town that asks with its approver and checker, its partner, and the prefecture.

    `enter` opens a browser, signed in as a membership, or as nobody; letters are read in the `postbox`.
    """

    def __init__(
        self, make: Makers, language: str, enter: Callable[[Membership | None], Visitor], postbox: Postbox
    ) -> None:
        self.make, self.language, self.enter, self.postbox = make, language, enter, postbox
        # Of this telling alone: a house outlives a story, and knows who has registered before.
        self.address = f"shuzo-{new_reference()}@example.com"
        self.members: dict[Visitor, Membership] = {}
        self.person = enter(None)
        self.member = self.clerk(Role.MEMBER, TOWN)
        self.approver = self.clerk(Role.APPROVER, TOWN)
        self.checker = self.clerk(Role.CHECKER, TOWN)
        self.partner = self.clerk(Role.APPROVER, PARTNER)
        self.coordinator = self.clerk(Role.COORDINATOR, PREFECTURE)
        self.lead = self.clerk(Role.LEAD, PREFECTURE)

    def office(self, name: str) -> Organisation:
        """Return a body of the prefecture by its name."""
        return reading().scalars(sa.select(Organisation).where(Organisation.name_ja == name)).one()

    def clerk(self, role: Role, office: str) -> Visitor:
        """Let somebody of an office in, past both factors."""
        membership = self.make.membership(role, organisation=self.office(office))
        visitor = self.enter(membership)
        self.members[visitor] = membership
        return visitor

    def again(self, visitor: Visitor) -> Visitor:
        """Sign somebody in anew, months later."""
        return self.enter(self.members[visitor])

    def address_of(self, visitor: Visitor) -> str:
        """Return where letters to somebody of an office go."""
        return self.make.email_of(self.members[visitor])

    def letters(self) -> list[Received]:
        """Return what has arrived, oldest first."""
        return self.postbox.letters()

    def letter(self, template: str, to: Visitor | None = None) -> Received:
        """Return the newest letter of a kind to somebody of the cast: the person, unless told otherwise."""
        recipient = self.address_of(to) if to else self.address
        every = self.letters()
        found = [one for one in every if (one.template, one.recipient) == (template, recipient)]
        assert found, f"no {template} for {recipient} among {[(one.template, one.recipient) for one in every]}"
        return found[-1]


def link_in(letter: Received, part: str) -> str:
    """Return the address in a letter that contains `part`."""
    found = [one for one in re.findall(r"https?://\S+", letter.body) if part in one]
    assert len(found) == 1, f"{found} in {letter.body}"
    return found[0]


def code_in(letter: Received) -> str:
    """Return the six digits of a letter."""
    found = re.findall(r"(?<!\d)\d{6}(?!\d)", letter.body)
    assert found, letter.body
    return str(found[0])


def date_fields(name: str, on: date) -> dict[str, str]:
    """Return a day as the three inputs of a date field."""
    return {f"{name}-year": str(on.year), f"{name}-month": str(on.month), f"{name}-day": str(on.day)}
