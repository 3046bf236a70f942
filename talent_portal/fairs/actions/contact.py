"""Whether a participant can be reached by mail."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.core import clock
from talent_portal.fairs.models import Registration
from talent_portal.fairs.queries import own_data

_FAILED = (
    sa.update(Registration)
    .where(Registration.reference == sa.bindparam("person"), Registration.mail_failed_at.is_(None))
    .values(mail_failed_at=sa.bindparam("now"))
)
_ARRIVES = (
    sa.update(Registration)
    .where(Registration.reference == sa.bindparam("person"), Registration.mail_failed_at.is_not(None))
    .values(mail_failed_at=None)
)
_QUIETLY = {"synchronize_session": False}


def note_mail(session: Session, subject: str, arrives: bool) -> None:  # noqa: FBT001 - the shape of a `MailListener`
    """Mark somebody whose mail came back, for the office's list; take the mark away once mail arrives again."""
    person = own_data.reference_in(subject)
    if person is None:
        return
    if arrives:
        session.execute(_ARRIVES, {"person": person}, execution_options=_QUIETLY)
    else:
        session.execute(_FAILED, {"person": person, "now": clock.now()}, execution_options=_QUIETLY)
