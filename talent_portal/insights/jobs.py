"""The weekly letter to staff: what waits on them, so that somebody who looks in twice a month misses nothing.

It is the one thing this feature writes (docs/adr/0014): only this floor sees what all the others wait for.
"""

from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from talent_portal.accounts.models import Account, AccountStatus, Membership
from talent_portal.accounts.permissions import ROLE_NAMES
from talent_portal.accounts.policies import actor_of
from talent_portal.accounts.queries import in_force_on
from talent_portal.core import calendar, clock
from talent_portal.core.db import reading, transaction
from talent_portal.core.i18n import local, use_language
from talent_portal.core.jobs import Job
from talent_portal.core.marks import _n
from talent_portal.insights import queries
from talent_portal.insights.rules.kinds import KINDS
from talent_portal.outbox import actions as outbox
from talent_portal.outbox.queries import letter_by_key

MONDAY = 0
FROM_HOUR = 8
MOST_ROWS = 15
LETTER_NAMES = {"insights/digest": _n("Weekly letter of what waits")}


def send_digests() -> int:
    """Post this week's letter to everyone something waits on, from Monday 8:00 on; once per membership and week."""
    now = clock.now()
    local_time = now.astimezone(clock.JAPAN)
    if local_time.weekday() != MONDAY or local_time.hour < FROM_HOUR:
        return 0
    session, day = reading(), local_time.date()
    wanted = (
        sa.select(Membership)
        .join(Account)
        .where(in_force_on(day), Account.status == AccountStatus.ACTIVE)
        .options(joinedload(Membership.account))
        .order_by(Membership.id)
    )
    members = session.scalars(wanted).unique().all()
    return sum(_send(reading(), member, day, now) for member in members)


def _send(session: Session, member: Membership, day: date, now: datetime) -> bool:
    """Post one letter; return whether there was one to post."""
    key = f"digest:{member.reference}:{day.isoformat()}"
    rows = queries.queue(session, actor_of(member.account, member), now)
    if not rows or letter_by_key(session, key) is not None:
        return False
    with use_language(member.account.language):
        organisation = local(member.organisation, "name")
    letter = outbox.compose(
        "insights/digest",
        to=member.account.email,
        language=member.account.language,
        subject_reference=f"account:{member.account.reference}",
        name=member.account.name,
        role=ROLE_NAMES[member.role],
        organisation=organisation,
        rows=rows,
        kinds=KINDS,
        most=MOST_ROWS,
        day=calendar.start_of(day),
    )
    with transaction() as writing:
        outbox.post(writing, letter, key=key)
    return True


DIGEST = Job("insights.digest", timedelta(hours=1), send_digests, lease=timedelta(minutes=30))
