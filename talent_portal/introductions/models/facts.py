"""The dated facts of a case: asked, answered, introduced, selected. Each is one row, kept as it was."""

from datetime import date, datetime, time
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from talent_portal.core import clock
from talent_portal.core.db import Base, reference_column
from talent_portal.core.vault import Sealed
from talent_portal.introductions.rules.choices import spoken
from talent_portal.introductions.rules.states import Event

ANONYMOUS = {"class": "anonymous"}
SECRET = {"class": "secret"}


class Enquiry(Base):
    """One letter that asks a person for their interest (意向確認), and what it told them."""

    __tablename__ = "enquiry"
    __table_args__ = (Index("ix_enquiry_proposal_id", "proposal_id", "id"), {"info": ANONYMOUS})

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = reference_column()
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    sent_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    sent_by: Mapped[str] = mapped_column(sa.String(12))
    due_at: Mapped[datetime]
    # How often the person was reminded, and of the schedule how much is done.
    reminded: Mapped[int] = mapped_column(default=0)
    # Empty when the municipality is named; else the code of why it is not.
    unnamed_reason: Mapped[str] = mapped_column(sa.String(40), default="")
    # Minutes from door to door as the letter gave them; None where nobody knows or nobody travels.
    travel_minutes: Mapped[int | None]
    token_version: Mapped[int] = mapped_column(default=1)
    # Six digits, sealed rather than hashed, because a reminder and a copy on paper repeat them; emptied by the answer.
    code: Mapped[str | None] = mapped_column(Sealed, info=SECRET)
    code_tries: Mapped[int] = mapped_column(default=0)
    answered_at: Mapped[datetime | None]

    @property
    def number(self) -> str:
        """Return the number as the letter prints it."""
        return spoken(self.reference)


class Channel(StrEnum):
    """How an answer came."""

    LINK = "link"
    CODE = "code"
    WEB = "web"  # signed in
    PHONE = "phone"
    PAPER = "paper"


BY_STAFF = frozenset({Channel.PHONE, Channel.PAPER})


class Answer(Base):
    """What a person said: interested, not this time, pass my name on, or no longer. Staff may have written it down."""

    __tablename__ = "enquiry_answer"
    __table_args__ = (Index("ix_enquiry_answer_proposal_id", "proposal_id", "id"), {"info": ANONYMOUS})

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = reference_column()
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    event: Mapped[Event]
    reason_code: Mapped[str] = mapped_column(sa.String(40), default="")
    channel: Mapped[Channel]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    # For a call or a paper: the day it came, who else was there, who wrote it down, and who checked.
    told_on: Mapped[date | None]
    witness: Mapped[str | None] = mapped_column(Sealed, info=SECRET)
    recorded_by: Mapped[str] = mapped_column(sa.String(12), default="")
    checked_by: Mapped[str] = mapped_column(sa.String(12), default="")
    checked_at: Mapped[datetime | None]
    disputed: Mapped[bool] = mapped_column(default=False)

    @property
    def unchecked(self) -> bool:
        """Return whether a second person still has to look."""
        return self.channel in BY_STAFF and self.checked_at is None


class Referral(Base):
    """The introduction (紹介): on this day, with this consent, the name went to the municipality."""

    __tablename__ = "referral"
    __table_args__ = {"info": ANONYMOUS}

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = reference_column()
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), unique=True)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_by: Mapped[str] = mapped_column(sa.String(12))
    # Version of the text the person agreed to, and the number of the signed event that proves it.
    text_version: Mapped[str] = mapped_column(sa.String(20))
    consent_event_id: Mapped[int]


class Meeting(StrEnum):
    """How the municipality meets the person."""

    ON_SITE = "onsite"
    ONLINE = "online"
    PHONE = "phone"
    PAPERS = "papers"


class Result(StrEnum):
    """What the municipality decided."""

    SELECTED = "selected"
    NOT_SELECTED = "not_selected"


class Selection(Base):
    """Interview and selection (面談・選考) by the municipality: prepared by a member, recorded by an approver."""

    __tablename__ = "selection"
    __table_args__ = {"info": ANONYMOUS}

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = reference_column()
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), unique=True)
    meeting: Mapped[Meeting | None]
    interview_on: Mapped[date | None]
    interview_at: Mapped[time | None]
    # Written by the municipality for the person: where to come, what to bring.
    place: Mapped[str] = mapped_column(sa.String(300), default="")
    contact: Mapped[str] = mapped_column(sa.String(200), default="")
    prepared_by: Mapped[str] = mapped_column(sa.String(12), default="")
    result: Mapped[Result | None]
    reason_code: Mapped[str] = mapped_column(sa.String(40), default="")
    recorded_by: Mapped[str] = mapped_column(sa.String(12), default="")
    recorded_at: Mapped[datetime | None]
