"""The names that stand in a request: of the official who guides on site, and of whom the prefecture asks."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.needs.models import Need, NeedContact

KIND = "need-contact"
COLUMNS = ("supervisor", "asked", "phone", "email")


def reference_in(subject: str) -> str | None:
    """Return the reference in `need-contact:<reference of the need>`; None for the subjects of other features."""
    kind, _, reference = subject.partition(":")
    return reference if kind == KIND else None


def of(session: Session, subject: str) -> dict[str, object]:
    """Return the contact named in one request, ready for JSON; nothing for anyone else."""
    contact = session.scalar(_contacts().where(Need.reference == (reference_in(subject) or "")))
    return {} if contact is None else {name: getattr(contact, name) for name in COLUMNS}


def subjects(session: Session) -> Iterable[str]:
    """Return the opaque name of every contact that is kept."""
    kept = _contacts().with_only_columns(Need.reference).order_by(Need.id)
    return [f"{KIND}:{reference}" for reference in session.scalars(kept)]


def _contacts() -> sa.Select[NeedContact]:
    return sa.select(NeedContact).join(Need, Need.id == NeedContact.need_id)
