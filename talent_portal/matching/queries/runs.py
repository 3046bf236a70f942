"""Runs over all requests, and what was decided about pairs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, undefer

from talent_portal.matching.models import MatchRun, PairDecision
from talent_portal.matching.rules.runs import RunState
from talent_portal.needs.models import Need
from talent_portal.specialists.models import Specialist

FRESH = {"populate_existing": True}
WHOLE = (undefer(MatchRun.result), undefer(MatchRun.log))
# A worker writes at least every few seconds; one that has been silent for so long is gone.
SILENT = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision in force, with the references of its pair."""

    decision: PairDecision
    need: str
    specialist: str


def count_runs(session: Session) -> int:
    """Return how many runs there are."""
    return session.scalar(sa.select(sa.func.count()).select_from(MatchRun)) or 0


def runs(session: Session, offset: int, limit: int) -> list[MatchRun]:
    """Return runs without their results, the newest first."""
    wanted = sa.select(MatchRun).order_by(MatchRun.id.desc()).offset(offset).limit(limit)
    return list(session.scalars(wanted))


def run(session: Session, reference: str, *, whole: bool = False) -> MatchRun:
    """Return one run, with its result where `whole`; raise `NoResultFound` (404) where there is none."""
    wanted = sa.select(MatchRun).where(MatchRun.reference == reference)
    return session.scalars(wanted.options(*WHOLE) if whole else wanted).one()


def runs_named(session: Session, references: Collection[str]) -> list[MatchRun]:
    """Return these runs with their results, oldest first; unknown names are nothing."""
    wanted = sa.select(MatchRun).where(MatchRun.reference.in_(references)).order_by(MatchRun.id)
    return list(session.scalars(wanted.options(*WHOLE)))


def run_to_change(session: Session, reference: str) -> MatchRun:
    """Return one run, locked, as the database has it now."""
    wanted = sa.select(MatchRun).where(MatchRun.reference == reference).with_for_update()
    return session.scalars(wanted, execution_options=FRESH).one()


def run_by_key(session: Session, key: str) -> MatchRun | None:
    """Return the run that a form has asked for already."""
    return session.scalars(sa.select(MatchRun).where(MatchRun.idempotency_key == key)).one_or_none()


def next_run(session: Session, now: datetime) -> MatchRun | None:
    """Return the oldest run that waits for a worker, or whose worker has gone silent; locked."""
    silent = sa.and_(MatchRun.state == RunState.RUNNING, MatchRun.beat_at < now - SILENT)
    wanted = sa.select(MatchRun).where(sa.or_(MatchRun.state == RunState.QUEUED, silent))
    wanted = wanted.order_by(MatchRun.id).limit(1).with_for_update()
    return session.scalars(wanted, execution_options=FRESH).one_or_none()


def is_at_work(session: Session, now: datetime) -> bool:
    """Return whether a worker is at a run and has been heard of lately."""
    beating = sa.select(MatchRun.id).where(MatchRun.state == RunState.RUNNING, MatchRun.beat_at >= now - SILENT)
    return session.scalar(beating.limit(1)) is not None


def plans_to_keep(session: Session) -> list[MatchRun]:
    """Return the newest runs that have a plan: published ones first."""
    usable = (RunState.DONE, RunState.STOPPED, RunState.PUBLISHED)
    wanted = sa.select(MatchRun).where(MatchRun.state.in_(usable), MatchRun.erased_at.is_(None))
    found = list(session.scalars(wanted.order_by(MatchRun.id.desc()).limit(20)))
    return sorted((one for one in found if one.has_plan), key=lambda one: one.state is not RunState.PUBLISHED)


def decided(session: Session) -> list[Decided]:
    """Return all decisions in force, the newest first."""
    wanted = (
        sa.select(PairDecision, Need.reference, Specialist.reference)
        .join(Need, Need.id == PairDecision.need_id)
        .join(Specialist, Specialist.id == PairDecision.specialist_id)
        .where(PairDecision.lifted_at.is_(None))
        .order_by(PairDecision.id.desc())
    )
    return [Decided(*row) for row in session.execute(wanted)]


def decision_to_change(session: Session, reference: str) -> PairDecision:
    """Return one decision, locked."""
    wanted = sa.select(PairDecision).where(PairDecision.reference == reference).with_for_update()
    return session.scalars(wanted, execution_options=FRESH).one()


def pair(session: Session, need: str, specialist: str) -> tuple[int, int]:
    """Return the ids of a request and a person by reference; raise `NoResultFound` (404) for anything else."""
    need_id = session.scalars(sa.select(Need.id).where(Need.reference == need)).one()
    return need_id, session.scalars(sa.select(Specialist.id).where(Specialist.reference == specialist)).one()


def ids_of(session: Session, references: Sequence[str]) -> dict[str, int]:
    """Return the ids of people by reference."""
    wanted = sa.select(Specialist.reference, Specialist.id).where(Specialist.reference.in_(references))
    return {row[0]: row[1] for row in session.execute(wanted)}
