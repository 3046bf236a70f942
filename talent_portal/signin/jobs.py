"""What is kept of sign-ins and for how long, and how an account's own data are given out and forgotten."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Account, AccountKind, AccountStatus, Membership
from talent_portal.core import clock
from talent_portal.core.calendar import start_of
from talent_portal.core.marks import _n
from talent_portal.privacy.own_data import Holder
from talent_portal.privacy.retention import RetentionRule
from talent_portal.signin.models import (
    AuthenticatorApp,
    CardCode,
    OneTimeLink,
    Passkey,
    Password,
    SignIn,
    SpentChallenge,
    TryCount,
)

KIND = "account:"
ERASED = "%@erased.invalid"
OWN = (AuthenticatorApp, CardCode, OneTimeLink, Passkey, Password, SignIn)


def _dropper(model: Any, column: Any) -> Any:
    """Return a run that deletes the rows of `model` whose `column` lies before the first day that is kept."""

    def run(session: Session, before: date) -> int:
        gone = session.execute(sa.delete(model).where(column < start_of(before)))
        return int(gone.rowcount)  # type: ignore[attr-defined]  # a DELETE always counts

    return run


def own_data(session: Session, subject: str) -> dict[str, object]:
    """Return everything held about an account (`account:<reference>`); secrets are named, never shown."""
    account = _account(session, subject)
    if account is None:
        return {}
    sign_ins = session.scalars(sa.select(SignIn).where(SignIn.account_id == account.id).order_by(SignIn.id))
    passkeys = session.scalars(sa.select(Passkey).where(Passkey.account_id == account.id).order_by(Passkey.id))
    held = session.scalars(sa.select(Membership).where(Membership.account_id == account.id).order_by(Membership.id))
    return {
        "email": account.email,
        "name": account.name,
        "language": account.language,
        "since": account.created_at.isoformat(),
        "memberships": [
            {
                "organisation": one.organisation.name_ja,
                "role": one.role,
                "from": str(one.starts_on),
                "to": str(one.ends_on or ""),
            }
            for one in held.unique()
        ],
        "sign_ins": [
            {"at": one.created_at.isoformat(), "method": one.method, "device": one.device} for one in sign_ins
        ],
        "passkeys": [{"name": one.name, "added": one.added_at.isoformat()} for one in passkeys],
        "authenticator_app": session.get(AuthenticatorApp, account.id) is not None,
    }


def _told(one: Membership) -> dict[str, str]:
    ends = one.ends_on.isoformat() if one.ends_on else ""
    return {"organisation": one.organisation.name_ja, "role": one.role, "from": one.starts_on.isoformat(), "to": ends}


def erase(session: Session, subject: str) -> None:
    """Forget who an account belongs to; the empty account stays, because the audit names its reference."""
    account = _account(session, subject)
    if account is None:
        return
    for model in OWN:
        session.execute(sa.delete(model).where(model.account_id == account.id))
    session.execute(
        sa.update(Membership)
        .where(Membership.account_id == account.id, Membership.ends_on.is_(None))
        .values(ends_on=sa.case((Membership.starts_on > clock.today(), Membership.starts_on), else_=clock.today()))
    )
    account.email, account.name = f"{account.reference}@erased.invalid", ""
    account.status = AccountStatus.DISABLED


def subjects(session: Session) -> list[str]:
    """Return every account that still belongs to somebody."""
    living = sa.select(Account.reference).where(Account.email.not_like(ERASED))
    return [f"{KIND}{reference}" for reference in session.scalars(living.order_by(Account.id))]


def _forget_leavers(session: Session, before: date) -> int:
    """Empty the accounts of staff who have acted for nobody since before the first day that is kept."""
    stayed = sa.exists().where(
        Membership.account_id == Account.id, sa.or_(Membership.ends_on.is_(None), Membership.ends_on >= before)
    )
    leavers = sa.select(Account.reference).where(
        Account.kind == AccountKind.STAFF,
        Account.created_at < start_of(before),
        Account.email.not_like(ERASED),
        ~stayed,
    )
    gone = list(session.scalars(leavers))
    for reference in gone:
        erase(session, f"{KIND}{reference}")
    return len(gone)


def _account(session: Session, subject: str) -> Account | None:
    kind, reference = subject[: len(KIND)], subject[len(KIND) :]
    return session.scalar(sa.select(Account).where(Account.reference == reference)) if kind == KIND else None


RETENTION = (
    RetentionRule(
        name="accounts-of-leavers",
        tables=("account", "membership", "password", "authenticator_app", "passkey", "card_code"),
        what=_n("Accounts of staff who have left"),
        period=365,
        kept=_n("1 year after the last membership ends"),
        then=_n("Name, address and means of signing in deleted; role and period stay"),
        basis=_n("Questions about what was done in office"),
        run=_forget_leavers,
    ),
    RetentionRule(
        name="sign-ins",
        tables=("sign_in",),
        what=_n("When and with which browser somebody signed in"),
        period=365,
        kept=_n("1 year"),
        then=_n("Deleted"),
        basis=_n("Finding misuse of accounts"),
        run=_dropper(SignIn, SignIn.ends_at),
    ),
    RetentionRule(
        name="one-time-links",
        tables=("one_time_link",),
        what=_n("Traces of invitations, reset links and mail codes (without the links themselves)"),
        period=7,
        kept=_n("7 days after they expire"),
        then=_n("Deleted"),
        basis=_n("Answering questions about links that do not work"),
        run=_dropper(OneTimeLink, OneTimeLink.expires_at),
    ),
    RetentionRule(
        name="tries",
        tables=("try_count",),
        what=_n("How often an address was tried in vain (the address as a hash)"),
        period=2,
        kept=_n("2 days"),
        then=_n("Deleted"),
        basis=_n("Protection against guessing"),
        run=_dropper(TryCount, TryCount.last_at),
    ),
    RetentionRule(
        name="spent-challenges",
        tables=("spent_challenge",),
        what=_n("Answered questions of passkeys (as hashes)"),
        period=2,
        kept=_n("2 days"),
        then=_n("Deleted"),
        basis=_n("Protection against replay"),
        run=_dropper(SpentChallenge, SpentChallenge.spent_at),
    ),
)
HOLDER = Holder(name="signin", read=own_data, erase=erase, subjects=subjects)
