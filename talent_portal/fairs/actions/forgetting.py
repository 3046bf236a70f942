"""Forget people: at their wish, and when the time for keeping is over. Counts stay, nobody stays in them."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.core import clock
from talent_portal.core.calendar import fiscal_year, fiscal_year_days, start_of
from talent_portal.core.marks import _n
from talent_portal.fairs.actions.holding import let_go
from talent_portal.fairs.models import Booking, Fair, Proof, Registration, RegistrationState
from talent_portal.fairs.queries import changing, own_data
from talent_portal.privacy.own_data import Holder
from talent_portal.privacy.retention import RetentionRule

# What remains is a count: the kind of participant, what became of it, and when.
BLANK: dict[str, object] = {
    "family_name": "",
    "given_name": "",
    "family_kana": "",
    "given_kana": "",
    "search_key": "",
    "email": None,
    "email_key": None,
    "phone": None,
    "school_kind": "",
    "school_year": None,
    "prefecture": "",
    "accommodation": None,
    "mail_failed_at": None,
    "heard": "",
    "over_reason": "",
}


def erase(session: Session, subject: str) -> None:
    """Forget `registration:<reference>` inside the caller's transaction; a place still held becomes free."""
    reference = own_data.reference_in(subject)
    if reference is None:
        return
    locked = sa.select(Registration).where(Registration.reference == reference).with_for_update()
    person = session.scalars(locked, execution_options=changing.FRESH).one_or_none()
    if person is None:
        return
    if person.active:
        let_go(session, person, RegistrationState.CANCELLED)
    for name, value in BLANK.items():
        setattr(person, name, value)
    person.interests = []
    person.erased_at = clock.now()
    person.token_version += 1
    session.execute(sa.delete(Proof).where(Proof.registration_id == person.id))


def drop_unfinished(session: Session, before: date) -> int:
    """Delete sign-ups that nobody ever confirmed and whose hold ended before `before`."""
    never = sa.and_(Registration.state == RegistrationState.EXPIRED, Registration.confirmed_at.is_(None))
    ids = list(session.scalars(sa.select(Registration.id).where(never, Registration.ended_at < start_of(before))))
    for table, key in ((Booking, Booking.registration_id), (Proof, Proof.registration_id)):
        session.execute(sa.delete(table).where(key.in_(ids)))
    session.execute(sa.delete(Registration).where(Registration.id.in_(ids)))
    return len(ids)


def blank_registrations(session: Session, before: date) -> int:
    """Turn the registrations of sessions that ended before `before` into counts."""
    old = sa.select(Registration.reference).join(Registration.fair)
    due = old.where(Fair.ends_at < start_of(before), Registration.erased_at.is_(None))
    references = list(session.scalars(due.order_by(Registration.id)))
    for reference in references:
        erase(session, f"{own_data.KIND}:{reference}")
    return len(references)


def drop_accommodation(session: Session, before: date) -> int:
    """Delete what people wrote about support they need, for sessions that ended before `before`."""
    over = sa.select(Fair.id).where(Fair.ends_at < start_of(before))
    told = sa.update(Registration).where(Registration.accommodation.is_not(None), Registration.fair_id.in_(over))
    done = session.execute(told.values(accommodation=None), execution_options={"synchronize_session": False})
    return int(done.rowcount)  # type: ignore[attr-defined]  # an UPDATE always counts


def _year_after(today: date) -> date:
    """Return the first day still kept: sessions of this and of the last fiscal year."""
    return fiscal_year_days(fiscal_year(today) - 1)[0]


RETENTION = (
    RetentionRule(
        name="registration-unfinished",
        tables=("registration", "booking", "registration_proof"),
        what=_n("Sign-ups for a session that were never confirmed"),
        period=30,
        kept=_n("30 days"),
        then=_n("Deleted"),
        basis=_n("Not needed any longer (Act on the Protection of Personal Information, Art. 61)"),
        run=drop_unfinished,
    ),
    RetentionRule(
        name="registration",
        tables=("registration", "booking", "registration_proof", "check_in"),
        what=_n("Sign-ups for a session, with name and contact"),
        period=_year_after,
        kept=_n("Until the end of the fiscal year after the session"),
        then=_n("Names and contacts deleted; counts stay"),
        basis=_n("Follow-up and yearly report of the session"),
        run=blank_registrations,
    ),
    RetentionRule(
        name="registration-support",
        tables=("registration",),
        what=_n("What participants wrote about support they need on the day"),
        period=0,
        kept=_n("Until the day after the session"),
        then=_n("Deleted"),
        basis=_n("Not needed any longer (Act on the Protection of Personal Information, Art. 61)"),
        run=drop_accommodation,
    ),
)
HOLDER = Holder(name="fairs", read=own_data.of, erase=erase, subjects=own_data.subjects)
