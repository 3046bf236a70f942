"""Bring to mind an open request that nobody has been proposed for."""

from talent_portal.audit import actions as audit
from talent_portal.core.actor import WORKER
from talent_portal.core.db import reading, transaction
from talent_portal.needs import queries
from talent_portal.needs.actions import letters
from talent_portal.needs.actions.letters import Side
from talent_portal.needs.models import NeedState
from talent_portal.needs.queries import changing


def remind(reference: str, days: int) -> bool:
    """Tell the municipality and the prefecture once per period of `days`; return whether there was cause."""
    known = queries.full(reading(), reference)
    told = letters.compose(reading(), known, "silent", (Side.ASKING, Side.PREFECTURE), days=days)
    with transaction() as session:
        need = changing.need_to_change(session, reference)
        if need.state is not NeedState.OPEN or need.first_proposal_at is not None or need.reminded_days >= days:
            return False
        need.reminded_days = days
        audit.record(session, WORKER, "need.reminded", f"need:{reference}", days=days)
        letters.post(session, [letters.Ready(f"{one.key}:{days}", one.letter) for one in told])
    return True
