"""Qualifications that run out: three letters beforehand, the end on the day after, and a call to ask what follows."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import WORKER
from talent_portal.core.db import reading, transaction
from talent_portal.outbox import actions as outbox
from talent_portal.specialists import queries
from talent_portal.specialists.actions import letters
from talent_portal.specialists.actions.credentials import drop_files, move
from talent_portal.specialists.models import Credential, Specialist
from talent_portal.specialists.queries import expiring
from talent_portal.specialists.queries.expiring import NOTICES, Expiring
from talent_portal.specialists.rules import words
from talent_portal.specialists.rules.states import CredentialEvent, CredentialState

# Somebody has looked at these: others may rest on them, so that it is asked whether they were renewed.
LOOKED_AT = frozenset({CredentialState.VERIFIED, CredentialState.EVIDENCE_GIVEN})


def warn_due() -> int:
    """Write to people whose qualifications run out: 60 days before, 14 days before, and on the last day.

    Each once; where a notice was missed, only the newest that is due. Returns how many.
    """
    return sum(_warn(one) for one in expiring.to_warn(reading(), clock.today()))


def _warn(due: Expiring) -> bool:
    person = queries.specialist(reading(), due.person)
    # What runs out is not told: letters carry nothing of the card.
    left = NOTICES[due.notice - 1]
    letter = letters.compose("licence", person, left=left, last_day=due.expires_on)
    with transaction() as session:
        row = _locked(session, due)
        if row is None:
            return False
        row.warned = due.notice
        letters.post_or_call(session, person, letter, words.LICENCE_ENDS)
        audit.record(
            session,
            WORKER,
            "credential.warned",
            queries.subject(person),
            credential=row.reference,
            notice=due.notice,
        )
    return True


def _locked(session: Session, due: Expiring) -> Credential | None:
    """Return the qualification while it still is what was found; None where somebody was faster."""
    found = sa.select(Credential).where(
        Credential.reference == due.credential,
        Credential.expires_on == due.expires_on,
        Credential.state.in_(expiring.RUNNING),
        Credential.warned < due.notice,
    )
    return session.scalars(found.with_for_update(), execution_options=queries.FRESH).one_or_none()


def expire_due() -> int:
    """Note which qualifications ran out yesterday or before; return how many.

    They count for nothing from then on. Where somebody had looked at one, the desk is asked to call the person.
    """
    with transaction() as session:
        rows = session.execute(
            sa.select(Credential, Specialist)
            .join(Specialist, Specialist.id == Credential.specialist_id)
            .where(Credential.expires_on < clock.today(), Credential.state.in_(expiring.RUNNING))
            .order_by(Credential.id)
            .with_for_update(of=Credential),
            execution_options=queries.FRESH,
        ).all()
        for row, person in rows:
            _expire(session, row, person)
    return len(rows)


def _expire(session: Session, row: Credential, person: Specialist) -> None:
    before = row.state
    move(row, CredentialEvent.EXPIRE)
    row.verified_by = row.verified_at = None
    row.version += 1
    drop_files(session, row)
    if before in LOOKED_AT and person.state in expiring.IN_REACH:
        outbox.phone_task(session, reason=words.LICENCE_ENDED, subject=queries.subject(person))
    named = {"credential": row.reference, "before": before.value, "after": row.state.value}
    audit.record(session, WORKER, "credential.expire", queries.subject(person), **named)
