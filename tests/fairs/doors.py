"""Who may open which door of the sessions: the public pages, the desk, a booth, and one's own sign-up."""

from sqlalchemy import select

from talent_portal.accounts.permissions import Permission
from talent_portal.core.db import reading
from talent_portal.core.references import new_reference
from talent_portal.fairs.models import Booth, FairState
from tests.architecture.authorisation import UNKNOWN, Outcome, Owner, Things, World, by_link, needs, public

MANAGE, IDENTIFY = Permission.FAIR_MANAGE, Permission.PARTICIPANT_IDENTIFY


def _fair(world: World, **given):
    return world.make.fair(municipalities=[world.office_a, world.office_b], **given)


def fair(world: World) -> Things:
    return Things(a={"reference": _fair(world).reference})


def shown_and_draft(world: World) -> Things:
    """One that everybody may see, and one that only the office knows."""
    draft = _fair(world, state=FairState.DRAFT)
    return Things(a={"reference": _fair(world).reference}, b={"reference": draft.reference})


def booths(world: World) -> Things:
    made = _fair(world)
    by_office = {
        booth.organisation_id: {"reference": booth.reference}
        for booth in reading().scalars(select(Booth).where(Booth.fair_id == made.id))
    }
    return Things(a=by_office[world.office_a.id], b=by_office[world.office_b.id])


def follow_up_lists(world: World) -> Things:
    made = booths(world)
    return Things(
        a={**made.a, "kind": "csv"}, b={**made.b, "kind": "xlsx"}, missing={"reference": UNKNOWN, "kind": "csv"}
    )


def participant(world: World) -> Things:
    return Things(a={"reference": world.make.registration(_fair(world)).reference})


def waiting(world: World) -> Things:
    """The page that asks for the code; it looks the same for a sign-up that does not exist."""
    made = _fair(world)
    person = world.make.registration(made, confirmed=False)
    missing = {"reference": made.reference, "sign_up": new_reference()}
    return Things(a={"reference": made.reference, "sign_up": person.reference}, missing=missing)


def own_sign_up(world: World) -> Things:
    """The link of one's own sign-up; the same link for somebody else's; a link to nothing."""
    made = _fair(world)
    mine, theirs = world.make.registration(made), world.make.registration(made)
    token = world.make.token_of(mine)
    return Things(
        a={"reference": mine.reference, "token": token},
        b={"reference": theirs.reference, "token": token},
        missing={"reference": UNKNOWN, "token": token},
    )


def own_waiting_sign_up(world: World) -> Things:
    person = world.make.registration(_fair(world), confirmed=False)
    token = world.make.token_of(person)
    return Things(
        a={"reference": person.reference, "token": token}, missing={"reference": UNKNOWN, "token": f"{token}x"}
    )


# An empty form is refused before anything is fetched.
BLIND = {(actor, "missing"): Outcome.IN for actor in ("coordinator", "lead")}
NO_DRAFTS = {("*", "b"): Outcome.HIDDEN}
PUBLIC = {
    "fairs.index": public(),
    **{f"fairs.{name}": public(shown_and_draft, but=NO_DRAFTS) for name in ("fair", "calendar")},
    **{f"fairs.{name}": public(shown_and_draft, but=NO_DRAFTS) for name in ("sign_up", "sign_up_send")},
    **{f"fairs.{name}": public(shown_and_draft, but=NO_DRAFTS) for name in ("resend", "resend_send")},
    **{f"fairs.{name}": public(waiting, but={("*", "missing"): Outcome.IN}) for name in ("prove", "prove_send")},
}
OFFICE = {
    "fairs.desk": needs(Permission.FAIR_VIEW),
    "fairs.desk_fair": needs(Permission.FAIR_VIEW, fair),
    **{f"fairs.{name}": needs(MANAGE) for name in ("new_fair", "new_fair_send")},
    **{f"fairs.{name}": needs(MANAGE, fair) for name in ("edit_fair", "edit_fair_send", "add_booth")},
    "fairs.step": needs(MANAGE, fair, but=BLIND),
    **{f"fairs.{name}": needs(MANAGE, fair) for name in ("call_off", "call_off_send", "move_online")},
    **{f"fairs.{name}": needs(MANAGE, fair) for name in ("move_online_send", "seats", "seats_send", "capacity_send")},
    **{f"fairs.{name}": needs(MANAGE, fair) for name in ("new_participant", "new_participant_send")},
    "fairs.cancel_for": needs(MANAGE, participant),
    **{f"fairs.{name}": needs(IDENTIFY, fair) for name in ("participants", "participants_file")},
    "fairs.participant": needs(IDENTIFY, participant),
    **{f"fairs.{name}": needs(Permission.FAIR_CHECK_IN, fair) for name in ("check_in", "check_in_send")},
    "fairs.undo_check_in": needs(Permission.FAIR_CHECK_IN, fair, but=BLIND),
}
BOOTHS = {
    **{
        f"fairs.{name}": needs(Permission.BOOTH_EDIT, booths, owner=Owner.OFFICE)
        for name in ("edit_booth", "edit_booth_send")
    },
    "fairs.guests": needs(Permission.PARTICIPANT_LIST, booths, owner=Owner.OFFICE),
    "fairs.follow_up": needs(Permission.PARTICIPANT_CONSENTED, follow_up_lists, owner=Owner.OFFICE),
}
OWN = ("", "_calendar", "_cancel", "_cancel_send", "_data", "_follow_up", "_link", "_talks", "_talks_send")

DOORS = {
    **PUBLIC,
    **OFFICE,
    **BOOTHS,
    **{f"fairs.mine{name}": by_link(own_sign_up) for name in OWN},
    "fairs.mine_confirm": by_link(own_waiting_sign_up),
}
