"""What introductions and placements tell a request, inside their own transaction."""

from sqlalchemy.orm import Session

from talent_portal.core import clock
from talent_portal.core.actor import Actor
from talent_portal.needs.actions import letters
from talent_portal.needs.actions.states import apply, check
from talent_portal.needs.models import Need, NeedEvent
from talent_portal.needs.queries import changing


def proposal_made(session: Session, actor: Actor, need_id: int) -> Need:
    """Hear that somebody became a candidate. Raises `StateForbids` unless people are being looked for."""
    need = changing.need_to_change_by_id(session, need_id)
    check(need, NeedEvent.PROPOSE)
    need.first_proposal_at = need.first_proposal_at or clock.now()
    apply(session, actor, need, NeedEvent.PROPOSE)
    return need


def placement_made(session: Session, actor: Actor, need_id: int, told: frozenset[str] = frozenset()) -> Need:
    """Hear that somebody was appointed: the request is filled, or partly filled while more people are wanted.

    Whoever is `told` of the appointment (references of accounts) reads there that the request is filled.
    Raises `StateForbids` when nobody is being looked for (any longer).
    """
    need = changing.need_to_change_by_id(session, need_id)
    event = NeedEvent.FILL if need.placed + 1 >= need.head_count else NeedEvent.PLACE
    check(need, event)
    need.placed += 1
    apply(session, actor, need, event)
    # Whether this appointment fills the request is known only under the lock.
    letters.post(session, letters.about_step(session, actor, need, event, told=told))
    return need


def placement_ended(session: Session, actor: Actor, need_id: int, *, early: bool) -> Need:
    """Hear that an appointment has ended.

    One that ended early (or was cancelled) leaves the post open again, while the search may still go on; one that ran
    its term, or that ended after the last day of the search, changes nothing.
    """
    need = changing.need_to_change_by_id(session, need_id)
    over = need.last_day is not None and need.last_day < clock.today()
    if not early or over or need.placed == 0:
        return need
    event = NeedEvent.EMPTY if need.placed == 1 else NeedEvent.RELEASE
    check(need, event)
    need.placed -= 1
    apply(session, actor, need, event)
    return need
