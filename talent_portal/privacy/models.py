"""Consents that prove themselves, who saw whom, what was deleted when. Rows hold references only, never names."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from talent_portal.audit.models import PSEUDONYM
from talent_portal.audit.rules import LONGEST, canonical
from talent_portal.audit.triggers import guard
from talent_portal.core import clock
from talent_portal.core.db import Base, reference_column


class ConsentText(Base):
    """One version of what people were asked; `sha256` covers both languages."""

    __tablename__ = "consent_text"
    __table_args__ = (UniqueConstraint("purpose", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(sa.String(40))
    version: Mapped[str] = mapped_column(sa.String(20))
    ja: Mapped[str] = mapped_column(sa.Text)
    en: Mapped[str] = mapped_column(sa.Text)
    sha256: Mapped[str] = mapped_column(sa.String(64))
    valid_from: Mapped[date]
    expires_after_days: Mapped[int | None]

    def in_language(self, language: str) -> str:
        """Return the text as it was shown."""
        return self.en if language == "en" else self.ja


class ConsentDeed(StrEnum):
    """What somebody did with a consent."""

    GIVEN = "given"
    WITHDRAWN = "withdrawn"


class Channel(StrEnum):
    """How the person told us."""

    WEB = "web"
    PHONE = "phone"
    PAPER = "paper"
    STAFF = "staff"


class ConsentEvent(Base):
    """Somebody gave or withdrew one consent. The newest event of a subject, purpose and scope counts."""

    __tablename__ = "consent_event"
    __table_args__ = (
        sa.Index(None, "purpose", "scope_kind", "scope_reference", "subject", "id"),
        sa.Index(None, "subject", "id"),
        {"sqlite_autoincrement": True},  # a number is never given twice, so a cut never reaches a new row
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(sa.String(LONGEST), info=PSEUDONYM)
    purpose: Mapped[str] = mapped_column(sa.String(40), info=PSEUDONYM)
    scope_kind: Mapped[str] = mapped_column(sa.String(20), info=PSEUDONYM)
    scope_reference: Mapped[str] = mapped_column(sa.String(40), default="", info=PSEUDONYM)
    deed: Mapped[ConsentDeed] = mapped_column(info=PSEUDONYM)
    text_version: Mapped[str] = mapped_column(sa.String(20), info=PSEUDONYM)
    text_hash: Mapped[str] = mapped_column(sa.String(64), info=PSEUDONYM)
    language: Mapped[str] = mapped_column(sa.String(2), info=PSEUDONYM)
    channel: Mapped[Channel] = mapped_column(info=PSEUDONYM)
    at: Mapped[datetime] = mapped_column(default=clock.now, index=True, info=PSEUDONYM)
    expires_at: Mapped[datetime | None] = mapped_column(info=PSEUDONYM)
    actor_kind: Mapped[str] = mapped_column(sa.String(20), info=PSEUDONYM)
    actor_reference: Mapped[str] = mapped_column(sa.String(40), info=PSEUDONYM)
    signature: Mapped[str] = mapped_column(sa.String(100), info=PSEUDONYM)

    def message(self) -> str:
        """Return the text that `signature` is taken over: every other column but the number of the row."""
        signed = [name for name in sa.inspect(ConsentEvent).columns.keys() if name not in {"id", "signature"}]  # noqa: SIM118 - not a dict
        return canonical({name: getattr(self, name) for name in signed})

    @property
    def scope(self) -> str:
        """Return `organisation:<reference>`, or `all`."""
        return f"{self.scope_kind}:{self.scope_reference}" if self.scope_reference else self.scope_kind


class AccessEvent(Base):
    """Somebody looked at an identified person, for a purpose, on a screen."""

    __tablename__ = "access_event"
    __table_args__ = (
        sa.Index(None, "subject", "id"),
        sa.Index(None, "viewer_reference", "id"),
        {"sqlite_autoincrement": True},  # as above
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now, index=True, info=PSEUDONYM)
    viewer_kind: Mapped[str] = mapped_column(sa.String(20), info=PSEUDONYM)
    viewer_reference: Mapped[str] = mapped_column(sa.String(40), info=PSEUDONYM)
    viewer_role: Mapped[str] = mapped_column(sa.String(20), default="", info=PSEUDONYM)
    organisation: Mapped[str] = mapped_column(sa.String(12), default="", info=PSEUDONYM)
    subject: Mapped[str] = mapped_column(sa.String(LONGEST), info=PSEUDONYM)
    purpose: Mapped[str] = mapped_column(sa.String(40), info=PSEUDONYM)
    screen: Mapped[str] = mapped_column(sa.String(LONGEST), info=PSEUDONYM)


class RetentionRun(Base):
    """The proof that one retention rule was applied on one day, and how many rows it touched."""

    __tablename__ = "retention_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(sa.String(60), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    before: Mapped[date]
    affected: Mapped[int] = mapped_column(default=0)
    failed: Mapped[bool] = mapped_column(default=False)


class Erasure(Base):
    """Somebody was erased at their wish or ours; kept so that a restored backup forgets them again."""

    __tablename__ = "erasure"

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)


class ErasureState(StrEnum):
    """One person prepares an erasure, another one decides."""

    PREPARED = "prepared"
    DONE = "done"
    REFUSED = "refused"


_IS_OPEN = sa.text("state = 'prepared'")


class ErasureRequest(Base):
    """The wish of somebody to be forgotten, as an office handles it: who prepared it, who decided, and when."""

    __tablename__ = "erasure_request"
    __table_args__ = (
        sa.Index("uq_erasure_request_open", "subject", unique=True, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info=PSEUDONYM)
    reference: Mapped[str] = reference_column()
    subject: Mapped[str] = mapped_column(sa.String(LONGEST), info=PSEUDONYM)
    # How the person told us.
    channel: Mapped[Channel] = mapped_column(info=PSEUDONYM)
    state: Mapped[ErasureState] = mapped_column(default=ErasureState.PREPARED, info=PSEUDONYM)
    prepared_by: Mapped[str] = mapped_column(sa.String(12), info=PSEUDONYM)
    prepared_at: Mapped[datetime] = mapped_column(default=clock.now, info=PSEUDONYM)
    decided_by: Mapped[str] = mapped_column(sa.String(12), default="", info=PSEUDONYM)
    decided_at: Mapped[datetime | None] = mapped_column(info=PSEUDONYM)


guard(ConsentText)
guard(ConsentEvent)
guard(AccessEvent)
