"""Letters, the receipts that come back for them, the addresses that must rest, and the calls that take their place."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent_portal.core import clock
from talent_portal.core.db import Base, reference_column
from talent_portal.core.vault import Sealed
from talent_portal.outbox.rules import SETTLED, TRANSITIONS, UNSENT, LetterState, Priority

IDENTIFIED = {"class": "identified"}
SECRET = {"class": "secret"}


LEASED_STATES = (LetterState.LEASED, LetterState.CALLING)


class ForbiddenMove(Exception):  # noqa: N818 - a mistake of a developer
    """A state was to be reached from where no road leads there."""


class Letter(Base):
    """One message to one person, written in the transaction of what it tells. States: `rules.TRANSITIONS`."""

    __tablename__ = "letter"
    __table_args__ = (
        CheckConstraint("attempts >= 0 AND doubts >= 0", name="counts_not_negative"),
        CheckConstraint("state NOT IN ('leased', 'calling') OR lease_token IS NOT NULL", name="lease_has_token"),
        CheckConstraint(
            "wiped_at IS NOT NULL OR (recipient IS NOT NULL AND subject IS NOT NULL AND body IS NOT NULL)",
            name="whole_until_wiped",
        ),
        Index("ix_letter_next", "state", "next_at"),
        Index("ix_letter_settled", "settled_at"),
        {"info": {"class": "anonymous"}},
    )

    id: Mapped[int] = mapped_column(sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True)
    reference: Mapped[str] = reference_column()
    key: Mapped[str | None] = mapped_column(sa.String(160), unique=True)
    template: Mapped[str] = mapped_column(sa.String(80))
    language: Mapped[str] = mapped_column(sa.String(2))
    recipient: Mapped[str | None] = mapped_column(Sealed, info=IDENTIFIED)
    recipient_key: Mapped[str] = mapped_column(sa.String(100), index=True, info=IDENTIFIED)
    subject: Mapped[str | None] = mapped_column(Sealed, info=IDENTIFIED)
    body: Mapped[str | None] = mapped_column(Sealed, info=SECRET)
    # JSON list of {"kind", "filename", "data"}; the files themselves are built at delivery.
    attachments: Mapped[str | None] = mapped_column(Sealed, info=SECRET)
    # Whose letter it is, as an opaque name: `registration:<reference>`.
    subject_reference: Mapped[str] = mapped_column(sa.String(60), index=True)
    # Holds a way in (code, link): only its recipient may read it.
    confidential: Mapped[bool] = mapped_column(default=False)
    priority: Mapped[int] = mapped_column(default=int(Priority.NORMAL))
    message_id: Mapped[str] = mapped_column(sa.String(200))
    state: Mapped[LetterState] = mapped_column(default=LetterState.WAITING)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    due_at: Mapped[datetime]
    # When the worker looks next: first try, next try, or the end of the wait for a receipt.
    next_at: Mapped[datetime]
    lease_token: Mapped[str | None] = mapped_column(sa.String(32))
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    first_tried_at: Mapped[datetime | None]
    # How often the provider's answer stayed unknown, and whether a copy was sent without knowing.
    doubts: Mapped[int] = mapped_column(default=0)
    possibly_twice: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(sa.String(60), default="")
    provider_message_id: Mapped[str | None] = mapped_column(sa.String(200))
    sent_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    wiped_at: Mapped[datetime | None]

    events: Mapped[list["MailEvent"]] = relationship(
        order_by="MailEvent.at, MailEvent.id", lazy="raise", passive_deletes=True
    )

    def move(self, target: LetterState, now: datetime) -> None:
        """Go to `target`, letting go of the lease; raise `ForbiddenMove` when no road leads there."""
        if target not in TRANSITIONS[self.state]:
            raise ForbiddenMove(f"{self.state} → {target}")
        self.state = target
        self.settled_at = now if target in SETTLED else None
        if target not in LEASED_STATES:
            self.lease_token = self.lease_until = None

    def may_become(self, target: LetterState) -> bool:
        """Return whether a road leads there."""
        return target in TRANSITIONS[self.state]

    @property
    def is_unsent(self) -> bool:
        """Return whether it can still be stopped."""
        return self.state in UNSENT

    @property
    def is_settled(self) -> bool:
        """Return whether nothing more happens by itself."""
        return self.state in SETTLED

    @property
    def is_wiped(self) -> bool:
        """Return whether only the metadata is left."""
        return self.wiped_at is not None


class MailEvent(Base):
    """One receipt of the provider, kept once however often it is told. Without address, network or text."""

    __tablename__ = "mail_event"

    id: Mapped[int] = mapped_column(sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True)
    sg_event_id: Mapped[str] = mapped_column(sa.String(120), unique=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    # An enhanced status code (`5.1.1`) or one of our own codes, never the provider's sentence: it quotes addresses.
    status: Mapped[str] = mapped_column(sa.String(20), default="")
    at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(default=clock.now)


class Suppression(Base):
    """An address that no letter may go to, known only by its keyed hash."""

    __tablename__ = "suppression"
    __table_args__ = {"info": {"class": "anonymous"}}

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient_key: Mapped[str] = mapped_column(sa.String(100), unique=True, info=IDENTIFIED)
    reason: Mapped[str] = mapped_column(sa.String(40))
    since: Mapped[datetime] = mapped_column(default=clock.now)


class PhoneResult(StrEnum):
    """How a call ended. `try_again` keeps the task open for the next working day."""

    REACHED = "reached"
    LEFT_MESSAGE = "left_message"
    TRY_AGAIN = "try_again"
    NOT_NEEDED = "not_needed"


class PhoneTask(Base):
    """Somebody must be called, because mail does not reach them."""

    __tablename__ = "phone_task"
    __table_args__ = (
        CheckConstraint("(done_at IS NULL) = (done_by IS NULL)", name="done_by_somebody"),
        Index("ix_phone_task_open", "done_at", "due_at"),
        {"info": {"class": "anonymous"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = reference_column()
    subject: Mapped[str] = mapped_column(sa.String(60), index=True)
    reason: Mapped[str] = mapped_column(sa.String(40))
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id", ondelete="SET NULL"), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    due_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None] = mapped_column(sa.String(12))
    result: Mapped[PhoneResult | None]
    note: Mapped[str | None] = mapped_column(Sealed, info=IDENTIFIED)

    letter: Mapped[Letter | None] = relationship(lazy="raise")


class MailQueue(Base):
    """The one row that can hold everything back: stopped until a person says so, or paused until a moment."""

    __tablename__ = "mail_queue"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    stopped_at: Mapped[datetime | None]
    stopped_reason: Mapped[str] = mapped_column(sa.String(60), default="")
    paused_until: Mapped[datetime | None]
