"""The one table of a session's states, step by step: what it allows happens, everything else is refused and noted."""

import pytest
import sqlalchemy as sa

from talent_portal.audit.models import AuditEntry
from talent_portal.fairs import actions, errors
from talent_portal.fairs.models import TRANSITIONS, FairState

STEPS = {
    "publish": (FairState.PUBLISHED, actions.publish),
    "open": (FairState.OPEN, actions.open_sign_up),
    "closed": (FairState.CLOSED, actions.close_sign_up),
    "held": (FairState.HELD, actions.mark_held),
    "archived": (FairState.ARCHIVED, actions.archive),
    "cancel": (
        FairState.CANCELLED,
        lambda me, reference, version: actions.cancel_fair(me, reference, "中止", "Off", version),
    ),
}
CASES = [(state, deed) for state in FairState for deed in STEPS]
# Written down by hand, so that a step that slips into the table turns something red.
ALLOWED = {
    FairState.DRAFT: {"publish", "cancel"},
    FairState.PUBLISHED: {"open", "closed", "cancel"},
    FairState.OPEN: {"closed", "cancel"},
    FairState.CLOSED: {"open", "held", "cancel"},
    FairState.HELD: {"archived"},
    FairState.ARCHIVED: set(),
    FairState.CANCELLED: {"archived"},
}


def book(make, fair):
    deeds = sa.select(AuditEntry.deed).where(AuditEntry.subject == f"fair:{fair.reference}")
    return list(make.session.scalars(deeds.order_by(AuditEntry.sequence)))


def in_state(make, state):
    fair = make.fair(booths=1, rounds=1)
    make.set_state(fair, state)
    return make.fresh(fair)


def test_the_table_is_the_one_written_here():
    assert {
        state: {deed for deed, (target, _act) in STEPS.items() if target in TRANSITIONS[state]} for state in FairState
    } == ALLOWED


@pytest.mark.parametrize(("state", "deed"), CASES, ids=str)
def test_a_step_is_taken_or_refused_and_either_stands_in_the_book(make, state, deed):
    fair = in_state(make, state)
    reference, version = fair.reference, fair.version
    target, act = STEPS[deed]
    me = make.officer()

    if deed in ALLOWED[state]:
        act(me, reference, version)
        assert make.fresh(fair).state is target
        assert f"fair.{target.value}" in book(make, fair)
    else:
        with pytest.raises(errors.StateForbids):
            act(me, reference, version)
        assert make.fresh(fair).state is state
        assert book(make, fair)[-1] == f"fair.{deed}.denied"
