"""The nightly clean-up: every retention rule of the house, each in its own transaction, each with its proof."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import WORKER
from talent_portal.core.calendar import start_of
from talent_portal.core.db import rehearsal, transaction
from talent_portal.core.jobs import Job
from talent_portal.core.marks import _n
from talent_portal.outbox import queries as outbox
from talent_portal.outbox.actions import wiping
from talent_portal.privacy import queries, retention
from talent_portal.privacy.models import AccessEvent, ConsentEvent, ErasureRequest, RetentionRun
from talent_portal.privacy.own_data import Holder
from talent_portal.privacy.retention import RetentionRule, years_before

log = structlog.get_logger(__name__)

AUDIT_YEARS = 7
ACCESS_YEARS = 3
LETTER_TEXT_DAYS = 30
LETTER_YEARS = 1
SUPPRESSION_YEARS = 3


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of one rule: rows touched, and whether it failed (then nothing was touched)."""

    rule: RetentionRule
    before: date
    affected: int
    failed: bool = False


class RetentionFailed(Exception):  # noqa: N818 - it names what happened
    """Some rules could not be applied; the others were."""


def apply_all(*, dry_run: bool = False, today: date | None = None) -> list[Applied]:
    """Apply every rule as of `today`; a dry run does the very same and takes it back."""
    return [_apply(rule, today or clock.today(), dry_run=dry_run) for rule in retention.rules()]


def _apply(rule: RetentionRule, today: date, *, dry_run: bool) -> Applied:
    before = rule.before(today)
    try:
        with rehearsal(enabled=dry_run), transaction() as session:
            affected = rule.run(session, before)
            session.add(RetentionRun(rule=rule.name, before=before, affected=affected))
            if affected:
                audit.record(session, WORKER, "retention.applied", f"retention:{rule.name}", count=affected)
    except Exception:  # the other rules still have to be applied; `clean_up` fails loudly in the end
        log.exception("retention_failed", rule=rule.name, dry_run=dry_run)
        _note_failure(rule, before, dry_run=dry_run)
        return Applied(rule, before, 0, failed=True)
    log.info("retention_applied", rule=rule.name, before=before.isoformat(), affected=affected, dry_run=dry_run)
    return Applied(rule, before, affected)


def _note_failure(rule: RetentionRule, before: date, *, dry_run: bool) -> None:
    with rehearsal(enabled=dry_run), transaction() as session:
        session.add(RetentionRun(rule=rule.name, before=before, failed=True))


def clean_up() -> int:
    """Apply every rule; return how many rows were touched. Raises `RetentionFailed` naming the rules that failed."""
    applied = apply_all()
    failed = [outcome.rule.name for outcome in applied if outcome.failed]
    if failed:
        raise RetentionFailed(", ".join(failed))
    return sum(outcome.affected for outcome in applied)


def _drop_audit(session: Session, before: date) -> int:
    return audit.cut_before(session, before)


def _drop_accesses(session: Session, before: date) -> int:
    return _cut(session, AccessEvent, before)


def _drop_consents(session: Session, before: date) -> int:
    """Drop what was withdrawn, replaced or has run out; a consent that stands stays however old it is."""
    return _cut(session, ConsentEvent, before, ConsentEvent.id.not_in(queries.standing_ids()))


def _cut(session: Session, book: Any, before: date, *conditions: sa.ColumnElement[bool]) -> int:
    """Cut an append-only book before the first row of `before` or later."""
    moment = start_of(before)
    first_kept = session.scalar(sa.select(sa.func.min(book.id)).where(book.at >= moment))
    old = sa.select(sa.func.max(book.id)).where(book.at < moment, *conditions)
    last = session.scalar(old if first_kept is None else old.where(book.id < first_kept))
    return audit.cut_book(session, book, book.id, last, *conditions) if last else 0


def _drop_erasure_requests(session: Session, before: date) -> int:
    old = sa.delete(ErasureRequest).where(ErasureRequest.decided_at < start_of(before))
    done = session.execute(old, execution_options={"synchronize_session": False})
    return int(done.rowcount)  # type: ignore[attr-defined]  # a DELETE always counts


def _keep_the_proof(_session: Session, _subject: str) -> None:
    """Erase nothing: what privacy keeps names nobody, and proves that we kept to what was agreed."""


def _own_letters(session: Session, subject: str) -> dict[str, object]:
    found = outbox.own_letters(session, subject)
    return {"letters": found} if found else {}


LETTERS = (
    RetentionRule(
        name="letter-text",
        tables=("letter",),
        what=_n("Addresses and texts of letters"),
        period=LETTER_TEXT_DAYS,
        kept=_n("30 days after they are settled"),
        then=_n("Emptied; kind, time and outcome stay"),
        basis=_n("Needed to answer questions about a letter"),
        run=wiping.wipe_texts,
    ),
    RetentionRule(
        name="letter",
        tables=("letter", "phone_task", "mail_event"),
        what=_n("What became of letters, and calls that were made"),
        period=lambda today: years_before(LETTER_YEARS, today),
        kept=_n("1 year after they are settled"),
        then=_n("Deleted"),
        basis=_n("Proof that people were told"),
        run=wiping.drop_letters,
    ),
    RetentionRule(
        name="suppression",
        tables=("suppression",),
        what=_n("Addresses that bounced (as a fingerprint)"),
        period=lambda today: years_before(SUPPRESSION_YEARS, today),
        kept=_n("3 years"),
        then=_n("Deleted"),
        basis=_n("Keeps us from writing where nobody reads"),
        run=wiping.drop_suppressions,
    ),
)
RETENTION = (
    RetentionRule(
        name="audit",
        tables=("audit_entry",),
        what=_n("Record of who changed what (reference numbers only)"),
        period=lambda today: years_before(AUDIT_YEARS, today),
        kept=_n("7 years"),
        then=_n("Deleted; a signed seal of the last deleted entry stays"),
        basis=_n("Accountability of public bodies"),
        run=_drop_audit,
    ),
    RetentionRule(
        name="access-log",
        tables=("access_event",),
        what=_n("Record of who looked at whose data (reference numbers only)"),
        period=lambda today: years_before(ACCESS_YEARS, today),
        kept=_n("3 years"),
        then=_n("Deleted"),
        basis=_n("Safety measures (Act on the Protection of Personal Information, Art. 66)"),
        run=_drop_accesses,
    ),
    RetentionRule(
        name="consent",
        tables=("consent_event",),
        what=_n("Proof of consents given and withdrawn (reference numbers only)"),
        period=lambda today: years_before(AUDIT_YEARS, today),
        kept=_n("7 years after they end"),
        then=_n("Deleted"),
        basis=_n("Proof of consent (Act on the Protection of Personal Information, Art. 69)"),
        run=_drop_consents,
    ),
    RetentionRule(
        name="erasure-request",
        tables=("erasure_request",),
        what=_n("Who asked to be forgotten, and who decided (reference numbers only)"),
        period=lambda today: years_before(ACCESS_YEARS, today),
        kept=_n("3 years after the decision"),
        then=_n("Deleted"),
        basis=_n("Proof that the wish was met"),
        run=_drop_erasure_requests,
    ),
    *LETTERS,
)
LETTER_HOLDER = Holder(name="outbox", read=_own_letters, erase=wiping.erase)
HOLDER = Holder(name="privacy", read=queries.own_data, erase=_keep_the_proof)
CLEAN_UP = Job("privacy.retention", timedelta(days=1), clean_up, lease=timedelta(hours=1))
