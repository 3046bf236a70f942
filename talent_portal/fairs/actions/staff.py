"""What the coordinator does for somebody: sign them up by telephone, if need be above the capacity."""

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from talent_portal.audit import actions as audit
from talent_portal.core import text
from talent_portal.core.actor import Actor
from talent_portal.core.db import reading, transaction
from talent_portal.fairs import queries
from talent_portal.fairs.actions import holding, letters, plan, seats, sign_up
from talent_portal.fairs.actions.drafts import RegisterDraft
from talent_portal.fairs.errors import AlreadySignedUp, ContactMissing, FairFull, SlotFull
from talent_portal.fairs.models import Channel, Fair, Registration
from talent_portal.fairs.queries import plans, subject
from talent_portal.fairs.queries.plans import Talk
from talent_portal.outbox import actions as outbox

TICKET_CALL = "fair.ticket"


def register_for(
    actor: Actor, fair_reference: str, draft: RegisterDraft, idempotency_key: str, over_reason: str = ""
) -> Registration:
    """Sign somebody up who called or wrote; it stands at once, and without mail a call tells them their number.

    With `over_reason` the seats may go above the capacity; they are counted apart, and the reason stays with the row.
    Raises `ContactMissing`, `AlreadySignedUp`, `FairFull`, `SlotFull`, or the refusals of a plan.
    """
    if not draft.email and not draft.phone:
        raise ContactMissing
    session = reading()
    fair = queries.fair(session, fair_reference)
    if known := plans.by_key(session, idempotency_key):
        return known
    talks = plan.wanted(session, fair, draft.talks)
    for _ in range(sign_up.NUMBER_TRIES):
        try:
            return _keep(actor, fair, draft, talks, idempotency_key, over_reason)
        except SlotFull:
            raise plan.with_alternatives(fair, talks) from None
        except IntegrityError:
            if known := _known(fair, draft, idempotency_key):
                return known
    raise FairFull


def _known(fair: Fair, draft: RegisterDraft, key: str) -> Registration | None:
    session = reading()
    if known := plans.by_key(session, key):
        return known
    holder = plans.holder(session, fair.id, text.folded_email(draft.email)) if draft.email else None
    if holder is not None:
        raise AlreadySignedUp(number=holder.number)
    return None


def _keep(  # noqa: PLR0913, PLR0917 - everything a registration is made of
    actor: Actor, fair: Fair, draft: RegisterDraft, talks: tuple[Talk, ...], key: str, over_reason: str
) -> Registration:
    person = sign_up.person_from(fair, draft, key, Channel.STAFF)
    person.over_reason = over_reason.strip()
    holding.make_firm(person)
    files = letters.with_ticket(person, fair, talks)
    letter = letters.compose("confirmed", person, fair, talks=talks, attachments=files)
    over = bool(person.over_reason)
    with transaction() as session:
        seats.take(session, [talk.slot_id for talk in talks], over=over)
        sign_up.store(session, person, talks)
        sign_up.consent(session, actor, person, fair, draft)
        if letter:
            outbox.post(session, letter)
        else:
            outbox.phone_task(session, reason=TICKET_CALL, subject=subject(person))
        _place(session, actor, fair, person, over=over)
        audit.record(
            session,
            actor,
            "registration.made_by_staff",
            subject(person),
            fair=fair.reference,
            after=person.state.value,
            talks=[talk.slot for talk in talks],
        )
    return person


def _place(session: Session, actor: Actor, fair: Fair, person: Registration, *, over: bool) -> None:
    """Take the place; an override leaves its own line in the book."""
    seats.take_place_by_staff(session, fair, over=over)
    if over:
        audit.record(session, actor, "fair.capacity_overridden", f"fair:{fair.reference}", person=person.reference)
