"""The coordinator's steps before anybody is asked: shortlist, show cards, close."""

from collections.abc import Sequence

from talent_portal.core import clock
from talent_portal.core.actor import Actor
from talent_portal.core.db import transaction
from talent_portal.introductions.actions import letters
from talent_portal.introductions.actions.moving import look, moving
from talent_portal.introductions.errors import PersonNotAvailable
from talent_portal.introductions.models import Proposal
from talent_portal.introductions.rules.states import Event
from talent_portal.specialists.actions import aliases


def shortlist(actor: Actor, reference: str, expected_version: int) -> Proposal:
    """Put a candidate on the shortlist. Raises like `moving.look`."""
    case = look(actor, reference, Event.SHORTLIST, expected_version)
    with moving(actor, case, Event.SHORTLIST) as (_, proposal):
        proposal.in_charge = actor.reference
    return proposal


def show(actor: Actor, picked: Sequence[tuple[str, int]]) -> list[Proposal]:
    """Show the cards of these candidates (reference, version) to the municipality, all or none, with one letter.

    The letter is that of the first; it tells how many. Raises `PersonNotAvailable` for somebody who must not be
    shown, and like `moving.look`.
    """
    cases = [look(actor, reference, Event.SHOW, version) for reference, version in picked]
    if any(not case.introducible for case in cases):
        raise PersonNotAvailable
    notes = letters.to_town("town_cards", cases[0], count=len(cases)) if cases else []
    shown = []
    with transaction():
        for number, case in enumerate(cases):
            with moving(actor, case, Event.SHOW, notes=() if number else notes) as (session, proposal):
                proposal.shown_at = proposal.shown_at or clock.now()
                aliases(session, case.request.reference, [case.person.specialist_id])
            shown.append(proposal)
    return shown


def drop(actor: Actor, reference: str, reason: str, expected_version: int) -> Proposal:
    """Close a case with a reason; whoever it had reached is told. Raises like `moving.look`."""
    case = look(actor, reference, Event.DROP, expected_version, reason)
    notes = [
        *letters.person_if_asked("closed", case, reason=reason),
        *letters.town_if_it_knows("town_gone", case),
        # The clock closed it: whoever looks after the case learns so.
        *([] if actor.signed_in else letters.to_desk("desk_closed", case, reason=reason)),
    ]
    with moving(actor, case, Event.DROP, reason, notes) as (_, proposal):
        pass
    return proposal
