"""Who may open which door of the register: the public pages, links, one's own pages, and the desk."""

import sqlalchemy as sa

from talent_portal.accounts.permissions import Permission
from talent_portal.core.db import transaction
from talent_portal.core.references import new_reference
from talent_portal.specialists.gateway import links
from talent_portal.specialists.models import Specialist, SpecialistState
from tests.architecture.authorisation import UNKNOWN, Outcome, Things, World, by_link, needs, public

EDIT, PAUSE = Permission.PROFILE_EDIT, Permission.PROFILE_PAUSE
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


def mine(permission: Permission, carriers: tuple[str, ...] = ("coordinator", "lead"), **arguments):
    """Staff carry these permissions for the desk; on the pages of the person they find nothing."""
    hidden = {(actor, "*"): Outcome.HIDDEN for actor in carriers}
    return needs(permission, own(**arguments), but={("specialist", "*"): Outcome.IN, **hidden})


def someone(world: World) -> Things:
    person = world.make.specialist()
    return Things(a={"reference": person.reference})


def some_part(world: World) -> Things:
    person = world.make.specialist()
    return Things(a={"reference": person.reference, "part": "travel"}, missing={"reference": UNKNOWN, "part": "travel"})


CARRIERS = ("specialist", "coordinator", "lead")


def file(_world: World) -> Things:
    return Things(a={"kind": "xlsx"}, missing={"kind": "csv"})


FILE_OF_NOBODY = {(who, "missing"): Outcome.IN for who in ("coordinator", "lead", "auditor")}
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
    **{f"specialists.{name}": mine(EDIT) for name in ("mine", "check")},
    **{f"specialists.{name}": mine(EDIT, part="travel") for name in ("part", "part_send")},
    # Nothing to drop: for everybody who may ask, there is no such row.
    "specialists.drop_day": needs(EDIT, own(), but={(who, "*"): Outcome.HIDDEN for who in CARRIERS}),
    "specialists.step": mine(PAUSE, event="renew"),
    **{f"specialists.{name}": mine(PAUSE) for name in ("leave", "pause", "withdraw")},
    "specialists.erase": mine(Permission.ERASURE_ASK, ()),
    "specialists.seen": mine(Permission.ACCESS_LOG_READ, ("lead", "auditor")),
    **{
        f"specialists.{name}": mine(Permission.PERSONAL_DATA_EXPORT, ("coordinator", "lead", "auditor"))
        for name in ("data", "data_file")
    },
    **{f"specialists.{name}": needs(REGISTER) for name in ("desk", "desk_new", "desk_new_send")},
    "specialists.export": needs(Permission.PERSONAL_DATA_EXPORT, but=OFFICE_ONLY),
    "specialists.export_file": needs(Permission.PERSONAL_DATA_EXPORT, file, but=OFFICE_ONLY | FILE_OF_NOBODY),
    **{f"specialists.desk_{name}": needs(REGISTER, someone) for name in ("person", "check", "step")},
    # A municipality's checker judges what was shown to it, and nothing of it has been shown here.
    "specialists.desk_papers": needs(Permission.CREDENTIAL_VERIFY, someone, but={("checker_a", "*"): Outcome.HIDDEN}),
    **{f"specialists.{name}": needs(REGISTER, some_part) for name in ("desk_part", "desk_part_send")},
}
