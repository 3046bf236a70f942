"""Who may open which door of the register: the public pages, links, one's own pages, and the desk."""

import sqlalchemy as sa

from talent_portal.accounts.permissions import Permission
from talent_portal.core.db import transaction
from talent_portal.core.references import new_reference
from talent_portal.specialists.actions import evidence
from talent_portal.specialists.gateway import links
from talent_portal.specialists.models import Specialist, SpecialistState
from tests.architecture.authorisation import UNKNOWN, Outcome, Things, World, by_link, needs, public
from tests.specialists.scans import SCAN

OWN = Permission.CONSENT_DECIDE
REGISTER = Permission.PROVISIONAL_CONFIRM


def waiting(_world: World) -> Things:
    """The page that asks for the code; it looks the same for a try that does not exist."""
    return Things(a={"reference": new_reference()}, missing={"reference": UNKNOWN})


def _linked(purpose: str, state: SpecialistState):
    def things(world: World) -> Things:
        mine, theirs = world.make.specialist(state=state), world.make.specialist(state=state)
        token = links.token(purpose, mine.reference, mine.token_version)
        return Things(
            a={"reference": mine.reference, "token": token},
            b={"reference": theirs.reference, "token": token},
            missing={"reference": UNKNOWN, "token": token},
        )

    return things


def _give(world: World, person: Specialist) -> None:
    mine = Specialist.account_id == world.specialist.id
    with transaction() as session:
        session.execute(sa.update(Specialist).where(mine).values(account_id=None))
        session.execute(sa.update(Specialist).where(Specialist.id == person.id).values(account_id=world.specialist.id))


def own(**arguments):
    """One's own registration; there is no way to ask for anybody else's."""

    def things(world: World) -> Things:
        _give(world, world.make.specialist())
        return Things(a=arguments, missing=arguments or None)

    return things


def mine(permission: Permission, **arguments):
    """A page of the person; the address names nobody, so nothing can be missing."""
    return needs(permission, own(**arguments), but={("specialist", "*"): Outcome.IN})


def someone(world: World) -> Things:
    person = world.make.specialist()
    return Things(a={"reference": person.reference})


def some_part(world: World) -> Things:
    person = world.make.specialist()
    return Things(a={"reference": person.reference, "part": "travel"}, missing={"reference": UNKNOWN, "part": "travel"})


def file(_world: World) -> Things:
    return Things(a={"kind": "xlsx"}, b={"kind": "csv"}, missing={"kind": "pdf"})


def _with_copy(world: World, person: Specialist) -> str:
    row = world.make.licence(person, verified=False)
    evidence.give(world.make.person_as(person), person.reference, row.reference, SCAN)
    return row.reference


def own_paper(world: World) -> Things:
    mine, theirs = world.make.specialist(), world.make.specialist()
    _give(world, mine)
    return Things(
        a={"paper": _with_copy(world, mine)}, b={"paper": _with_copy(world, theirs)}, missing={"paper": UNKNOWN}
    )


def some_paper(world: World) -> Things:
    person, other = world.make.specialist(), world.make.specialist()
    paper = _with_copy(world, person)
    return Things(
        a={"reference": person.reference, "paper": paper}, missing={"reference": other.reference, "paper": paper}
    )


# A download belongs to the office; people of the register have their own.
OFFICE_ONLY = {("specialist", "*"): Outcome.HIDDEN}
DOORS = {
    **{f"specialists.{name}": public() for name in ("register", "register_send", "called")},
    **{f"specialists.{name}": public(waiting, but={("*", "missing"): Outcome.IN}) for name in ("prove", "prove_send")},
    **{
        f"specialists.{name}": by_link(_linked(links.CONFIRM, SpecialistState.PROVISIONAL))
        for name in ("confirm", "confirm_send")
    },
    **{
        f"specialists.{name}": by_link(_linked(links.RENEW, SpecialistState.ACTIVE))
        for name in ("renew", "renew_send", "renew_pause")
    },
    **{
        f"specialists.{name}": mine(OWN)
        for name in (
            *("mine", "check", "preview", "leave", "seen", "data", "data_file"),
            *("pause", "withdraw"),
        )
    },
    **{f"specialists.{name}": mine(OWN, part="travel") for name in ("part", "part_send")},
    # Nothing to drop: there is no such row.
    "specialists.drop_day": needs(OWN, own(), but={("specialist", "*"): Outcome.HIDDEN}),
    "specialists.step": mine(OWN, event="renew"),
    "specialists.erase": mine(Permission.ERASURE_ASK),
    **{f"specialists.{name}": needs(REGISTER) for name in ("desk", "desk_new", "desk_new_send")},
    "specialists.export": needs(Permission.PERSONAL_DATA_EXPORT, but=OFFICE_ONLY),
    "specialists.export_file": needs(Permission.PERSONAL_DATA_EXPORT, file, but=OFFICE_ONLY),
    **{f"specialists.desk_{name}": needs(REGISTER, someone) for name in ("person", "check", "step")},
    # A municipality's checker judges what was shown to it, and nothing of it has been shown here.
    "specialists.desk_papers": needs(Permission.CREDENTIAL_VERIFY, someone, but={("checker_a", "*"): Outcome.HIDDEN}),
    "specialists.desk_paper": needs(Permission.CREDENTIAL_VERIFY, some_paper, but={("checker_a", "*"): Outcome.HIDDEN}),
    **{
        f"specialists.{name}": needs(
            OWN, own_paper, but={("specialist", "a"): Outcome.IN, ("specialist", "b"): Outcome.HIDDEN}
        )
        for name in ("paper", "paper_send", "paper_remove", "paper_file")
    },
    **{f"specialists.{name}": needs(REGISTER, some_part) for name in ("desk_part", "desk_part_send")},
}
