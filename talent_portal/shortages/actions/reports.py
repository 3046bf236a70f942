"""Write a municipality's figures: by itself, or by the prefecture on its behalf (代理入力)."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from talent_portal.accounts.permissions import Permission
from talent_portal.audit import actions as audit
from talent_portal.core.actor import Actor, Scope
from talent_portal.core.db import reading, transaction
from talent_portal.core.errors import Stale
from talent_portal.professions.models import Profession
from talent_portal.shortages import policies, queries
from talent_portal.shortages.actions import letters
from talent_portal.shortages.errors import RoundClosed, StateForbids, UnknownRole
from talent_portal.shortages.models import ReportState, RoundState, ShortageLine, ShortageReport, SurveyRound
from talent_portal.shortages.rules.choices import vacancy


@dataclass(frozen=True, slots=True)
class LineDraft:
    """The numbers of one role; a vacancy that is not told is what is missing to the required number."""

    profession: str
    required: int | None
    actual: int | None
    vacant: int | None = None

    @property
    def is_told(self) -> bool:
        """Return whether anything was entered."""
        return any(number is not None for number in (self.required, self.actual, self.vacant))


def save_report(  # noqa: PLR0913, PLR0917 - one municipality's whole answer
    actor: Actor,
    round_reference: str,
    organisation_reference: str,
    lines: Sequence[LineDraft],
    note: str,
    expected_version: int,
) -> ShortageReport:
    """Keep the figures as a draft. `expected_version` is 0 where there is no report yet.

    What a coordinator enters is marked and waits for the municipality, which is told. Raises `NoResultFound` for other
    municipalities' (noted), `RoundClosed`, `StateForbids` once it was reported, `UnknownRole` or `Stale`.
    """
    survey = queries.survey_round(reading(), round_reference)
    office = queries.organisation(reading(), organisation_reference)
    if not policies.reaches(actor, Permission.SHORTAGE_DRAFT, office.id):
        audit.note_denied(actor, "shortage.save", f"organisation:{organisation_reference}")
        policies.must(allowed=False)
    proxy = actor.scope(Permission.SHORTAGE_DRAFT) is Scope.ALL and actor.organisation_id != office.id
    told = letters.compose(reading(), survey, "proxied", [office.id]) if proxy else []
    try:
        with transaction() as session:
            report = _draft(session, survey, office.id, expected_version)
            _write(session, report, lines)
            report.note, report.proxy = note, proxy
            report.version += 1
            session.flush()
            audit.record(
                session, actor, "shortage.saved", f"shortage:{report.reference}", proxy=proxy, lines=len(lines)
            )
            letters.post(session, told)
    except StateForbids:
        audit.note_denied(actor, "shortage.save", f"organisation:{organisation_reference}")
        raise
    except IntegrityError as error:
        raise Stale from error  # a colleague began the report in the same moment
    return report


def _draft(session: Session, survey: SurveyRound, organisation_id: int, expected_version: int) -> ShortageReport:
    """Return the municipality's draft, locked, or begin one."""
    if queries.round_to_change(session, survey.reference).state is not RoundState.OPEN:
        raise RoundClosed
    report = queries.report_to_change(session, survey.id, organisation_id)
    if report is None:
        report = ShortageReport(
            round_id=survey.id, organisation_id=organisation_id, state=ReportState.DRAFT, version=0, lines=[]
        )
        session.add(report)
    if report.state is not ReportState.DRAFT:
        raise StateForbids(state=report.state.value, event="save")
    if report.version != expected_version:
        raise Stale
    return report


def _write(session: Session, report: ShortageReport, drafts: Sequence[LineDraft]) -> None:
    told = {draft.profession: draft for draft in drafts if draft.is_told}
    known = set(session.scalars(sa.select(Profession.code).where(Profession.code.in_(told))))
    if known != set(told):
        raise UnknownRole(codes=sorted(set(told) - known))
    kept = {line.profession: line for line in report.lines}
    rows = []
    for code, draft in told.items():
        line = kept.get(code) or ShortageLine(profession=code)
        line.required, line.actual = draft.required or 0, draft.actual or 0
        line.vacant = vacancy(draft.required, draft.actual) if draft.vacant is None else draft.vacant
        rows.append(line)
    report.lines = rows
