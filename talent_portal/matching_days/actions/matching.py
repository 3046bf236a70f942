"""Match a round, once, and publish what it came to."""

from collections import Counter

from sqlalchemy.orm import Session

from talent_portal.core import clock
from talent_portal.core.actor import Actor
from talent_portal.core.db import reading, transaction
from talent_portal.matching_days.actions import letters
from talent_portal.matching_days.actions.letters import Said
from talent_portal.matching_days.actions.steps import land, look, must_be_fresh
from talent_portal.matching_days.errors import SheetsMissing, StaleDay
from talent_portal.matching_days.models import Applicant, MatchingDay, MatchingRound, Outcome
from talent_portal.matching_days.queries import changing, telling
from talent_portal.matching_days.queries.seats import Offer, offers
from talent_portal.matching_days.rules import markets
from talent_portal.matching_days.rules.markets import Question, Seats, matched_of
from talent_portal.matching_days.rules.states import ApplicantEvent, ApplicantState, DayEvent


def match_day(actor: Actor, reference: str, expected_version: int, *, without_missing: bool = False) -> Outcome:
    """Match the present round and keep what it came to; only the office sees it until it is published.

    `without_missing` goes on although municipalities that were named sent no ranking: they are matched with nobody.
    Raises `DayForbidden`, `DayStepImpossible`, `StaleDay` (also when a sheet came in just now) or `SheetsMissing`.
    """
    known = look(actor, reference, DayEvent.MATCH, expected_version)
    asked, missing = _question(reading(), known)
    if missing and not without_missing:
        raise SheetsMissing(organisations=tuple(offer.organisation for offer in missing))
    settled = markets.settle(asked)
    with transaction() as session:
        day = changing.day_to_change(session, reference)
        must_be_fresh(day, expected_version)
        if _question(session, day) != (asked, missing):
            raise StaleDay
        placed = len(matched_of(settled.result))
        kept = Outcome(
            day_id=day.id,
            round=day.round,
            at=clock.now(),
            by=actor.reference,
            digest=settled.digest,
            people=len(asked.wishes),
            placed=placed,
            seats=sum(one.seats for one in asked.programmes),
            market=settled.market,
            drawn=settled.drawn,
            result=settled.result,
            stability=settled.stability,
        )
        session.add(kept)
        changing.round_of(session, day).matched_at = clock.now()
        told = {"people": kept.people, "placed": placed, "missing": len(missing), "digest": settled.digest}
        land(session, actor, day, DayEvent.MATCH, **told)
    return kept


def _question(session: Session, day: MatchingDay) -> tuple[Question, list[Offer]]:
    """Return what the present round is decided by, and the municipalities that were named and sent no sheet."""
    people = {one.id: one.number for one in changing.applicants(session, day.id, only_taking_part=True)}
    offered = [offer for offer in offers(session, day) if offer.offered]
    by_id = {offer.programme_id: offer for offer in offered}
    wishes: dict[str, tuple[str, ...]] = {}
    for wish in changing.wishes(session, day.id, day.round):
        number = people[wish.applicant_id]
        wishes[number] = (*wishes.get(number, ()), by_id[wish.programme_id].programme)
    # A municipality whose seats are all given may still have sent a sheet; it decides nothing.
    sent = [sheet for sheet in changing.sheets(session, day.id, day.round) if sheet.programme_id in by_id]
    sheets = {sheet.id: by_id[sheet.programme_id].programme for sheet in sent}
    places: dict[str, dict[str, int]] = {}
    for line in changing.rankings(session, list(sheets)):
        if line.applicant_id in people:
            places.setdefault(sheets[line.sheet_id], {})[people[line.applicant_id]] = line.place
    named = {programme for list_ in wishes.values() for programme in list_}
    missing = [offer for offer in offered if offer.programme in named - set(sheets.values())]
    question = Question(
        programmes=tuple(_seats(offer) for offer in offered),
        caps={one.area.code: one.area.left for one in offered if one.area and one.area.left is not None},
        wishes=wishes,
        places=places,
        seed=changing.round_of(session, day).seed or "",
    )
    return question, missing


def _seats(offer: Offer) -> Seats:
    """Return the seats as they go into a round: what is left of its own; the limit of its area is told apart."""
    return Seats(
        programme=offer.programme, code=offer.code, region=offer.area.code if offer.area else "", seats=offer.free
    )


def publish_day(actor: Actor, reference: str, expected_version: int) -> MatchingDay:
    """Let everybody see what the round came to, and the seed of its lottery.

    Municipalities are written to at once; a job writes to the applicants (`telling`), who may be thousands.
    Raises `DayForbidden`, `DayStepImpossible` or `StaleDay`.
    """
    look(actor, reference, DayEvent.PUBLISH, expected_version)
    with transaction() as session:
        day = changing.day_to_change(session, reference)
        must_be_fresh(day, expected_version)
        now, kept = changing.round_of(session, day), _kept(session, day)
        offered = offers(session, day)
        people = changing.applicants(session, day.id, only_taking_part=True)
        land(session, actor, day, DayEvent.PUBLISH, people=kept.people, placed=kept.placed)
        now.published_at = clock.now()
        telling.tell_later(session, day, letters.RESULT.template)
        _place(people, kept, offered)
        _tell_towns(session, day, now, kept, offered)
    return day


def _kept(session: Session, day: MatchingDay) -> Outcome:
    found = changing.outcome(session, day.id, day.round)
    if found is None:
        raise StaleDay
    return found


def _place(people: list[Applicant], kept: Outcome, offered: list[Offer]) -> None:
    """Note where the published outcome brings each; somebody erased stays a number."""
    where, ids = matched_of(kept.result), {offer.programme: offer.programme_id for offer in offered}
    for person in people:
        if person.number in where and person.state is ApplicantState.WISHED:
            person.move(ApplicantEvent.PLACE)
            person.placed_id = ids[where[person.number]]


def _tell_towns(session: Session, day: MatchingDay, now: MatchingRound, kept: Outcome, offered: list[Offer]) -> None:
    """Tell each municipality that took part in the round how many people it gets; names are on its own page."""
    counts = Counter(matched_of(kept.result).values())
    told = [offer for offer in offered if offer.offered]
    said: dict[int, Said] = {offer.programme_id: {"brought": counts[offer.programme]} for offer in told}
    letters.post_to_towns(session, letters.compose_to_towns(session, "town_result", day, now, told, said))
