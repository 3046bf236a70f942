"""Who may open which door of the staffing requests: lists, the form, one request and its steps, open work."""

from talent_portal.accounts.permissions import Permission, Role
from talent_portal.needs.models import Audience, NeedState
from tests.architecture.authorisation import UNKNOWN, Outcome, Owner, Things, World, needs, public

EDIT, OPEN, READ, WITHDRAW = (
    Permission.NEED_EDIT,
    Permission.NEED_OPEN,
    Permission.NEED_READ,
    Permission.NEED_WITHDRAW,
)


def _of(world: World, office, state, **given):
    author = world.make.officer(Role.MEMBER, office)
    return {"reference": world.make.need(author=author, state=state, **given).reference}


def in_state(state: NeedState, **given):
    def things(world: World) -> Things:
        return Things(a=_of(world, world.office_a, state, **given), b=_of(world, world.office_b, state, **given))

    return things


def written_part(world: World) -> Things:
    """One part of a draft of A, and of one of B."""
    drafts = {
        name: _of(world, office, NeedState.DRAFT) for name, office in (("a", world.office_a), ("b", world.office_b))
    }
    return Things(
        **{name: draft | {"part": "conditions"} for name, draft in drafts.items()},
        missing={"reference": UNKNOWN, "part": "why"},
    )


def part_of_b(world: World) -> Things:
    """A joint request of A that B has not answered, and one that B has nothing to do with."""
    waiting = {"state": NeedState.SUBMITTED, "partners": [world.office_b], "confirmed": False}
    return Things(a=_of(world, world.office_a, **waiting), b=_of(world, world.office_b, NeedState.SUBMITTED))


def files(_world: World) -> Things:
    return Things(a={"kind": "xlsx"}, b={"kind": "csv"}, missing={"kind": "csv"})


def work(world: World) -> Things:
    """One that everybody may see, and one that only municipalities see."""
    return Things(
        a=_of(world, world.office_a, NeedState.OPEN, audience=Audience.PUBLIC),
        b=_of(world, world.office_b, NeedState.OPEN),
    )


# A draft stays inside its municipality: the prefecture does not see it either.
INSIDE = {
    **{(actor, "a"): Outcome.HIDDEN for actor in ("member_b", "coordinator", "lead", "auditor", "specialist")},
    **{(actor, "b"): Outcome.HIDDEN for actor in ("member_a", "approver_a", "checker_a")},
    **{(actor, "b"): Outcome.HIDDEN for actor in ("coordinator", "lead", "auditor", "specialist")},
}
# Specialists read what was sent to them, which the floors above tell; here they find nothing yet.
NOT_SENT = {("specialist", "*"): Outcome.HIDDEN}

READERS = ("specialist", "member_a", "member_b", "approver_a", "checker_a", "coordinator", "lead", "auditor")
ANY_FILE = {(actor, "missing"): Outcome.IN for actor in READERS}

DOORS = {
    "needs.index": needs(READ),
    "needs.list_file": needs(READ, files, but=ANY_FILE),
    "needs.new": needs(EDIT),
    "needs.write": needs(EDIT),
    "needs.write_send": needs(EDIT),
    "needs.show": needs(READ, in_state(NeedState.DRAFT), but=INSIDE),
    "needs.sheet": needs(READ, in_state(NeedState.OPEN), but=NOT_SENT),
    **{f"needs.{name}": needs(EDIT, written_part, owner=Owner.OFFICE) for name in ("edit", "edit_send")},
    "needs.own_step": needs(EDIT, in_state(NeedState.SUBMITTED), owner=Owner.OFFICE),
    "needs.decide": needs(OPEN, in_state(NeedState.SUBMITTED)),
    "needs.withdraw": needs(WITHDRAW, in_state(NeedState.OPEN), owner=Owner.OFFICE),
    "needs.answer_part": needs(
        EDIT,
        part_of_b,
        but={
            **{(actor, "a"): Outcome.HIDDEN for actor in ("member_a", "approver_a")},
            **{(actor, "b"): Outcome.HIDDEN for actor in ("member_a", "approver_a", "member_b")},
        },
    ),
    "needs.copy": needs(EDIT, in_state(NeedState.OPEN)),
    "needs.work": public(),
    "needs.one": public(work, but={("*", "b"): Outcome.HIDDEN}),
}
