"""Come in and go out: the two factors, the sign-in they earn, and its end."""

from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from talent_portal.accounts import queries as accounts
from talent_portal.accounts.models import Account, AccountKind, AccountStatus, Membership
from talent_portal.accounts.policies import actor_of
from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import Actor
from talent_portal.core.db import reading, transaction
from talent_portal.signin import queries
from talent_portal.signin.actions import tries
from talent_portal.signin.errors import Locked, NoMembership, StartAgain, WrongCode, WrongPassword
from talent_portal.signin.gateway import codes, passwords
from talent_portal.signin.models import AuthenticatorApp, CardCode, Method, SignIn, TryPurpose
from talent_portal.signin.rules.times import ABSOLUTE
from talent_portal.signin.rules.tokens import new_token, token_hash

# Nobody real receives mail there (RFC 2606).
DEMO_ADDRESSES = ("@example.com", ".example.com")


@dataclass(frozen=True, slots=True)
class Entry:
    """A sign-in just made, and the only copy of its token."""

    sign_in: SignIn
    token: str
    language: str = "ja"


def check_password(email: str, password: str) -> Account:
    """Return the account whose password this is.

    Raises `WrongPassword` for a wrong password, an unknown address, a disabled account and a locked one alike; the
    hashing costs the same in the first three.
    """
    found = queries.staff_with_password(reading(), email)
    account, kept = found or (None, None)
    try:
        tries.take(TryPurpose.PASSWORD, email, account)
    except Locked as locked:
        raise WrongPassword from locked
    right = passwords.is_right(kept.hash if kept else None, password)
    if account is None or kept is None or not right:
        raise WrongPassword
    fresh = passwords.hashed(password) if passwords.is_outdated(kept.hash) else None
    with transaction() as session:
        tries.forget(session, TryPurpose.PASSWORD, email)
        again = queries.password_of(session, account.id)
        if fresh and again is not None and again.hash == kept.hash:
            again.hash = fresh
    return account


def second_step(account_reference: str, since: datetime, code: str, device: str) -> Entry:
    """Sign in with a code of the app or of the card; the password was right at `since`.

    Raises `Locked`, `WrongCode`, `NoMembership`, or `StartAgain` when the password changed meanwhile.
    """
    account = accounts.account_by_reference(reading(), account_reference)
    tries.take(TryPurpose.FACTOR, account.email, account)
    with transaction() as session:
        password = queries.password_of(session, account.id)
        if password is None or password.changed_at > since:
            raise StartAgain
        method = spend(session, account, codes.typed(code))
        tries.forget(session, TryPurpose.FACTOR, account.email)
        return enter(session, account.id, method, device)


def code_for_demo(account_reference: str) -> str:
    """Return the app's current code of a demo account on a demo instance, else nothing.

    The settings refuse a demo in production, and this refuses it once more.
    """
    settings = current_app.extensions["settings"]
    if not settings.demo or settings.production:
        return ""
    account = accounts.account_by_reference(reading(), account_reference)
    app = queries.factors_of(reading(), account.id).app
    invented = account.email.endswith(DEMO_ADDRESSES)
    return codes.unused_app_code(app.seed, app.last_step, clock.now()) if app and invented else ""


def spend(session: Session, account: Account, code: str) -> Method:
    """Use up one code of the account; raise `WrongCode` when it fits nothing or was used before."""
    app = session.get(AuthenticatorApp, account.id)
    step = codes.app_step(app.seed, code, clock.now()) if app else None
    if step is not None and _changed(
        session.execute(
            update(AuthenticatorApp)
            .where(AuthenticatorApp.account_id == account.id, AuthenticatorApp.last_step < step)
            .values(last_step=step)
        )
    ):
        return Method.TOTP
    for line in queries.unused_card_codes(session, account.id):
        if codes.is_mac(account.reference, code, line.mac) and _changed(
            session.execute(
                update(CardCode).where(CardCode.id == line.id, CardCode.used_at.is_(None)).values(used_at=clock.now())
            )
        ):
            return Method.CARD
    raise WrongCode


def _changed(result: object) -> bool:
    return isinstance(result, CursorResult) and result.rowcount == 1


def enter(session: Session, account_id: int, method: Method, device: str) -> Entry:
    """Make the sign-in that both factors earned; raise `NoMembership` for staff who act for nobody today."""
    account = accounts.account_to_change(session, account_id)
    if account.status is not AccountStatus.ACTIVE:
        raise WrongPassword
    membership = _acting(session, account)
    if membership is None and account.kind is AccountKind.STAFF:
        raise NoMembership
    token, now = new_token(), clock.now()
    sign_in = SignIn(
        token_hash=token_hash(token),
        account_id=account.id,
        membership_id=membership.id if membership else None,
        method=method,
        device=device,
        created_at=now,
        ends_at=now + ABSOLUTE[account.kind],
    )
    session.add(sign_in)
    audit.record(
        session, actor_of(account, membership), "sign-in.began", f"account:{account.reference}", method=method.value
    )
    return Entry(sign_in, token, account.language)


def _acting(session: Session, account: Account) -> Membership | None:
    """Return what the account acts as: the same as last time while that holds, else the oldest that holds."""
    holding = accounts.memberships_in_force(session, account.id, clock.today())
    last = queries.last_membership_id(session, account.id)
    return next((one for one in holding if one.id == last), holding[0] if holding else None)


def switch(actor: Actor, sign_in_id: int, membership_reference: str) -> None:
    """Act under another membership of one's own; raise `NoResultFound` for anybody else's or one that ended."""
    with transaction() as session:
        holding = accounts.memberships_in_force(session, actor.account_id or 0, clock.today())
        wanted = session.scalars(
            select(Membership.id).where(
                Membership.reference == membership_reference, Membership.id.in_([one.id for one in holding])
            )
        ).one()
        session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(membership_id=wanted))
        audit.record(session, actor, "sign-in.switched", f"membership:{membership_reference}")


def end_sign_in(actor: Actor, reference: str) -> None:
    """End one of one's own sign-ins; raise `NoResultFound` for anybody else's."""
    with transaction() as session:
        wanted = select(SignIn).where(SignIn.reference == reference, SignIn.account_id == actor.account_id)
        session.scalars(wanted).one().revoked_at = clock.now()
        audit.record(session, actor, "sign-in.ended", f"sign-in:{reference}")


def end_all(session: Session, account_id: int, *, but: int | None = None, membership_id: int | None = None) -> None:
    """End the sign-ins of an account: all, all but one, or those acting under one membership."""
    ended = update(SignIn).where(SignIn.account_id == account_id, SignIn.revoked_at.is_(None))
    if but is not None:
        ended = ended.where(SignIn.id != but)
    if membership_id is not None:
        ended = ended.where(SignIn.membership_id == membership_id)
    session.execute(ended.values(revoked_at=clock.now()))


def end_others(actor: Actor, sign_in_id: int) -> None:
    """End every sign-in of one's own but this one."""
    with transaction() as session:
        end_all(session, actor.account_id or 0, but=sign_in_id)
        audit.record(session, actor, "sign-in.others-ended", f"account:{actor.reference}")
