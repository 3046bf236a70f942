"""Runs over all requests when several people and several workers are at them at once."""

from datetime import timedelta

import sqlalchemy as sa

from talent_portal.core import clock
from talent_portal.core.references import new_reference
from talent_portal.introductions.models import Proposal
from talent_portal.matching.models import MatchRun
from talent_portal.matching.rules.runs import RunState
from tests.races.test_sign_up import errors

AT_ONCE = 8


def test_one_form_is_one_run_one_worker_has_it_and_it_is_published_once(make, hands, repeat):
    make.forms()
    role, first = make.profession(), clock.today() + timedelta(days=40)
    person = make.specialist(professions=(role.code,), remote="also")
    period = {"starts_on": first, "ends_on": first + timedelta(days=60)}
    need = make.need(profession=role.code, remote_percent=100, **period)
    coordinator, key = make.officer(), new_reference()

    asked = hands.race([("ask_for_run", (coordinator, key))] * AT_ONCE)
    worked = hands.race([("work_on_run", ())] * AT_ONCE)

    assert errors([*asked, *worked]) == []
    (reference,) = {found for _, found in asked}
    make.session.rollback()
    run = make.whole_run(make.session.scalars(sa.select(MatchRun).where(MatchRun.reference == reference)).one())
    assert (run.state, run.attempts) == (RunState.DONE, 1)
    assert person.reference in {one["specialist"] for one in run.result["plan"]}

    published = hands.race([("publish_run", (coordinator, reference, run.version))] * AT_ONCE)

    assert errors(published) == []
    assert {kind for kind, _ in published} == {"ok"}
    make.session.rollback()
    made = sa.select(sa.func.count()).where(Proposal.need_id == need.id)
    assert make.session.scalar(made) == 1
    assert make.session.scalar(sa.select(sa.func.count()).where(Proposal.source == f"run:{reference}")) == sum(
        int(str(count)) for _, count in published
    )
