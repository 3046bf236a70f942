"""Who may open which door of the cases: the desk, a municipality's candidates, a person's own letter."""

from talent_portal.accounts.permissions import Permission
from talent_portal.introductions.rules.states import ProposalState
from tests.architecture.authorisation import UNKNOWN, Outcome, Owner, Things, World, by_link, needs, public

READ, RUN = Permission.MATCH_READ, Permission.MATCH_RUN
PREPARE, RECORD = Permission.SELECTION_PREPARE, Permission.SELECTION_RECORD
STAFF = ("coordinator", "lead")


def case(world: World) -> Things:
    """A case on which the answer is awaited."""
    return Things(a={"reference": world.make.proposal(ProposalState.SOUNDED).reference})


def request(world: World) -> Things:
    return Things(a={"reference": world.make.need().reference})


def cards(world: World) -> Things:
    """A card shown to office A, and one shown to office B."""
    return Things(**{
        name: {"reference": _of(world, office, ProposalState.SHORTLISTED, shown=True)}
        for name, office in (("a", world.office_a), ("b", world.office_b))
    })  # fmt: skip


def introductions(world: World) -> Things:
    """Somebody introduced to office A, and somebody introduced to office B."""
    return Things(**{
        name: {"reference": _of(world, office, ProposalState.REFERRED)}
        for name, office in (("a", world.office_a), ("b", world.office_b))
    })  # fmt: skip


def _of(world: World, office, state, **given) -> str:
    need = world.make.need(organisation=office)
    return world.make.proposal(state, need=need, **given).reference


def letter(world: World) -> Things:
    """The link of one's own letter; the same token for somebody else's; a link to nothing."""
    mine, theirs = (world.make.enquiry(world.make.proposal(ProposalState.SOUNDED)) for _ in range(2))
    token = world.make.enquiry_token(mine)
    return Things(
        a={"reference": mine.reference, "token": token},
        b={"reference": theirs.reference, "token": token},
        missing={"reference": UNKNOWN, "token": token},
    )


# An empty form is refused before anything is fetched.
BLIND = {(actor, "missing"): Outcome.IN for actor in STAFF}
# The card belongs to members and approvers; a checker comes in with the terms, not before.
NO_CHECKER = {("checker_a", "*"): Outcome.HIDDEN, ("specialist", "*"): Outcome.HIDDEN}
DESK = {
    "introductions.index": needs(READ),
    "introductions.of_need": needs(READ, request),
    "introductions.case": needs(READ, case),
    **{f"introductions.{name}": needs(RUN, request) for name in ("propose", "show")},
    **{f"introductions.{name}": needs(RUN, case) for name in ("shortlist", "show_card", "drop", "drop_send")},
    **{f"introductions.{name}": needs(Permission.ENQUIRY_SEND, case) for name in ("ask", "ask_send", "paper")},
    **{f"introductions.{name}": needs(Permission.ANSWER_ON_PAPER, case) for name in ("record", "record_send", "check")},
    **{f"introductions.{name}": needs(Permission.REFERRAL_MAKE, case) for name in ("refer", "refer_send")},
    "introductions.note": needs(Permission.CONTACT_NOTE, introductions, owner=Owner.OFFICE),
}
TOWN = {
    "introductions.cards": needs(PREPARE),
    "introductions.card": needs(Permission.CARD_READ, cards, owner=Owner.OFFICE, but=NO_CHECKER),
    "introductions.profile": needs(Permission.PROFILE_IDENTIFY, introductions, owner=Owner.OFFICE, but=NO_CHECKER),
    **{
        f"introductions.{name}": needs(PREPARE, introductions, owner=Owner.OFFICE) for name in ("invite", "invite_send")
    },
    **{f"introductions.{name}": needs(RECORD, introductions, owner=Owner.OFFICE) for name in ("result", "result_send")},
}
PERSON = {
    **{f"introductions.{name}": by_link(letter) for name in ("mine", "answer", "agree", "withdraw", "withdraw_send")},
    "introductions.by_code": public(),
    "introductions.by_code_send": public(),
    "introductions.own": needs(Permission.CONSENT_DECIDE),
}

DOORS = {**DESK, **TOWN, **PERSON}
