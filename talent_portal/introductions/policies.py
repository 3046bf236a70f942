"""Whose case it is, and who may take which step of it."""

from enum import StrEnum

from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from talent_portal.accounts.permissions import Permission
from talent_portal.core import clock
from talent_portal.core.actor import Actor, ActorKind, Scope
from talent_portal.introductions import queries
from talent_portal.introductions.errors import StepForbidden
from talent_portal.introductions.gateway import links
from talent_portal.introductions.queries import Case
from talent_portal.introductions.rules.deadlines import VISIBLE_AFTER_END
from talent_portal.introductions.rules.states import NEEDS, ON_BEHALF, SHOWABLE, Event

BY_THE_CLOCK = frozenset({Event.REMIND, Event.TIME_OUT, Event.DROP})


def must(allowed: bool) -> None:  # noqa: FBT001 - reads as `must(may_see_card(actor, case))`
    """Treat other people's things as if they did not exist: raise `NoResultFound` (404) unless allowed."""
    if not allowed:
        raise NoResultFound


def _is_own(actor: Actor, case: Case) -> bool:
    """Return whether the case is about this very person, signed in or holding the link of the letter."""
    if actor.kind is ActorKind.GUEST:
        return case.enquiry is not None and actor.reference == case.enquiry.reference
    mine = actor.account_id if actor.kind is ActorKind.SPECIALIST else None
    return mine is not None and mine == case.person.account_id


def may_see_card(actor: Actor, case: Case) -> bool:
    """Return whether a municipality may see the card: shown to it by the coordinator, for its own request."""
    scope = actor.scope(Permission.CARD_READ)
    if scope is Scope.ALL:
        return True
    if scope is not Scope.ORG or not actor.may(Permission.SELECTION_PREPARE):
        return False
    shown = case.proposal.shown_at is not None and case.proposal.state in SHOWABLE
    return actor.organisation_id in case.organisation_ids and not case.hidden and (shown or case.proposal.named)


def may_see_person(actor: Actor, case: Case) -> bool:
    """Return whether the introduced person may be shown: with consent for this request.

    To the prefecture as long as it stands; to those who asked after the introduction, until 30 days after the end.
    """
    scope = actor.scope(Permission.PROFILE_IDENTIFY)
    if scope is Scope.ALL:
        return case.consent is not None
    if scope is not Scope.ORG or not actor.may(Permission.SELECTION_RECORD):
        return False
    return actor.organisation_id in case.organisation_ids and _may_still_be_named(case)


def _may_still_be_named(case: Case) -> bool:
    """Return whether this case shows a name to the municipality today."""
    ended = case.proposal.ended_at
    lasting = ended is None or clock.now() < ended + VISIBLE_AFTER_END
    return case.referral is not None and case.consent is not None and not case.hidden and lasting


def may_note(actor: Actor, case: Case) -> bool:
    """Return whether the actor may read and write the contact log: the prefecture, or the town after the name."""
    scope = actor.scope(Permission.CONTACT_NOTE)
    return scope is Scope.ALL or (
        scope is Scope.ORG
        and actor.organisation_id in case.organisation_ids
        and case.referral is not None
        and not case.hidden
    )


class Right(StrEnum):
    """How a step stands to an actor."""

    YES = "yes"
    NOT_YOURS = "not-yours"  # other people's things do not exist
    NOT_YOUR_PART = "not-your-part"  # the step belongs to another role


def right(actor: Actor, event: Event, case: Case) -> Right:
    """Return whether this step of this case is the actor's to take, whatever the state of the case."""
    if actor.kind is ActorKind.WORKER:
        return Right.YES if event in BY_THE_CLOCK else Right.NOT_YOUR_PART
    if event in ON_BEHALF:
        return _right_to_answer(actor, event, case)
    permission = NEEDS[event]
    if permission is None or not actor.may(permission):
        return Right.NOT_YOUR_PART
    everywhere = actor.scope(permission) is Scope.ALL
    mine = everywhere or (actor.organisation_id == case.office.id and case.proposal.named and not case.hidden)
    return Right.YES if mine else Right.NOT_YOURS


def _right_to_answer(actor: Actor, event: Event, case: Case) -> Right:
    """Let the person answer, or staff who write down what the person said."""
    if actor.kind is ActorKind.GUEST or actor.may(Permission.CONSENT_DECIDE):
        return Right.YES if _is_own(actor, case) else Right.NOT_YOURS
    permission = Permission.CONSENT_ON_PAPER if event is Event.CONSENT else Permission.ANSWER_ON_PAPER
    return Right.YES if actor.may(permission) else Right.NOT_YOUR_PART


def must_take(actor: Actor, event: Event, case: Case) -> None:
    """Raise `StepForbidden` when the step is another role's, `NoResultFound` when the case is not the actor's."""
    found = right(actor, event, case)
    if found is Right.NOT_YOUR_PART:
        raise StepForbidden(event=event.value)
    must(found is Right.YES)


def open_steps(actor: Actor, case: Case) -> frozenset[Event]:
    """Return the steps that this actor may take now; what pages offer."""
    return frozenset(
        event for event in Event if case.proposal.may(event) and right(actor, event, case) is Right.YES
    )  # fmt: skip


def case_by_link(session: Session, reference: str, token: str) -> Case:
    """Return the case that the link of a letter opens; raise `NoResultFound` (404) for any other link."""
    enquiry = queries.enquiry(session, reference)
    must(links.is_token(enquiry.reference, enquiry.token_version, token))
    case = queries.case_of_enquiry(session, enquiry)
    must(case.proposal.specialist_id is not None)
    return case
