"""The book of deeds: what was done, by whom, to what. Rows are added and never changed."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from talent_portal.audit import rules
from talent_portal.audit.triggers import guard
from talent_portal.core import clock
from talent_portal.core.db import Base

# Deeds and looks of people, told in references only: whoever is erased cannot be found behind them any more.
PSEUDONYM = {"class": "anonymous"}


class AuditEntry(Base):
    """One deed. `hash` covers every other column and the hash before, so that no row can change unseen."""

    __tablename__ = "audit_entry"

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True, info=PSEUDONYM)
    actor_kind: Mapped[str] = mapped_column(sa.String(20), info=PSEUDONYM)
    actor_reference: Mapped[str] = mapped_column(sa.String(40), index=True, info=PSEUDONYM)
    organisation: Mapped[str] = mapped_column(sa.String(12), default="", info=PSEUDONYM)
    deed: Mapped[str] = mapped_column(sa.String(rules.LONGEST), index=True, info=PSEUDONYM)
    subject: Mapped[str] = mapped_column(sa.String(rules.LONGEST), index=True, info=PSEUDONYM)
    details: Mapped[dict[str, object]] = mapped_column(sa.JSON, default=dict, info=PSEUDONYM)
    previous_hash: Mapped[str] = mapped_column(sa.String(100), info=PSEUDONYM)
    hash: Mapped[str] = mapped_column(sa.String(100), info=PSEUDONYM)

    def message(self) -> str:
        """Return the text that `hash` is taken over."""
        return rules.canonical(
            {column.key: getattr(self, column.key) for column in sa.inspect(AuditEntry).columns if column.key != "hash"}
        )


class AuditHead(Base):
    """The one row that says where the book ends; whoever appends holds its lock."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sequence: Mapped[int]
    hash: Mapped[str] = mapped_column(sa.String(100))


class BookCut(Base):
    """Where an append-only book was cut because its retention had passed; `hash` is the last one cut off."""

    __tablename__ = "book_cut"

    id: Mapped[int] = mapped_column(primary_key=True)
    book: Mapped[str] = mapped_column(sa.String(40), index=True)
    up_to: Mapped[int]
    hash: Mapped[str] = mapped_column(sa.String(100), default=rules.GENESIS)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    signature: Mapped[str] = mapped_column(sa.String(100))

    def message(self) -> str:
        """Return the text that `signature` is taken over."""
        return rules.canonical({"book": self.book, "up_to": self.up_to, "hash": self.hash, "at": self.at})


guard(AuditEntry, key="sequence")
guard(BookCut)
