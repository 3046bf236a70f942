"""Proofs and their traces: server-side sign-ins, passwords, second factors, one-time links, counted tries.

Nothing here can be replayed from a copy of the database: tokens are kept as hashes, card and mail codes as keyed
hashes, the seeds of authenticator apps sealed by the vault.
"""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent_portal.accounts.models import Account, Membership
from talent_portal.core import clock
from talent_portal.core.db import Base, reference_column
from talent_portal.core.vault import Sealed

HASH_LENGTH = 64
MAC_LENGTH = 80
IDENTIFIED = {"class": "identified"}
SECRET = {"class": "secret"}


class Method(StrEnum):
    """How the second factor was given (a passkey and a mail code need no password before them)."""

    TOTP = "totp"
    PASSKEY = "passkey"
    CARD = "card"
    MAIL = "mail"


class SignIn(Base):
    """One signed-in browser. Ended by revocation, by its absolute end, or by what it stands on ending."""

    __tablename__ = "sign_in"
    __table_args__ = {"info": {"class": "anonymous"}}

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = reference_column()
    token_hash: Mapped[str] = mapped_column(sa.String(HASH_LENGTH), unique=True, info=SECRET)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"), index=True)
    method: Mapped[Method]
    device: Mapped[str] = mapped_column(sa.String(200), default="", info=IDENTIFIED)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    ends_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(lazy="raise")
    membership: Mapped[Membership | None] = relationship(lazy="raise")

    def stands(self, now: datetime) -> bool:
        """Return whether it still counts: neither revoked nor past its absolute end."""
        return self.revoked_at is None and now < self.ends_at


class Password(Base):
    """The argon2id hash of one account's password."""

    __tablename__ = "password"
    __table_args__ = {"info": {"class": "anonymous"}}

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    hash: Mapped[str] = mapped_column(sa.String(200), info=SECRET)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)


class AuthenticatorApp(Base):
    """The seed that an account shares with its authenticator app; a 30-second step opens the door once."""

    __tablename__ = "authenticator_app"
    __table_args__ = {"info": {"class": "anonymous"}}

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    seed: Mapped[str] = mapped_column(Sealed, info=SECRET)
    last_step: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    added_at: Mapped[datetime] = mapped_column(default=clock.now)


class Passkey(Base):
    """A key pair whose private half never leaves the person's device."""

    __tablename__ = "passkey"
    __table_args__ = {"info": {"class": "anonymous"}}

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = reference_column()
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    credential: Mapped[str] = mapped_column(sa.String(1400), unique=True, info=SECRET)
    public_key: Mapped[bytes] = mapped_column(sa.LargeBinary, info=SECRET)
    sign_count: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    name: Mapped[str] = mapped_column(sa.String(60), info=IDENTIFIED)
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    used_at: Mapped[datetime | None]


class SpentChallenge(Base):
    """A passkey challenge that was answered; a second answer to it is a replay."""

    __tablename__ = "spent_challenge"

    hash: Mapped[str] = mapped_column(sa.String(HASH_LENGTH), primary_key=True)
    spent_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)


class CardCode(Base):
    """One line of a printed card; a new card replaces all lines of the old one."""

    __tablename__ = "card_code"
    __table_args__ = (UniqueConstraint("account_id", "number"), {"info": {"class": "anonymous"}})

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    number: Mapped[int]
    mac: Mapped[str] = mapped_column(sa.String(MAC_LENGTH), info=SECRET)
    printed_at: Mapped[datetime] = mapped_column(default=clock.now)
    used_at: Mapped[datetime | None]


class LinkPurpose(StrEnum):
    """What a one-time link is good for."""

    INVITATION = "invitation"
    RESET = "reset"
    MAIL = "mail"


class OneTimeLink(Base):
    """A link (and for specialists a code) sent by mail; an account of none is a decoy for an unknown address."""

    __tablename__ = "one_time_link"
    __table_args__ = (CheckConstraint("tries BETWEEN 0 AND 5", name="few_tries"), {"info": {"class": "anonymous"}})

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = reference_column()
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    purpose: Mapped[LinkPurpose]
    token_hash: Mapped[str] = mapped_column(sa.String(HASH_LENGTH), unique=True, info=SECRET)
    code_mac: Mapped[str] = mapped_column(sa.String(MAC_LENGTH), default="", info=SECRET)
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]

    account: Mapped[Account | None] = relationship(lazy="raise")

    def open(self, now: datetime) -> bool:
        """Return whether it can still be used."""
        return self.used_at is None and now < self.expires_at


class TryPurpose(StrEnum):
    """What is being tried; each is counted on its own."""

    PASSWORD = "password"  # noqa: S105 - the name of a purpose
    FACTOR = "factor"
    MAIL = "mail"


class TryCount(Base):
    """How often an address was tried in vain. Kept for unknown addresses too, so that nobody can tell them apart."""

    __tablename__ = "try_count"
    __table_args__ = (UniqueConstraint("purpose", "address_hash"), {"info": {"class": "anonymous"}})

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[TryPurpose]
    address_hash: Mapped[str] = mapped_column(sa.String(HASH_LENGTH), info=SECRET)
    count: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    locked_until: Mapped[datetime | None]
