"""A partner's answer to its part of a joint request."""

from talent_portal.accounts.permissions import Permission
from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import Actor, Scope
from talent_portal.core.db import reading, transaction
from talent_portal.needs import queries
from talent_portal.needs.errors import AlreadyAnswered, StateForbids
from talent_portal.needs.models import Need, NeedShare, NeedState, ShareState
from talent_portal.needs.queries import changing
from talent_portal.needs.queries import reach as policies

ANSWERABLE = (NeedState.DRAFT, NeedState.SUBMITTED, NeedState.RETURNED)


def answer_share(actor: Actor, reference: str, *, yes: bool) -> NeedShare:
    """Confirm or decline the part of the actor's own municipality.

    Raises `NoResultFound` for anybody who is no partner (noted), `AlreadyAnswered`, or `StateForbids` once it is open.
    """
    known = queries.full(reading(), reference)
    if actor.scope(Permission.NEED_EDIT) is Scope.NONE or _of(actor, known) is None:
        audit.note_denied(actor, "need.answer-share", f"need:{reference}")
        policies.must(allowed=False)
    with transaction() as session:
        need = changing.need_to_change(session, reference)
        share = _of(actor, need)
        policies.must(share is not None)
        assert share is not None  # noqa: S101 - for the type checker; `must` has raised otherwise
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
    return share


def _of(actor: Actor, need: Need) -> NeedShare | None:
    """Return the part of the actor's municipality, if it is a partner and not the one that asks."""
    mine = (share for share in need.shares if share.organisation_id == actor.organisation_id)
    return None if need.organisation_id == actor.organisation_id else next(mine, None)
