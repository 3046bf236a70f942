"""Actors, and deeds in the book."""

from talent_portal.accounts.permissions import GRANTS, Role
from talent_portal.audit import actions
from talent_portal.audit.models import BookCut
from talent_portal.core.actor import Actor, ActorKind
from talent_portal.core.db import transaction
from tests.makers import Makers, number


def actor(make: Makers, role: Role = Role.COORDINATOR, **given):
    """Somebody acting under a membership that exists nowhere but here."""
    n = next(number)
    return Actor(
        **({"kind": ActorKind.STAFF, "reference": f"account{n}", "role": role, "grants": GRANTS[role]} | given)
    )


def deed(make: Makers, name: str = "fair.closed", subject: str = "fair:abc", actor: Actor | None = None, **details):
    """One entry at the end of the book."""
    with transaction() as session:
        actions.record(session, actor or make.actor(), name, subject, **details)


def deeds(make: Makers, how_many: int, **details):
    """Several entries, in one transaction each."""
    for n in range(how_many):
        make.deed(subject=f"fair:{n}", **details)


def keep_cut(make: Makers, **given):
    """A cut of some other book."""
    return make.keep(BookCut(**({"book": "other", "up_to": 1, "hash": "", "signature": "k.0"} | given)))
