"""Forget people in what matching keeps: at their wish, and when the time for keeping is over."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, undefer

from talent_portal.core import clock
from talent_portal.core.calendar import start_of
from talent_portal.core.marks import _n
from talent_portal.matching.models import MatchRun, PairDecision
from talent_portal.matching.queries import own_data
from talent_portal.privacy.own_data import Holder
from talent_portal.privacy.retention import RetentionRule, years_before
from talent_portal.specialists.models import Specialist

YEARS = 2
NAMED_IN = ("plan", "weeks", "left_out", "conflicts", "changes", "contracts")


def erase(session: Session, subject: str) -> None:
    """Forget `specialist:<reference>` inside the caller's transaction: decisions go, and the person from every plan."""
    kind, _, reference = subject.partition(":")
    if kind != own_data.KIND:
        return
    mine = sa.select(Specialist.id).where(Specialist.reference == reference).scalar_subquery()
    gone = sa.delete(PairDecision).where(PairDecision.specialist_id == mine)
    session.execute(gone, execution_options={"synchronize_session": False})
    wanted = sa.select(MatchRun).where(MatchRun.erased_at.is_(None)).options(undefer(MatchRun.result))
    for run in session.scalars(wanted.order_by(MatchRun.id).with_for_update()):
        run.result = _without(run.result, reference)


def _without(result: dict[str, object], reference: str) -> dict[str, object]:
    """Return the result without a person; what municipalities were covered with stays as it was."""
    kept = dict(result)
    for key in NAMED_IN:
        rows = result.get(key)
        if isinstance(rows, list):
            kept[key] = [row for row in rows if row["specialist"] != reference]
    rows = result.get("unmet")
    if isinstance(rows, list):
        kept["unmet"] = [row | {"elsewhere": [one for one in row["elsewhere"] if one != reference]} for row in rows]
    return kept


def forget_runs(session: Session, before: date) -> int:
    """Empty the results of runs asked for before `before`; their figures stay."""
    over = sa.and_(MatchRun.asked_at < start_of(before), MatchRun.erased_at.is_(None))
    due = list(session.scalars(sa.select(MatchRun).where(over).order_by(MatchRun.id)))
    for run in due:
        run.result, run.log, run.erased_at = {}, [], clock.now()
    return len(due)


def forget_decisions(session: Session, before: date) -> int:
    """Delete decisions made before `before`."""
    over = list(session.scalars(sa.select(PairDecision).where(PairDecision.decided_at < start_of(before))))
    for one in over:
        session.delete(one)
    return len(over)


RETENTION = (
    RetentionRule(
        name="match_run",
        tables=("match_run",),
        what=_n("Plans over all requests, with the reasons for each pair"),
        period=lambda today: years_before(YEARS, today),
        kept=_n("24 months after the run was asked for"),
        then=_n("Only its figures by number stay"),
        basis=_n("Accountability for how people were brought together with requests"),
        run=forget_runs,
    ),
    RetentionRule(
        name="pair_decision",
        tables=("pair_decision",),
        what=_n("Pairs of person and request that coordinators kept or ruled out, with the reason"),
        period=lambda today: years_before(YEARS, today),
        kept=_n("24 months after the decision"),
        then=_n("The decision is deleted with its reason"),
        basis=_n("Accountability for how people were brought together with requests"),
        run=forget_decisions,
    ),
)
HOLDER = Holder(name="matching", read=own_data.of, erase=erase, subjects=own_data.subjects)
