"""Questions about proofs. Nothing here changes anything."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from talent_portal.accounts.models import Account, AccountKind, AccountStatus
from talent_portal.signin.models import (
    AuthenticatorApp,
    CardCode,
    LinkPurpose,
    OneTimeLink,
    Passkey,
    Password,
    SignIn,
    TryCount,
    TryPurpose,
)
from talent_portal.signin.rules.tokens import token_hash


@dataclass(frozen=True, slots=True)
class Factors:
    """The second steps that an account has."""

    app: AuthenticatorApp | None
    passkeys: list[Passkey]
    card_left: int

    @property
    def count(self) -> int:
        """Return how many different ones would open the door."""
        return (self.app is not None) + len(self.passkeys) + (self.card_left > 0)


def staff_with_password(session: Session, email: str) -> tuple[Account, Password] | None:
    """Return the active staff account of an address and its password, if there are both."""
    row = session.execute(
        select(Account, Password)
        .join(Password, Password.account_id == Account.id)
        .where(Account.email == email, Account.kind == AccountKind.STAFF, Account.status == AccountStatus.ACTIVE)
    ).one_or_none()
    return (row[0], row[1]) if row else None


def active_account(session: Session, email: str, kind: AccountKind) -> Account | None:
    """Return the active account of that kind behind a folded address."""
    wanted = select(Account).where(Account.email == email, Account.kind == kind, Account.status == AccountStatus.ACTIVE)
    return session.scalar(wanted)


def password_of(session: Session, account_id: int) -> Password | None:
    """Return the password row of an account."""
    return session.get(Password, account_id)


def factors_of(session: Session, account_id: int) -> Factors:
    """Return the second steps of an account."""
    passkeys = select(Passkey).where(Passkey.account_id == account_id).order_by(Passkey.id)
    left = (
        select(func.count()).select_from(CardCode).where(CardCode.account_id == account_id, CardCode.used_at.is_(None))
    )
    return Factors(
        app=session.get(AuthenticatorApp, account_id),
        passkeys=list(session.scalars(passkeys)),
        card_left=session.scalar(left) or 0,
    )


def unused_card_codes(session: Session, account_id: int) -> list[CardCode]:
    """Return the lines of the card that still work."""
    wanted = select(CardCode).where(CardCode.account_id == account_id, CardCode.used_at.is_(None))
    return list(session.scalars(wanted.order_by(CardCode.number)))


def passkey_by_credential(session: Session, credential: str) -> Passkey | None:
    """Return the passkey that a browser's answer names."""
    return session.scalar(select(Passkey).where(Passkey.credential == credential))


def passkey_of(session: Session, account_id: int, reference: str) -> Passkey:
    """Return one of an account's own passkeys."""
    wanted = select(Passkey).where(Passkey.account_id == account_id, Passkey.reference == reference)
    return session.scalars(wanted).one()


def link_by_token(session: Session, token: str, purpose: LinkPurpose, *, lock: bool = False) -> OneTimeLink | None:
    """Return the link of a token with its account, if it was made for that purpose."""
    wanted = (
        select(OneTimeLink)
        .where(OneTimeLink.token_hash == token_hash(token), OneTimeLink.purpose == purpose)
        .options(joinedload(OneTimeLink.account))
    )
    if lock:
        wanted = wanted.with_for_update(of=OneTimeLink)
    return session.scalar(wanted, execution_options={"populate_existing": True})


def mail_link_to_change(session: Session, reference: str) -> OneTimeLink | None:
    """Return a specialist's link by its public name, locked."""
    wanted = (
        select(OneTimeLink)
        .where(OneTimeLink.reference == reference, OneTimeLink.purpose == LinkPurpose.MAIL)
        .options(joinedload(OneTimeLink.account))
        .with_for_update(of=OneTimeLink)
    )
    return session.scalar(wanted, execution_options={"populate_existing": True})


def standing_sign_ins(session: Session, account_id: int, now: datetime) -> list[SignIn]:
    """Return where an account is signed in, newest first."""
    wanted = select(SignIn).where(SignIn.account_id == account_id, SignIn.revoked_at.is_(None), SignIn.ends_at > now)
    return list(session.scalars(wanted.order_by(SignIn.id.desc())))


def last_membership_id(session: Session, account_id: int) -> int | None:
    """Return what an account acted as when it last signed in."""
    wanted = select(SignIn.membership_id).where(SignIn.account_id == account_id).order_by(SignIn.id.desc())
    return session.scalar(wanted.limit(1))


def try_count_to_change(session: Session, purpose: TryPurpose, address_hash: str) -> TryCount | None:
    """Return the count of one address, locked."""
    wanted = select(TryCount).where(TryCount.purpose == purpose, TryCount.address_hash == address_hash)
    return session.scalar(wanted.with_for_update(), execution_options={"populate_existing": True})
