"""Keep candidates: from the page that finds them, or from a run over all requests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from talent_portal.accounts.permissions import Permission
from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import Actor, Scope
from talent_portal.core.db import transaction
from talent_portal.introductions.actions.moving import pass_turn, subject
from talent_portal.introductions.errors import AlreadyProposed, NeedNotOpen, PersonNotAvailable, StepForbidden
from talent_portal.introductions.models import Proposal
from talent_portal.introductions.queries import asking
from talent_portal.matching.current import PlannedPair
from talent_portal.needs import actions as needs


@dataclass(frozen=True, slots=True)
class Pick:
    """One person for one request, and why: codes and numbers of the match, as the coordinator saw them."""

    need_id: int
    specialist_id: int
    reasons: Mapping[str, object] = field(default_factory=dict)


def propose(actor: Actor, picks: Sequence[Pick], source: str = "search") -> list[Proposal]:
    """Make candidates of these pairs, all or none.

    Raises `StepForbidden`, `NeedNotOpen`, `PersonNotAvailable` or `AlreadyProposed`.
    """
    if actor.scope(Permission.MATCH_RUN) is not Scope.ALL:
        audit.note_denied(actor, "proposal.propose", "proposal:new")
        raise StepForbidden(event="propose")
    try:
        with transaction() as session:
            return [_keep(session, actor, pick, source) for pick in picks]
    except IntegrityError as error:
        raise AlreadyProposed from error


def propose_from(actor: Actor, run_reference: str, picks: Sequence[Pick]) -> list[Proposal]:
    """Make candidates of what a run over all requests came to; pairs that are candidates already stay as they are.

    Raises like `propose`, but for `AlreadyProposed`.
    """
    if actor.scope(Permission.MATCH_RUN) is not Scope.ALL:
        audit.note_denied(actor, "proposal.propose", "proposal:new")
        raise StepForbidden(event="propose")
    with transaction() as session:
        known = asking.open_pairs(session, [pick.need_id for pick in picks])
        new = [pick for pick in picks if (pick.need_id, pick.specialist_id) not in known]
        return [_keep(session, actor, pick, f"run:{run_reference}") for pick in new]


def propose_planned(actor: Actor, run_reference: str, pairs: Sequence[PlannedPair]) -> int:
    """Make candidates of the pairs of a plan; return how many are new. What `matching` is lent at the start."""
    picks = [Pick(one.need_id, one.specialist_id, one.reasons) for one in pairs]
    return len(propose_from(actor, run_reference, picks))


def _keep(session: Session, actor: Actor, pick: Pick, source: str) -> Proposal:
    """Keep one candidate, if the request is open and the person may be shown to those who asked."""
    if not asking.is_asking(session, pick.need_id):
        raise NeedNotOpen
    if not asking.may_be_introduced(session, pick.specialist_id, pick.need_id):
        raise PersonNotAvailable
    if asking.is_candidate(session, pick.need_id, pick.specialist_id):
        raise AlreadyProposed
    proposal = Proposal(
        need_id=pick.need_id,
        specialist_id=pick.specialist_id,
        reasons=dict(pick.reasons),
        source=source,
        proposed_by=actor.reference,
        in_charge=actor.reference,
        since=clock.now(),
    )
    session.add(proposal)
    session.flush()
    pass_turn(session, proposal)
    needs.proposal_made(session, actor, pick.need_id)
    audit.record(session, actor, "proposal.made", subject(proposal.reference), need=pick.need_id, source=source)
    return proposal
