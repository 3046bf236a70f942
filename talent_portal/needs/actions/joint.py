"""A partner's answer to its part of a joint request."""

from sqlalchemy.exc import NoResultFound

from talent_portal.accounts.permissions import Permission
from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import Actor, Scope
from talent_portal.core.db import reading, transaction
from talent_portal.needs import policies, queries
from talent_portal.needs.actions import guards, letters
from talent_portal.needs.actions.letters import Side
from talent_portal.needs.errors import AlreadyAnswered, StateForbids
from talent_portal.needs.models import NeedShare, NeedState, ShareState
from talent_portal.needs.queries import changing

ANSWERABLE = (NeedState.SUBMITTED, NeedState.RETURNED)
SIDES = (Side.ASKING, Side.PREFECTURE)


def answer_share(actor: Actor, reference: str, *, yes: bool) -> NeedShare:
    """Confirm or decline the part of the actor's own municipality.

    Raises `NoResultFound` for anybody who is no partner (noted), `AlreadyAnswered`, or `StateForbids` once it is open.
    """
    known = queries.full(reading(), reference)
    mine = policies.share_of(actor, known)
    if actor.scope(Permission.NEED_EDIT) is Scope.NONE or mine is None or not policies.may_read(actor, known):
        audit.note_denied(actor, "need.answer-share", f"need:{reference}")
        raise NoResultFound
    told = letters.compose(reading(), known, "share_answered", SIDES, partner=mine.organisation, yes=yes)
    with guards.noting(actor, "answer-share", reference), transaction() as session:
        need = changing.need_to_change(session, reference)
        share = next(share for share in need.shares if share.id == mine.id)
        if need.state not in ANSWERABLE:
            raise StateForbids(state=need.state.value, event="answer-share")
        if share.state is not ShareState.ASKED:
            raise AlreadyAnswered
        share.state = ShareState.CONFIRMED if yes else ShareState.DECLINED
        share.answered_at, share.answered_by = clock.now(), actor.reference
        need.version += 1
        audit.record(
            session,
            actor,
            f"need.share-{share.state}",
            f"need:{reference}",
            share=share.reference,
            version=need.version,
        )
        letters.post(session, told)
    return share
