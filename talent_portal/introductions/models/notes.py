"""The contact log (連絡記録) of a case: on which day, with whom, what came of it, what is next."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from talent_portal.core import clock
from talent_portal.core.db import Base, reference_column
from talent_portal.core.vault import Sealed

ANONYMOUS = {"class": "anonymous"}
SECRET = {"class": "secret"}


class Way(StrEnum):
    """How somebody was spoken to."""

    PHONE = "phone"
    MAIL = "mail"
    PAPER = "paper"
    VISIT = "visit"
    ONLINE = "online"


class Partner(StrEnum):
    """With whom."""

    PERSON = "person"
    MUNICIPALITY = "municipality"
    PREFECTURE = "prefecture"


class Outcome(StrEnum):
    """What came of it."""

    SPOKE = "spoke"
    CALL_BACK = "call_back"
    NOT_REACHED = "not_reached"
    SENT = "sent"
    RECEIVED = "received"


class ContactNote(Base):
    """One contact. The office that wrote it reads it; the prefecture reads its own and the municipality's."""

    __tablename__ = "contact_note"
    __table_args__ = (Index("ix_contact_note_proposal_id", "proposal_id", "id"), {"info": ANONYMOUS})

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = reference_column()
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    written_by: Mapped[str] = mapped_column(sa.String(12))
    written_at: Mapped[datetime] = mapped_column(default=clock.now)
    day: Mapped[date]
    way: Mapped[Way]
    partner: Mapped[Partner]
    outcome: Mapped[Outcome]
    text: Mapped[str | None] = mapped_column(Sealed, info=SECRET)
    next_action: Mapped[str | None] = mapped_column(Sealed, info=SECRET)
    next_on: Mapped[date | None] = mapped_column(index=True)
    # A double submit writes one note.
    idempotency_key: Mapped[str] = mapped_column(sa.String(64), unique=True, info=SECRET)
