"""Who must act next, and by when. No state is without an answer. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from talent_portal.core.calendar import add_working_days, deadline
from talent_portal.placements.rules.deadlines import report_due
from talent_portal.placements.rules.states import OVER, OfferState, PlacementState

DRAFT_WORKING_DAYS = 10
CHECK_WORKING_DAYS = 5
SEND_WORKING_DAYS = 5
CONFIRM_WORKING_DAYS = 2


class Who(StrEnum):
    """Whose turn it is."""

    PERSON = "person"
    MEMBER = "member"
    APPROVER = "approver"
    CHECKER = "checker"
    BOTH = "both"
    PREFECTURE = "prefecture"
    CLOCK = "clock"
    NOBODY = "nobody"


class CheckState(StrEnum):
    """What the municipality's personnel office has said about the terms."""

    PENDING = "pending"
    PASSED = "passed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Step:
    """One next step: whose turn, what to do (a code), and by when (None where nothing runs out)."""

    who: Who
    what: str
    due: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferAt:
    """Where an offer stands, in plain values. Answers are "", "yes" or "no"."""

    state: OfferState
    check: CheckState
    since: date
    starts_on: date
    written: bool = True
    person_answer: str = ""
    town_answer: str = ""
    respond_by: datetime | None = None
    unconfirmed: bool = False


def of_offer(offer: OfferAt) -> Step:
    """Return the next step of an offer."""
    if offer.state is OfferState.DRAFT:
        return _of_draft(offer)
    if offer.state is OfferState.SENT:
        return _of_sent(offer)
    if offer.state is OfferState.CONDITIONS:
        return Step(Who.MEMBER, "settle_conditions", deadline(offer.starts_on - timedelta(days=1)))
    if offer.state is OfferState.READY:
        return Step(Who.APPROVER, "record_appointment", deadline(offer.starts_on))
    return Step(Who.NOBODY, "placed" if offer.state is OfferState.APPOINTED else "over")


def _of_draft(offer: OfferAt) -> Step:
    if not offer.written or offer.check is CheckState.STOPPED:
        return Step(Who.MEMBER, "write_terms", deadline(add_working_days(offer.since, DRAFT_WORKING_DAYS)))
    if offer.check is CheckState.PENDING:
        return Step(Who.CHECKER, "check_form", deadline(add_working_days(offer.since, CHECK_WORKING_DAYS)))
    return Step(Who.APPROVER, "send_terms", deadline(add_working_days(offer.since, SEND_WORKING_DAYS)))


def _of_sent(offer: OfferAt) -> Step:
    if offer.unconfirmed:
        return Step(Who.PREFECTURE, "confirm_answer", deadline(add_working_days(offer.since, CONFIRM_WORKING_DAYS)))
    if offer.person_answer and not offer.town_answer:
        return Step(Who.APPROVER, "answer_terms", offer.respond_by)
    if offer.town_answer and not offer.person_answer:
        return Step(Who.PERSON, "answer_terms", offer.respond_by)
    return Step(Who.BOTH, "answer_terms", offer.respond_by)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementAt:
    """Where a placement stands, in plain values."""

    state: PlacementState
    starts_on: date
    last_day: date
    asked: bool = False
    person_reported: bool = False
    town_reported: bool = False
    released: bool = False


def of_placement(placement: PlacementAt) -> Step:
    """Return the next step of a placement."""
    if placement.asked:
        return Step(Who.APPROVER, "answer_request", None)
    if placement.state is PlacementState.SCHEDULED:
        return Step(Who.CLOCK, "begin", deadline(placement.starts_on))
    if placement.state is PlacementState.ACTIVE:
        return Step(Who.CLOCK, "finish", deadline(placement.last_day))
    if placement.state in OVER and not placement.released:
        return Step(_reporter(placement), "report", report_due(placement.last_day))
    return Step(Who.NOBODY, "over")


def _reporter(placement: PlacementAt) -> Who:
    if placement.person_reported == placement.town_reported:
        return Who.BOTH
    return Who.MEMBER if placement.person_reported else Who.PERSON
