"""A qualification somebody says they have, and what we know about it."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from talent_portal.core import clock
from talent_portal.core.db import Base
from talent_portal.core.references import LENGTH, new_reference
from talent_portal.core.vault import Sealed
from talent_portal.specialists.models.classes import ANONYMOUS, IDENTIFIED, SECRET
from talent_portal.specialists.rules.states import CredentialState


class Evidence(StrEnum):
    """How the document reached somebody's eyes; a copy is kept only until somebody has judged it."""

    NONE = "none"
    SEEN = "seen"
    COPY = "copy"
    ISSUER = "issuer"


class Credential(Base):
    """One qualification of one person. Its number lives in the vault; `entered_by` may not verify it."""

    __tablename__ = "credential"
    __table_args__ = (
        UniqueConstraint("specialist_id", "qualification"),
        CheckConstraint("(state = 'verified') = (verified_by IS NOT NULL)", name="verified_by_somebody"),
        CheckConstraint("verified_by <> entered_by", name="second_person"),
        CheckConstraint("expires_on IS NULL OR issued_on IS NULL OR expires_on >= issued_on", name="ends_after_issue"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info=ANONYMOUS)
    reference: Mapped[str] = mapped_column(sa.String(LENGTH), default=new_reference, unique=True, info=ANONYMOUS)
    specialist_id: Mapped[int] = mapped_column(
        ForeignKey("specialist.id", ondelete="CASCADE"), index=True, info=ANONYMOUS
    )
    qualification: Mapped[str] = mapped_column(sa.String(40), index=True, info=ANONYMOUS)
    number: Mapped[str | None] = mapped_column(Sealed, info=SECRET)
    issued_on: Mapped[date | None] = mapped_column(info=IDENTIFIED)
    expires_on: Mapped[date | None] = mapped_column(index=True, info=ANONYMOUS)
    state: Mapped[CredentialState] = mapped_column(default=CredentialState.CLAIMED, index=True, info=ANONYMOUS)
    evidence: Mapped[Evidence] = mapped_column(default=Evidence.NONE, info=ANONYMOUS)
    seen_on: Mapped[date | None] = mapped_column(info=ANONYMOUS)
    seen_by: Mapped[str | None] = mapped_column(sa.String(LENGTH), info=ANONYMOUS)
    # The reference of the account that typed it: the person's own, or that of staff.
    entered_by: Mapped[str] = mapped_column(sa.String(LENGTH), default="", info=ANONYMOUS)
    verified_by: Mapped[str | None] = mapped_column(sa.String(LENGTH), info=ANONYMOUS)
    verified_at: Mapped[datetime | None] = mapped_column(info=ANONYMOUS)
    refused_reason: Mapped[str] = mapped_column(sa.String(40), default="", info=ANONYMOUS)
    # How many notices of the coming end have gone out.
    warned: Mapped[int] = mapped_column(default=0, server_default=sa.text("0"), info=ANONYMOUS)
    version: Mapped[int] = mapped_column(default=1, info=ANONYMOUS)
    created_at: Mapped[datetime] = mapped_column(default=clock.now, info=ANONYMOUS)

    def counts_on(self, day: date) -> bool:
        """Return whether a must-have may rest on it on `day`."""
        return self.state is CredentialState.VERIFIED and (self.expires_on is None or day <= self.expires_on)


class EvidenceFile(Base):
    """A scan of the document behind a qualification, until it is judged, and for 30 days at most.

    `content` are its bytes in base64, in the vault, and fetched only where they are asked for by name.
    """

    __tablename__ = "evidence_file"
    __table_args__ = (CheckConstraint("size > 0", name="not_empty"),)

    id: Mapped[int] = mapped_column(primary_key=True, info=ANONYMOUS)
    credential_id: Mapped[int] = mapped_column(
        ForeignKey("credential.id", ondelete="CASCADE"), unique=True, info=ANONYMOUS
    )
    specialist_id: Mapped[int] = mapped_column(
        ForeignKey("specialist.id", ondelete="CASCADE"), index=True, info=ANONYMOUS
    )
    kind: Mapped[str] = mapped_column(sa.String(4), info=ANONYMOUS)
    size: Mapped[int] = mapped_column(info=ANONYMOUS)
    content: Mapped[str] = mapped_column(Sealed, info=SECRET, deferred=True, deferred_raiseload=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now, index=True, info=ANONYMOUS)
