"""Keep or forbid a pair of person and request, with a reason, until the decision is lifted."""

from sqlalchemy.exc import IntegrityError

from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import Actor
from talent_portal.core.db import transaction
from talent_portal.matching.actions.runs import must_run
from talent_portal.matching.errors import DecidedAlready, ReasonMissing
from talent_portal.matching.models import PairDecision
from talent_portal.matching.queries import runs as queries
from talent_portal.matching.rules.runs import DecisionKind


def decide(actor: Actor, kind: DecisionKind, need: str, specialist: str, reason: str) -> PairDecision:
    """Write a decision down; it counts for every run that is asked for from now on.

    Raises `NoResultFound` (404), `RunForbidden`, `ReasonMissing`, or `DecidedAlready` while another is in force.
    """
    must_run(actor, f"pair.{kind}", f"need:{need}")
    if not reason:
        raise ReasonMissing(field="reason")
    try:
        with transaction() as session:
            need_id, specialist_id = queries.pair(session, need, specialist)
            decision = PairDecision(
                need_id=need_id,
                specialist_id=specialist_id,
                kind=kind,
                reason=reason,
                decided_by=actor.reference,
                decided_at=clock.now(),
            )
            session.add(decision)
            session.flush()
            audit.record(session, actor, f"pair.{kind}", f"need:{need}", specialist=specialist)
    except IntegrityError as error:
        raise DecidedAlready from error
    return decision


def lift(actor: Actor, reference: str) -> PairDecision:
    """End a decision; lifting it twice does nothing the second time. Raises `NoResultFound` or `RunForbidden`."""
    must_run(actor, "pair.lifted", f"pair:{reference}")
    with transaction() as session:
        decision = queries.decision_to_change(session, reference)
        if decision.lifted_at is None:
            decision.lifted_at, decision.lifted_by = clock.now(), actor.reference
            audit.record(session, actor, "pair.lifted", f"pair:{reference}", kind=decision.kind.value)
    return decision
