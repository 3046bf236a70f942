"""What the clock does: reminds, lets lapse, announces starts and ends, and asks for new checks when rules change."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import WORKER
from talent_portal.core.db import transaction
from talent_portal.placements.actions import ending, law, letters
from talent_portal.placements.actions.frame import offer_step
from talent_portal.placements.errors import UnknownForm
from talent_portal.placements.models import Offer, Placement
from talent_portal.placements.queries import changing
from talent_portal.placements.rules import conditions, deadlines
from talent_portal.placements.rules.states import OfferEvent, OfferState, PlacementState

# Each step of the announcements has its own bit in `Placement.told`.
STARTING = [(1 << number, ahead) for number, ahead in enumerate(deadlines.STARTING_SOON)]
ENDING = [(16 << number, ahead) for number, ahead in enumerate(deadlines.ENDING_SOON)]


def due_reminders(offer: Offer, now: datetime) -> int:
    """Return how many of the two reminders should have gone by `now`: the last one makes the first superfluous."""
    if offer.state is not OfferState.SENT or offer.sent_at is None or offer.respond_by is None:
        return 0
    if now >= deadlines.last_call(offer.respond_by):
        return 2
    return 1 if now >= deadlines.half_time(offer.sent_at, offer.respond_by) else 0


def remind(reference: str) -> bool:
    """Remind whoever has not answered, at half time and two working days before; return whether a letter went."""
    with transaction() as session:
        offer = changing.offer_to_change(session, reference)
        due = due_reminders(offer, clock.now())
        if due <= offer.reminded:
            return False
        offer.reminded = due
        audit.record(session, WORKER, "offer.reminded", f"offer:{reference}", number=due)
        silent = (letters.PERSON, offer.person_answer), (letters.TOWN, offer.town_answer)
        letters.tell(session, offer, "offer_reminder", *[who for who, said in silent if not said])
    return True


def lapse(reference: str) -> bool:
    """End an offer that nobody answered in time; return whether it did."""
    with offer_step(WORKER, reference, OfferEvent.LAPSE) as (session, offer):
        if offer.answerable(clock.now()) or changing.waiting_note(session, offer) is not None:
            return False
        ending.end(session, WORKER, offer, OfferEvent.LAPSE, OfferState.LAPSED, "lapsed")
    return True


def _announcements(placement: Placement, today: date) -> list[tuple[int, str]]:
    """Return (bit, letter) of what should have been announced by today, the most urgent last."""
    if placement.state is PlacementState.SCHEDULED:
        left, name, steps = placement.starts_on - today, "placement_starting", STARTING
    else:
        left, name, steps = placement.last_day - today, "placement_ending", ENDING
    return [(bit, name) for bit, ahead in steps if left <= timedelta(days=ahead)]


def announce(reference: str) -> bool:
    """Tell everybody that a placement begins or ends soon: once for each step; return whether a letter went."""
    with transaction() as session:
        placement = changing.placement_to_change(session, reference)
        due = _announcements(placement, clock.today()) if placement.running else []
        if not due or placement.told & due[-1][0]:
            return False
        placement.told |= sum(bit for bit, _ in due if not placement.told & bit)
        audit.record(session, WORKER, "placement.announced", f"placement:{reference}", step=due[-1][1])
        letters.tell_placement(session, placement, due[-1][1], *letters.EVERYBODY)
    return True


def recheck(session: Session, offer: Offer) -> bool:
    """Ask the rules of today about an open offer; where they say otherwise, the check begins anew."""
    found = changing.check(session, offer)
    if found is None:
        return False
    version = found.rule_version
    try:
        now = law.verdict_on(session, offer, changing.terms(session, offer, offer.terms_number).plain)
    except UnknownForm:
        law.unknown(session, found)
        return True
    if conditions.says_the_same(found.verdict, found.conditions, found.article, now):
        # The new rules say the same of these terms: what was ticked stands.
        found.rule_version = now.version
        return False
    law.ask(session, offer, changing.terms(session, offer, offer.terms_number).plain).changed_from = version
    return True


def recheck_offer(reference: str) -> bool:
    """Look at one open offer under new rules, and tell its municipality when they touch it; return whether they do."""
    with transaction() as session:
        offer = changing.offer_to_change(session, reference)
        if not offer.open or not recheck(session, offer):
            return False
        offer.version += 1
        audit.record(session, WORKER, "offer.rules_changed", f"offer:{reference}", terms=offer.terms_number)
        letters.tell(session, offer, "rules_changed", letters.TOWN, letters.CHECKER, letters.PREFECTURE)
    return True
