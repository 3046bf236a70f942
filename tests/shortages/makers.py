"""Rounds of the survey and municipalities' figures, made through the actions."""

from datetime import date

import sqlalchemy as sa

from talent_portal.accounts.models import Organisation
from talent_portal.accounts.permissions import Role
from talent_portal.core.db import transaction
from talent_portal.shortages import actions, queries
from talent_portal.shortages.actions import LineDraft, RoundDraft
from talent_portal.shortages.models import ReportState, RoundState, ShortageReport, SurveyRound
from tests.makers import Makers


def round_draft(make: Makers, **given) -> RoundDraft:
    valid = {
        "title_ja": "専門職配置状況調査",
        "title_en": "Staffing survey",
        "fiscal_year": 2026,
        "as_of": date(2026, 4, 1),
        "opens_on": date(2026, 6, 1),
        "closes_on": date(2026, 6, 30),
    }
    return RoundDraft(**(valid | given))


def survey(make: Makers, *, state=RoundState.OPEN, **given) -> SurveyRound:
    """A round, sent out unless told otherwise."""
    coordinator = make.officer()
    made = actions.create_round(coordinator, make.round_draft(**given))
    if state is RoundState.DRAFT:
        return made
    opened = actions.open_round(coordinator, made.reference, made.version)
    return actions.close_round(coordinator, made.reference, opened.version) if state is RoundState.CLOSED else opened


def report(
    make: Makers, survey: SurveyRound, organisation: Organisation, figures=None, *, state=ReportState.REPORTED
) -> ShortageReport:  # fmt: skip
    """A municipality's answer; `figures` leads from roles to (required, in post)."""
    if figures is None:
        figures = {make.profession().code: (5, 3)}
    lines = [LineDraft(code, *numbers) for code, numbers in figures.items()]
    member = make.officer(Role.MEMBER, organisation)
    saved = actions.save_report(member, survey.reference, organisation.reference, lines, "", 0)
    if state is ReportState.DRAFT:
        return saved
    approver = make.officer(Role.APPROVER, organisation)
    told = actions.report_figures(approver, survey.reference, organisation.reference, saved.version)
    if state is not ReportState.REPORTED:
        make.set_report_state(told, state)
    return make.figures_of(survey, organisation)


def figures_of(make: Makers, survey: SurveyRound, organisation: Organisation) -> ShortageReport:
    """The report as the database has it now, with its lines."""
    make.session.expire_all()
    return queries.report_of(make.session, survey, organisation.id)


def set_report_state(make: Makers, report: ShortageReport, state: ReportState) -> None:
    """Put a report into a state past the table of transitions."""
    with transaction() as session:
        session.execute(sa.update(ShortageReport).where(ShortageReport.id == report.id).values(state=state))
