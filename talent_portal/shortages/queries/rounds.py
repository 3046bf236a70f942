"""Rounds of the survey, and who has answered."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from talent_portal.accounts.models import Organisation
from talent_portal.municipalities.models import Municipality
from talent_portal.shortages.models import ReportEvent, RoundState, ShortageReport, SurveyRound
from talent_portal.shortages.models.report import TRANSITIONS

FRESH = {"populate_existing": True}


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the rows of a round: a municipality, and its report where it has begun one."""

    organisation: Organisation
    report: ShortageReport | None

    @property
    def is_in(self) -> bool:
        """Return whether the municipality has answered."""
        return self.report is not None and self.report.is_counted


def rounds(session: Session, *, drafts: bool) -> list[SurveyRound]:
    """Return the rounds, newest first; those being prepared only to whoever prepares them."""
    wanted = sa.select(SurveyRound).order_by(SurveyRound.closes_on.desc(), SurveyRound.id.desc())
    return list(session.scalars(wanted if drafts else wanted.where(SurveyRound.state != RoundState.DRAFT)))


def survey_round(session: Session, reference: str) -> SurveyRound:
    """Return one round; raise `NoResultFound` (404) where there is none."""
    return session.scalars(sa.select(SurveyRound).where(SurveyRound.reference == reference)).one()


def round_to_change(session: Session, reference: str) -> SurveyRound:
    """Return one round, locked, as the database has it now."""
    wanted = sa.select(SurveyRound).where(SurveyRound.reference == reference).with_for_update()
    return session.scalars(wanted, execution_options=FRESH).one()


def answers(session: Session, survey: SurveyRound) -> list[Answer]:
    """Return one row per municipality in official order, whether it has answered or not."""
    of_round = sa.and_(ShortageReport.organisation_id == Organisation.id, ShortageReport.round_id == survey.id)
    wanted = (
        sa.select(Organisation, ShortageReport)
        .join(Municipality, Municipality.organisation_id == Organisation.id)
        .outerjoin(ShortageReport, of_round)
        .order_by(Organisation.position, Organisation.code)
    )
    return [Answer(office, report) for office, report in session.execute(wanted)]


def organisation(session: Session, reference: str) -> Organisation:
    """Return a municipality's organisation; raise `NoResultFound` (404) for anything else."""
    wanted = sa.select(Organisation).join(Municipality, Municipality.organisation_id == Organisation.id)
    return session.scalars(wanted.where(Organisation.reference == reference)).one()


def report_of(session: Session, survey: SurveyRound, organisation_id: int) -> ShortageReport | None:
    """Return a municipality's report with its lines, if it has begun one."""
    of_round = (ShortageReport.round_id == survey.id, ShortageReport.organisation_id == organisation_id)
    return session.scalars(sa.select(ShortageReport).where(*of_round).options(*_parts())).one_or_none()


def own_reports(session: Session, organisation_id: int) -> dict[int, ShortageReport]:
    """Return a municipality's reports by the id of their round."""
    wanted = sa.select(ShortageReport).where(ShortageReport.organisation_id == organisation_id)
    return {report.round_id: report for report in session.scalars(wanted)}


def report_to_change(session: Session, round_id: int, organisation_id: int) -> ShortageReport | None:
    """Return a municipality's report with its lines, locked, as the database has it now."""
    of_round = (ShortageReport.round_id == round_id, ShortageReport.organisation_id == organisation_id)
    wanted = sa.select(ShortageReport).where(*of_round).options(*_parts()).with_for_update(of=ShortageReport)
    return session.scalars(wanted, execution_options=FRESH).one_or_none()


def to_carry_over(session: Session, fiscal_year: int) -> list[tuple[int, int]]:
    """Return (round, municipality) of the reports of earlier years that are not settled."""
    states = [state for state, event in TRANSITIONS if event is ReportEvent.CARRY_OVER]
    wanted = (
        sa.select(ShortageReport.round_id, ShortageReport.organisation_id)
        .join(SurveyRound, SurveyRound.id == ShortageReport.round_id)
        .where(SurveyRound.fiscal_year < fiscal_year, ShortageReport.state.in_(states))
        .order_by(ShortageReport.id)
    )
    return [(row[0], row[1]) for row in session.execute(wanted)]


def _parts() -> tuple[sa.orm.interfaces.ORMOption, ...]:
    return (
        selectinload(ShortageReport.lines),
        joinedload(ShortageReport.organisation),
        joinedload(ShortageReport.round),
    )
