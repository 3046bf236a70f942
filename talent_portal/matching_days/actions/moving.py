"""Move a matching day on: open it, end the wishes, give a second chance, close it, call it off."""

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from talent_portal.core import clock
from talent_portal.core.actor import WORKER, Actor
from talent_portal.core.db import reading, transaction
from talent_portal.matching_days.actions import letters
from talent_portal.matching_days.actions.steps import (
    land,
    look,
    must_be_fresh,
    must_lead_somewhere,
)
from talent_portal.matching_days.errors import (
    DatesInDisorder,
    DayStepImpossible,
    NobodyApplies,
    NothingLeft,
    ReasonMissing,
    TitleMissing,
)
from talent_portal.matching_days.models import Applicant, MatchingDay, MatchingRound
from talent_portal.matching_days.queries import changing, days, telling
from talent_portal.matching_days.queries.seats import Offer, offers
from talent_portal.matching_days.rules import seeds
from talent_portal.matching_days.rules.states import ApplicantEvent, DayEvent, DayState

SEED_BYTES = 32


def open_day(actor: Actor, reference: str, expected_version: int) -> MatchingDay:
    """Draw the seed, tell its digest, and ask every applicant for their wishes.

    Raises `DayForbidden`, `DayStepImpossible`, `StaleDay`, `TitleMissing`, `NobodyApplies` or `DatesInDisorder`.
    """
    look(actor, reference, DayEvent.OPEN, expected_version)
    with transaction() as session:
        day = changing.day_to_change(session, reference)
        must_be_fresh(day, expected_version)
        now, people = changing.round_of(session, day), changing.applicants(session, day.id)
        if not day.title_ja or not day.title_en:
            raise TitleMissing(field="title_en")
        if not people:
            raise NobodyApplies
        _begin(now)
        land(session, actor, day, DayEvent.OPEN, people=len(people), seed_commitment=now.seed_commitment)
        telling.tell_later(session, day, letters.INVITED.template)
    return day


def _begin(now: MatchingRound) -> None:
    """Draw the seed of a round and open it; its digest can be told from this moment on."""
    if now.wishes_until <= clock.now():
        raise DatesInDisorder(field="wishes_until")
    now.seed = secrets.token_hex(SEED_BYTES)
    now.seed_commitment = seeds.commitment(now.seed)
    now.opened_at = clock.now()


def close_wishes(
    actor: Actor, reference: str, expected_version: int | None, reason_ja: str = "", reason_en: str = ""
) -> MatchingDay:
    """End the wishes; every municipality is told how many people named it and asked for its ranking.

    Applicants who were told a later time hear that it is over, and why.
    Raises `DayForbidden`, `DayStepImpossible`, `StaleDay`, or before that time `ReasonMissing`.
    """
    look(actor, reference, DayEvent.CLOSE_WISHES, expected_version)
    with transaction() as session:
        day = changing.day_to_change(session, reference)
        must_be_fresh(day, expected_version)
        now = changing.round_of(session, day)
        early = now.ends_early
        if early:
            _say_why(now, reason_ja, reason_en)
        land(session, actor, day, DayEvent.CLOSE_WISHES, early=early)
        if early:
            telling.tell_later(session, day, letters.EARLY.template)
        now.wishes_closed_at = clock.now()
        _ask_towns(session, reference, now)
    return day


def _say_why(now: MatchingRound, reason_ja: str, reason_en: str) -> None:
    """Keep why the time that everybody was told is cut short; people rely on it, so nobody cuts it in silence."""
    for field, reason in (("reason_ja", reason_ja), ("reason_en", reason_en)):
        if not reason.strip():
            raise ReasonMissing(field=field)
    now.early_ja, now.early_en = reason_ja, reason_en


def _ask_towns(session: Session, reference: str, now: MatchingRound) -> None:
    """Write to the municipalities under the lock: how many named each is known only then."""
    page = days.one(session, reference)
    rows = [row for row in page.programmes if row.offer.offered]
    said = {row.offer.programme_id: {"named": row.named} for row in rows}
    asked = [row.offer for row in rows]
    written = letters.compose_to_towns(session, "town_rank", page.day, now, asked, said)
    letters.post_to_towns(session, written)


def close_due() -> int:
    """End the wishes of days whose time has passed; return how many. For the worker, safe to run twice."""
    closed = 0
    for reference in changing.wishes_over(reading(), clock.now()):
        try:
            close_wishes(WORKER, reference, None)
        except DayStepImpossible:  # somebody at the desk was faster
            continue
        closed += 1
    return closed


def give_second_chance(
    actor: Actor, reference: str, wishes_until: datetime, ranks_until: datetime, expected_version: int
) -> MatchingDay:  # fmt: skip
    """Begin a second round over the seats that are left, with a new seed, for everybody without a place.

    Raises `DayForbidden`, `DayStepImpossible`, `StaleDay`, `DatesInDisorder` or `NothingLeft`.
    """
    known = look(actor, reference, DayEvent.SECOND_CHANCE, expected_version)
    if not clock.now() < wishes_until < ranks_until:
        raise DatesInDisorder(field="wishes_until")
    coming = MatchingRound(day_id=known.id, number=2, wishes_until=wishes_until, ranks_until=ranks_until)
    with transaction() as session:
        day = changing.day_to_change(session, reference)
        must_be_fresh(day, expected_version)
        people = changing.applicants(session, day.id, only_taking_part=True)
        left = [offer for offer in offers(session, day) if offer.offered]
        if not people or not left:
            raise NothingLeft
        _begin(coming)
        session.add(coming)
        land(session, actor, day, DayEvent.SECOND_CHANCE, people=len(people), seed_commitment=coming.seed_commitment)
        day.round = coming.number
        for person in people:
            person.move(ApplicantEvent.ASK_AGAIN)
        session.flush()
        telling.tell_later(session, day, letters.AGAIN.template)
        _tell_towns(session, "town_again", day, coming, left)
    return day


def close_day(actor: Actor, reference: str, expected_version: int) -> MatchingDay:
    """Put a published day away; whoever is without a place is told that nothing more comes.

    Raises `DayForbidden`, `DayStepImpossible` or `StaleDay`.
    """
    look(actor, reference, DayEvent.CLOSE, expected_version)
    with transaction() as session:
        day = changing.day_to_change(session, reference)
        must_be_fresh(day, expected_version)
        land(session, actor, day, DayEvent.CLOSE)
        day.ended_at = clock.now()
        if day.round == 1:  # after a second round the result itself said so
            telling.tell_later(session, day, letters.ENDED.template)
    return day


def cancel_day(actor: Actor, reference: str, notice_ja: str, notice_en: str, expected_version: int) -> MatchingDay:
    """Call a day off before anything is published, or its second round; everybody who was asked is told why.

    Raises `DayForbidden`, `DayStepImpossible` or `StaleDay`.
    """
    known = days.by_reference(reading(), reference)
    event = DayEvent.CANCEL if known.round == 1 else DayEvent.ABANDON
    look(actor, reference, event, expected_version)
    with transaction() as session:
        day = changing.day_to_change(session, reference)
        must_be_fresh(day, expected_version)
        must_lead_somewhere(day, event)
        drafted = day.state is DayState.DRAFT
        day.notice_ja, day.notice_en, day.ended_at = notice_ja, notice_en, clock.now()
        land(session, actor, day, event)
        if not drafted:
            notice = letters.CANCELLED if event is DayEvent.CANCEL else letters.ENDED
            telling.tell_no_more(session, Applicant.day_id == day.id, *letters.ASKING)
            telling.tell_later(session, day, notice.template)
            now = changing.round_of(session, day)
            _tell_towns(session, "town_cancelled", day, now, offers(session, day))
    return day


def _tell_towns(session: Session, name: str, day: MatchingDay, now: MatchingRound, told: list[Offer]) -> None:
    letters.post_to_towns(session, letters.compose_to_towns(session, name, day, now, told, {}))
