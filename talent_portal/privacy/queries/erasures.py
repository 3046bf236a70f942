"""Who asked to be forgotten, and who was."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from talent_portal.accounts.models import Account
from talent_portal.core.paging import FULL_ROWS, Page
from talent_portal.privacy.models import Erasure, ErasureRequest, ErasureState
from talent_portal.privacy.rules import subject_hash


@dataclass(frozen=True, slots=True)
class Wish:
    """One erasure as the list shows it, with the names of those who handled it."""

    request: ErasureRequest
    prepared_by: str
    decided_by: str


def erasure_request(session: Session, reference: str, *, lock: bool = False) -> ErasureRequest:
    """Return one prepared or decided erasure; raise `NoResultFound` (404)."""
    wanted = sa.select(ErasureRequest).where(ErasureRequest.reference == reference)
    wanted = wanted.with_for_update() if lock else wanted
    return session.scalars(wanted, execution_options={"populate_existing": True}).one()


def erasures(session: Session, page: int) -> Page[Wish]:
    """Return one page of erasures: those that wait first, oldest first, then the decided ones, newest first."""
    one, two = aliased(Account), aliased(Account)
    waits = sa.case((ErasureRequest.state == ErasureState.PREPARED, 0), else_=1)
    oldest_waiting = sa.case((ErasureRequest.state == ErasureState.PREPARED, ErasureRequest.id), else_=0)
    rows = (
        sa.select(ErasureRequest, one.name, two.name)
        .outerjoin(one, one.reference == ErasureRequest.prepared_by)
        .outerjoin(two, two.reference == ErasureRequest.decided_by)
        .order_by(waits, oldest_waiting, ErasureRequest.id.desc())
        .limit(FULL_ROWS)
        .offset((page - 1) * FULL_ROWS)
    )
    total = session.scalar(sa.select(sa.func.count()).select_from(ErasureRequest)) or 0
    return Page(
        [Wish(request, by or "", then or "") for request, by, then in session.execute(rows)], page, total, FULL_ROWS
    )


def is_erased(session: Session, subject: str) -> bool:
    """Return whether `subject` stands on the erasure list."""
    listed = sa.select(Erasure.id).where(Erasure.subject_hash == subject_hash(subject))
    return session.scalar(listed) is not None
