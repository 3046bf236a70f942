"""Who is still to be written to, and about what. The lines are kept here and nowhere else."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.matching_days.models import Applicant, MatchingDay, Telling
from talent_portal.matching_days.queries.changing import FRESH
from talent_portal.matching_days.rules.states import TAKING_PART


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who is still to be written to: the line about it, and what all lines of one notice share."""

    id: int
    day_id: int
    notice: str
    round: int
    version: int

    @property
    def about(self) -> tuple[int, str, int, int]:
        """Return what the letter is about."""
        return (self.day_id, self.notice, self.round, self.version)


def waiting(session: Session) -> list[Waiting]:
    """Return everybody who waits for a letter, in the order in which things happened."""
    wanted = (
        sa.select(Telling.id, Applicant.day_id, Telling.notice, Telling.round, Telling.version)
        .join(Applicant, Applicant.id == Telling.applicant_id)
        .order_by(Telling.id)
    )
    return [Waiting(*row) for row in session.execute(wanted)]


def people(session: Session, ids: list[int], *, lock: bool = False) -> list[tuple[Telling, Applicant]]:
    """Return those of these lines that still stand, with whom they are for."""
    wanted = sa.select(Telling, Applicant).join(Applicant, Applicant.id == Telling.applicant_id)
    found = wanted.where(Telling.id.in_(ids)).order_by(Telling.id)
    rows = session.execute(found.with_for_update() if lock else found, execution_options=FRESH)
    return [(row[0], row[1]) for row in rows]


def tell_later(session: Session, day: MatchingDay, notice: str, *where: sa.ColumnElement[bool]) -> None:
    """Note inside the caller's transaction that everybody who takes part, or whom `where` names, is to be told.

    Who waits for the same notice of the same round already is told once, with what is so by then.
    """
    to_tell = sa.and_(Applicant.day_id == day.id, Applicant.erased_at.is_(None), Applicant.state.in_(TAKING_PART))
    waits = sa.select(Telling.applicant_id).where(Telling.notice == notice, Telling.round == day.round)
    lines = sa.select(Applicant.id, sa.literal(notice), sa.literal(day.round), sa.literal(day.version)).where(
        to_tell, *where, Applicant.id.not_in(waits)
    )
    columns = [Telling.applicant_id, Telling.notice, Telling.round, Telling.version]
    session.execute(sa.insert(Telling).from_select(columns, lines.order_by(Applicant.number)))


def tell_no_more(session: Session, whom: sa.ColumnElement[bool], *notices: str) -> None:
    """Forget what the applicants whom `whom` names wait for: everything, or these notices."""
    gone = sa.delete(Telling).where(Telling.applicant_id.in_(sa.select(Applicant.id).where(whom)))
    session.execute(gone.where(Telling.notice.in_(notices)) if notices else gone)
