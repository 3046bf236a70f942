"""What matching holds about one person: decisions about them, and published plans in which they stand."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session, undefer

from talent_portal.matching.models import MatchRun, PairDecision
from talent_portal.matching.rules.runs import RunState
from talent_portal.needs.models import Need
from talent_portal.specialists.models import Specialist

KIND = "specialist"


def of(session: Session, subject: str) -> dict[str, object]:
    """Return what is held about `specialist:<reference>`, ready for JSON; nothing for anyone else."""
    kind, _, reference = subject.partition(":")
    if kind != KIND:
        return {}
    found: dict[str, object] = {"decisions": _decisions(session, reference), "plans": _plans(session, reference)}
    return {key: rows for key, rows in found.items() if rows}


def _decisions(session: Session, reference: str) -> list[dict[str, object]]:
    wanted = (
        sa.select(PairDecision, Need.title_ja)
        .join(Specialist, Specialist.id == PairDecision.specialist_id)
        .join(Need, Need.id == PairDecision.need_id)
        .where(Specialist.reference == reference)
        .order_by(PairDecision.id)
    )
    return [
        {
            "kind": row.kind.value,
            "request": title,
            "reason": row.reason,
            "decided_at": row.decided_at.isoformat(),
            "lifted_at": row.lifted_at.isoformat() if row.lifted_at else None,
        }
        for row, title in session.execute(wanted)
    ]


def _plans(session: Session, reference: str) -> list[dict[str, object]]:
    wanted = sa.select(MatchRun).where(MatchRun.state == RunState.PUBLISHED).options(undefer(MatchRun.result))
    found = []
    for run in session.scalars(wanted.order_by(MatchRun.id)):
        plan = run.result.get("plan", [])
        for one in plan if isinstance(plan, list) else []:
            if one["specialist"] == reference:
                at = run.published_at.isoformat() if run.published_at else None
                found.append({"published_at": at, "half_days": one["half_days"], "points": one["points"]})
    return found


def subjects(session: Session) -> Iterable[str]:
    """Return the opaque name of everybody about whom something was decided."""
    known = sa.select(Specialist.reference).where(Specialist.id.in_(sa.select(PairDecision.specialist_id)))
    return [f"{KIND}:{reference}" for reference in session.scalars(known.order_by(Specialist.id))]
