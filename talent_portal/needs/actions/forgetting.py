"""Forget the officials named in a request, at their wish or when it is long over. The request itself stays."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.core.calendar import start_of
from talent_portal.core.marks import _n
from talent_portal.needs.models import ENDED, Need, NeedContact
from talent_portal.needs.queries import own_data
from talent_portal.privacy.own_data import Holder
from talent_portal.privacy.retention import RetentionRule

A_YEAR = 365


def erase(session: Session, subject: str) -> None:
    """Forget `need-contact:<reference>` inside the caller's transaction."""
    reference = own_data.reference_in(subject)
    if reference is not None:
        named = sa.select(Need.id).where(Need.reference == reference)
        _delete(session, NeedContact.need_id.in_(named))


def drop_contacts(session: Session, before: date) -> int:
    """Delete the names in requests that ended before `before`."""
    old = sa.select(Need.id).where(Need.state.in_(ENDED), Need.ended_at < start_of(before))
    return _delete(session, NeedContact.need_id.in_(old))


def _delete(session: Session, which: sa.ColumnElement[bool]) -> int:
    gone = session.execute(sa.delete(NeedContact).where(which), execution_options={"synchronize_session": False})
    return int(gone.rowcount)  # type: ignore[attr-defined]  # a DELETE always counts


RETENTION = (
    RetentionRule(
        name="need-contact",
        tables=("need_contact",),
        what=_n("Officials named in a staffing request as contact or supervisor"),
        period=A_YEAR,
        kept=_n("One year after the end of the request"),
        then=_n("Deleted; the request stays"),
        basis=_n("Not needed any longer (Act on the Protection of Personal Information, Art. 61)"),
        run=drop_contacts,
    ),
)
HOLDER = Holder(name="needs", read=own_data.of, erase=erase, subjects=own_data.subjects)
