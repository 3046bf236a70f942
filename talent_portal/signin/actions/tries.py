"""Count tries per address in a table of their own, never per network address: 21 offices share one.

A try is counted before it is judged, so that a hundred at the same moment are still ten. Unknown addresses are counted
like known ones; the address itself is not kept, only a hash of it.
"""

import hashlib
from contextlib import suppress

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Account
from talent_portal.accounts.policies import actor_of
from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.db import transaction
from talent_portal.signin import queries
from talent_portal.signin.errors import Locked
from talent_portal.signin.models import TryCount, TryPurpose
from talent_portal.signin.rules import times


def take(purpose: TryPurpose, address: str, account: Account | None) -> None:
    """Count one try for `address`; raise `Locked` while it is locked."""
    with transaction() as session:
        row, now = _row(session, purpose, address), clock.now()
        if row.locked_until is not None and now < row.locked_until:
            raise Locked
        row.count = 1 if times.is_forgotten(row.last_at, now) else row.count + 1
        row.last_at = now
        pause = times.lock_after(row.count)
        row.locked_until = now + pause if pause else None
        if pause and account is not None:
            audit.record(session, actor_of(account, None), f"{purpose}.locked", f"account:{account.reference}")


def forget(session: Session, purpose: TryPurpose, address: str) -> None:
    """Start counting anew after a right answer."""
    session.execute(delete(TryCount).where(TryCount.purpose == purpose, TryCount.address_hash == _hashed(address)))


def may_write(address: str) -> bool:
    """Return whether another letter may go to this address now: five, then an hour's pause."""
    with transaction() as session:
        row, now = _row(session, TryPurpose.MAIL, address), clock.now()
        if now - row.last_at >= times.LETTERS_PAUSE:
            row.count = 0
        if row.count >= times.LETTERS:
            return False
        row.count, row.last_at = row.count + 1, now
        return True


def _row(session: Session, purpose: TryPurpose, address: str) -> TryCount:
    """Return the locked row of an address; two first tries at once make one row."""
    hashed = _hashed(address)
    found = queries.try_count_to_change(session, purpose, hashed)
    if found is None:
        with suppress(IntegrityError), session.begin_nested():
            session.add(TryCount(purpose=purpose, address_hash=hashed, count=0))
        found = queries.try_count_to_change(session, purpose, hashed)
    if found is None:  # pragma: no cover - deleted in between: as good as the first try
        raise Locked
    return found


def _hashed(address: str) -> str:
    """Return a name for the address that does not give it away at a glance."""
    return hashlib.sha256(f"try:{address}".encode("utf-8", "surrogatepass")).hexdigest()
