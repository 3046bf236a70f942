"""What an applicant does behind the link, or the office for somebody who called: name wishes, withdraw."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.audit import actions as audit
from talent_portal.core import calendar, clock
from talent_portal.core.actor import Actor, ActorKind
from talent_portal.core.db import reading, transaction
from talent_portal.core.errors import Stale
from talent_portal.matching_days.actions import letters
from talent_portal.matching_days.actions.steps import noting, runs_days
from talent_portal.matching_days.errors import (
    DayForbidden,
    NotTakingPart,
    TooManyWishes,
    WishesClosed,
    WishesUnfit,
    WishTwice,
    WishUnknown,
    WithdrawalClosed,
)
from talent_portal.matching_days.models import Applicant, MatchingDay, MatchingRound, Wish
from talent_portal.matching_days.queries import applicants, changing, subject, telling
from talent_portal.matching_days.queries.seats import Offer, offers
from talent_portal.matching_days.rules.states import ApplicantEvent, ApplicantState, DayState
from talent_portal.outbox import actions as outbox

CLOSED = (WishesClosed, WithdrawalClosed, NotTakingPart)


def name_wishes(actor: Actor, reference: str, programmes: Sequence[str], expected_version: int) -> Applicant:
    """Keep somebody's list (references of programmes, best first) instead of the one before, and confirm it by mail.

    The same list sent twice writes one letter. Raises `DayForbidden`, `NotTakingPart`, `WishesClosed`, `WishesUnfit`,
    `WishTwice`, `TooManyWishes`, `WishUnknown` or `Stale`.
    """
    known = _theirs(actor, reference, "matching-applicant.wished")
    with noting(actor, "matching-applicant.wished", subject(known), *CLOSED), transaction() as session:
        day = changing.day_to_write_in(session, known.day_id)
        person, now = changing.applicant_to_change(session, reference), changing.round_of(session, day)
        _must_take_wishes(day, now, person)
        chosen = _chosen(session, day, programmes)
        if [offer.programme_id for offer in chosen] == applicants.wishes_of(session, person, day.round):
            return person
        if person.version != expected_version:
            raise Stale
        _replace(session, person, now, chosen)
        audit.record(session, actor, "matching-applicant.wished", subject(person), round=now.number, count=len(chosen))
        # One letter about what was kept, composed under the lock that says what that is (docs/adr/0016).
        letter = letters.compose("wished", person, day, now, wishes=chosen)
        if letter:
            outbox.post(session, letter)
    return person


def _theirs(actor: Actor, reference: str, deed: str) -> Applicant:
    """Return the applicant whom the actor may speak for: themselves, or anybody for the office."""
    known = changing.applicant(reading(), reference)
    themselves = actor.kind is ActorKind.GUEST and actor.reference == reference
    if not themselves and not runs_days(actor):
        audit.note_denied(actor, deed, subject(known))
        raise DayForbidden
    return known


def _must_take_wishes(day: MatchingDay, now: MatchingRound, person: Applicant) -> None:
    if day.state is not DayState.WISHING or calendar.is_over(now.wishes_until, clock.now()):
        raise WishesClosed
    if not person.may(ApplicantEvent.WISH):
        raise NotTakingPart


def _chosen(session: Session, day: MatchingDay, programmes: Sequence[str]) -> list[Offer]:
    """Return what was named, best first; raise for a list that cannot be kept."""
    if not programmes:
        raise WishesUnfit(field="wishes")
    if len(set(programmes)) < len(programmes):
        raise WishTwice(field="wishes")
    if len(programmes) > day.most_wishes:
        raise TooManyWishes(field="wishes", most=day.most_wishes)
    known = {offer.programme: offer for offer in offers(session, day) if offer.offered}
    if not known.keys() >= set(programmes):
        raise WishUnknown(field="wishes")
    return [known[programme] for programme in programmes]


def _replace(session: Session, person: Applicant, now: MatchingRound, chosen: Sequence[Offer]) -> None:
    """Put the new list in place of the old one."""
    drop_wishes(session, person, now.number)
    session.add_all(
        Wish(applicant_id=person.id, programme_id=offer.programme_id, round=now.number, position=position)
        for position, offer in enumerate(chosen, start=1)
    )
    person.move(ApplicantEvent.WISH)
    session.flush()


def drop_wishes(session: Session, person: Applicant, number: int) -> None:
    """Forget what somebody named in a round."""
    gone = sa.delete(Wish).where(Wish.applicant_id == person.id, Wish.round == number)
    session.execute(gone, execution_options={"synchronize_session": False})


def withdraw(actor: Actor, reference: str) -> Applicant:
    """Leave before the matching; doing it twice changes nothing more, and the wishes of the round are forgotten.

    Raises `DayForbidden`, `WithdrawalClosed` or `NotTakingPart`.
    """
    known = _theirs(actor, reference, "matching-applicant.withdrawn")
    with noting(actor, "matching-applicant.withdrawn", subject(known), *CLOSED), transaction() as session:
        day = changing.day_to_write_in(session, known.day_id)
        person = changing.applicant_to_change(session, reference)
        if person.state is ApplicantState.WITHDRAWN:
            return person
        if day.state not in {DayState.WISHING, DayState.RANKING}:
            raise WithdrawalClosed
        if not person.may(ApplicantEvent.WITHDRAW):
            raise NotTakingPart
        person.move(ApplicantEvent.WITHDRAW)
        drop_wishes(session, person, day.round)
        telling.tell_no_more(session, Applicant.id == person.id, *letters.ASKING)
        audit.record(session, actor, "matching-applicant.withdrawn", subject(person), round=day.round)
        letter = letters.compose("withdrawn", person, day, changing.round_of(session, day))
        if letter:
            outbox.post(session, letter)
    return person
