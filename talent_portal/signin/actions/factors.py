"""Add and remove second steps, and change the password. The owner is told by mail each time."""

from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.orm import Session

from talent_portal.accounts import queries as accounts
from talent_portal.accounts.models import Account
from talent_portal.accounts.policies import actor_of
from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import Actor
from talent_portal.core.db import reading, transaction
from talent_portal.outbox import actions as outbox
from talent_portal.signin import queries
from talent_portal.signin.actions import tries
from talent_portal.signin.actions.entering import end_all
from talent_portal.signin.actions.letters import write_notice
from talent_portal.signin.errors import LastFactor, TooCommon, TooLong, TooShort, WrongCode, WrongPassword
from talent_portal.signin.gateway import codes, passwords
from talent_portal.signin.models import AuthenticatorApp, CardCode, Passkey, Password, TryPurpose
from talent_portal.signin.rules.passwords import weakness

TOO_WEAK = {"too-short": TooShort, "too-long": TooLong, "too-common": TooCommon}


@dataclass(frozen=True, slots=True)
class NewApp:
    """An authenticator app about to be added: the seed offered, and the code that proves it arrived."""

    seed: str
    code: str


def check_new_password(account: Account, password: str) -> None:
    """Raise `TooShort`, `TooLong` or `TooCommon` for a password that may not be chosen."""
    local_part = account.email.partition("@")[0]
    reason = weakness(password, own_words=[*account.name.split(), *local_part.replace("_", ".").split(".")])
    if reason:
        raise TOO_WEAK[reason]


def store_password(session: Session, account_id: int, encoded: str) -> None:
    """Keep a new hash, and end every sign-in that stood on the old one."""
    row = queries.password_of(session, account_id)
    if row is None:
        session.add(Password(account_id=account_id, hash=encoded, changed_at=clock.now()))
    else:
        row.hash, row.changed_at = encoded, clock.now()
    end_all(session, account_id)


def change_password(actor: Actor, current: str, wanted: str) -> None:
    """Set a new password; every sign-in of the account ends, this one included.

    Raises `WrongPassword` unless `current` is right, or why the new one may not be chosen.
    """
    account = accounts.account_to_read(reading(), actor.account_id)
    tries.take(TryPurpose.PASSWORD, account.email, account)
    kept = queries.password_of(reading(), account.id)
    if not passwords.is_right(kept.hash if kept else None, current):
        raise WrongPassword
    check_new_password(account, wanted)
    encoded, draft = passwords.hashed(wanted), write_notice("password", account)
    with transaction() as session:
        tries.forget(session, TryPurpose.PASSWORD, account.email)
        store_password(session, account.id, encoded)
        outbox.post(session, draft)
        audit.record(session, actor, "password.changed", f"account:{account.reference}")


def add_app(account: Account, new: NewApp) -> None:
    """Add or replace the authenticator app; raise `WrongCode` unless the code proves the seed arrived."""
    step = codes.app_step(new.seed, codes.typed(new.code), clock.now())
    if step is None:
        raise WrongCode
    draft = write_notice("app-added", account)
    with transaction() as session:
        session.execute(delete(AuthenticatorApp).where(AuthenticatorApp.account_id == account.id))
        session.add(AuthenticatorApp(account_id=account.id, seed=new.seed, last_step=step))
        outbox.post(session, draft)
        audit.record(session, actor_of(account, None), "app.added", f"account:{account.reference}")


def print_card(account: Account) -> list[str]:
    """Make a new card and return its ten codes, for the only time; the old card stops working."""
    lines, draft = codes.new_card(), write_notice("card-added", account)
    with transaction() as session:
        session.execute(delete(CardCode).where(CardCode.account_id == account.id))
        session.add_all(
            CardCode(account_id=account.id, number=number, mac=codes.mac(account.reference, line))
            for number, line in enumerate(lines, 1)
        )
        outbox.post(session, draft)
        audit.record(session, actor_of(account, None), "card.printed", f"account:{account.reference}")
    return lines


def remove_app(actor: Actor) -> None:
    """Remove one's authenticator app; raise `LastFactor` when nothing else would open the door."""
    _remove(actor, "app", delete(AuthenticatorApp).where(AuthenticatorApp.account_id == actor.account_id))


def remove_card(actor: Actor) -> None:
    """Cancel one's printed card; raise `LastFactor` when nothing else would open the door."""
    _remove(actor, "card", delete(CardCode).where(CardCode.account_id == actor.account_id))


def remove_passkey(actor: Actor, reference: str) -> None:
    """Remove one of one's passkeys; raise `LastFactor`, or `NoResultFound` for anybody else's."""
    passkey = queries.passkey_of(reading(), actor.account_id or 0, reference)
    _remove(actor, "passkey", delete(Passkey).where(Passkey.id == passkey.id))


def _remove(actor: Actor, what: str, removal: object) -> None:
    account = accounts.account_to_read(reading(), actor.account_id)
    draft = write_notice(f"{what}-removed", account)
    with transaction() as session:
        accounts.account_to_change(session, account.id)
        session.execute(removal)  # type: ignore[call-overload]  # one of the three deletes above
        if actor.kind == "staff" and not queries.factors_of(session, account.id).count:
            raise LastFactor
        outbox.post(session, draft)
        audit.record(session, actor, f"{what}.removed", f"account:{account.reference}")
