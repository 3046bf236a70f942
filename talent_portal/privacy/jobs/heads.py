"""The daily letter to auditors: the head of the book of deeds, kept where nobody who runs the system can reach it.

Whoever owns the database could cut the book short, head and all, or write all of it anew with the audit key; the heads
in the auditors' mail boxes show it (`flask audit verify --anchor`). The audit itself knows of no letters, so this lives
on the first floor that knows both.
"""

from datetime import timedelta

from talent_portal.accounts import queries as accounts
from talent_portal.accounts.models import Account
from talent_portal.accounts.permissions import Role
from talent_portal.audit import queries as audit
from talent_portal.core import clock
from talent_portal.core.db import reading, transaction
from talent_portal.core.jobs import Job
from talent_portal.core.marks import _n
from talent_portal.outbox import actions as outbox
from talent_portal.outbox.queries import letter_by_key

LETTER_NAMES = {"privacy/audit_head": _n("Daily head of the record of deeds")}


def mail_head() -> int:
    """Post today's head to every auditor, once a day each, and say at which entry the book is broken, if it is."""
    session, today = reading(), clock.today()
    named = [(account, f"audit.head:{account.reference}:{today}") for account in _auditors()]
    waiting = [(account, key) for account, key in named if letter_by_key(session, key) is None]
    if not waiting:
        return 0
    broken, (sequence, digest) = audit.verify(session), audit.head(session)
    for account, key in waiting:
        _post(account, key, broken, f"{sequence}:{digest}")
    return len(waiting)


def _auditors() -> list[Account]:
    return accounts.holders_of(reading(), Role.AUDITOR, clock.today())


def _post(account: Account, key: str, broken: int | None, head: str) -> None:
    letter = outbox.compose(
        "privacy/audit_head",
        to=account.email,
        language=account.language,
        subject_reference=f"account:{account.reference}",
        name=account.name,
        now=clock.now(),
        broken=broken,
        head=head,
    )
    with transaction() as session:
        outbox.post(session, letter, key=key)


NOTE_HEAD = Job("audit.mail_head", timedelta(days=1), mail_head, lease=timedelta(hours=1))
