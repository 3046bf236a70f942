"""Move a report through its states: by its municipality, by the coordinator, by the clock."""

from collections.abc import Callable

from talent_portal.accounts.permissions import Permission
from talent_portal.audit import actions as audit
from talent_portal.core import calendar, clock
from talent_portal.core.actor import WORKER, Actor
from talent_portal.core.db import reading, transaction
from talent_portal.core.errors import Stale
from talent_portal.shortages import policies, queries
from talent_portal.shortages.actions import letters
from talent_portal.shortages.errors import NothingTold, PastYear, RoundClosed, StateForbids
from talent_portal.shortages.models import TRANSITIONS, ReportEvent, RoundState, ShortageReport

Guard = Callable[[ShortageReport], None]
PERMISSIONS: dict[ReportEvent, Permission] = {
    ReportEvent.REPORT: Permission.SHORTAGE_SUBMIT,
    ReportEvent.REVISE: Permission.SHORTAGE_SUBMIT,
    ReportEvent.ACKNOWLEDGE: Permission.SURVEY_MANAGE,
    ReportEvent.PLAN: Permission.SURVEY_MANAGE,
    ReportEvent.RESOLVE: Permission.SURVEY_MANAGE,
}


def report_figures(
    actor: Actor, round_reference: str, organisation_reference: str, expected_version: int
) -> ShortageReport:
    """Answer the survey; figures that the prefecture entered are confirmed by it.

    Raises `RoundClosed`, `NothingTold`, `StateForbids` or `Stale`.
    """

    def guard(report: ShortageReport) -> None:
        if report.round.state is not RoundState.OPEN:
            raise RoundClosed
        if not report.lines:
            raise NothingTold
        report.proxy, report.reported_at = False, clock.now()

    return _move(actor, (round_reference, organisation_reference), ReportEvent.REPORT, expected_version, guard)


def revise(actor: Actor, round_reference: str, organisation_reference: str, expected_version: int) -> ShortageReport:
    """Begin a new revision of figures that were reported. Raises `RoundClosed`, or `PastYear` once the year is over."""

    def guard(report: ShortageReport) -> None:
        if report.round.fiscal_year < calendar.fiscal_year(clock.today()):
            raise PastYear
        if report.round.state is not RoundState.OPEN:
            raise RoundClosed
        report.revision += 1

    return _move(actor, (round_reference, organisation_reference), ReportEvent.REVISE, expected_version, guard)


def acknowledge(
    actor: Actor, round_reference: str, organisation_reference: str, expected_version: int
) -> ShortageReport:
    """Note that the figures were looked through; the municipality is told."""
    return _move(actor, (round_reference, organisation_reference), ReportEvent.ACKNOWLEDGE, expected_version)


def plan(actor: Actor, round_reference: str, organisation_reference: str, expected_version: int) -> ShortageReport:
    """Note that something is planned against the shortage."""
    return _move(actor, (round_reference, organisation_reference), ReportEvent.PLAN, expected_version)


def resolve(actor: Actor, round_reference: str, organisation_reference: str, expected_version: int) -> ShortageReport:
    """Note that the shortage is settled."""
    return _move(actor, (round_reference, organisation_reference), ReportEvent.RESOLVE, expected_version)


def _nothing(_report: ShortageReport) -> None:
    """Ask for nothing more than the table does."""


def _move(
    actor: Actor, whose: tuple[str, str], event: ReportEvent, expected_version: int, guard: Guard = _nothing
) -> ShortageReport:  # fmt: skip
    """Take one step for somebody: permission, version, guard, state, audit; a refusal by right or state is noted."""
    survey = queries.survey_round(reading(), whose[0])
    office = queries.organisation(reading(), whose[1])
    subject = f"organisation:{office.reference}"
    if not policies.reaches(actor, PERMISSIONS[event], office.id):
        audit.note_denied(actor, f"shortage.{event}", subject)
        policies.must(allowed=False)
    told = letters.compose(reading(), survey, "acknowledged", [office.id]) if event is ReportEvent.ACKNOWLEDGE else []
    try:
        with transaction() as session:
            report = queries.report_to_change(session, survey.id, office.id)
            if report is None:
                raise StateForbids(state="none", event=event.value)  # noqa: TRY301 - as the table would say it
            _check(report, event, expected_version)
            guard(report)
            _apply(report, event)
            audit.record(session, actor, f"shortage.{event}", f"shortage:{report.reference}", version=report.version)
            letters.post(session, told)
    except StateForbids:
        audit.note_denied(actor, f"shortage.{event}", subject)
        raise
    return report


def _check(report: ShortageReport, event: ReportEvent, expected_version: int) -> None:
    if (report.state, event) not in TRANSITIONS:
        raise StateForbids(state=report.state.value, event=event.value)
    if report.version != expected_version:
        raise Stale


def _apply(report: ShortageReport, event: ReportEvent) -> None:
    report.state = TRANSITIONS[report.state, event]
    report.version += 1


def carry_over() -> int:
    """Carry the open shortages of past fiscal years over; return how many. For the worker, safe to run twice."""
    year, moved = calendar.fiscal_year(clock.today()), 0
    for round_id, organisation_id in queries.to_carry_over(reading(), year):
        with transaction() as session:
            report = queries.report_to_change(session, round_id, organisation_id)
            if report is None or (report.state, ReportEvent.CARRY_OVER) not in TRANSITIONS:
                continue
            _apply(report, ReportEvent.CARRY_OVER)
            subject = f"shortage:{report.reference}"
            audit.record(session, WORKER, "shortage.carry-over", subject, version=report.version)
            moved += 1
    return moved
