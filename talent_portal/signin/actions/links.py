"""What one-time links open: a new password, a first sign-in, a specialist's visit. A GET never uses one up."""

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Account, AccountKind, AccountStatus
from talent_portal.accounts.policies import actor_of
from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.db import reading, transaction
from talent_portal.outbox import actions as outbox
from talent_portal.signin import queries
from talent_portal.signin.actions import tries
from talent_portal.signin.actions.entering import Entry, enter
from talent_portal.signin.actions.factors import check_new_password, store_password
from talent_portal.signin.actions.letters import write_link, write_notice
from talent_portal.signin.errors import LinkGone, WrongCode
from talent_portal.signin.gateway import codes, passwords
from talent_portal.signin.models import (
    AuthenticatorApp,
    CardCode,
    LinkPurpose,
    Method,
    OneTimeLink,
    Passkey,
    TryPurpose,
)
from talent_portal.signin.rules.times import CODE_TRIES


def ask_for_reset(email: str) -> None:
    """Mail a reset link to staff who have a password; for everybody else do the same work and send nothing."""
    send = tries.may_write(email)
    found = queries.staff_with_password(reading(), email)
    account = found[0] if found else None
    letter = write_link(LinkPurpose.RESET, account, to=email, send=send)
    with transaction() as session:
        letter.post(session)


def ask_for_code(email: str) -> str:
    """Mail a link and a code to a specialist; return the public name of the try, decoy or not."""
    send = tries.may_write(email)
    account = queries.active_account(reading(), email, AccountKind.SPECIALIST)
    letter = write_link(LinkPurpose.MAIL, account, to=email, send=send)
    with transaction() as session:
        letter.post(session)
    return letter.row.reference


def link_of(token: str, purpose: LinkPurpose) -> OneTimeLink:
    """Return a link that is still good, with its account; raise `LinkGone` otherwise."""
    return _good(queries.link_by_token(reading(), token, purpose))


def _good(link: OneTimeLink | None) -> OneTimeLink:
    if link is None or not link.open(clock.now()) or link.account is None:
        raise LinkGone
    if link.account.status is not AccountStatus.ACTIVE:
        raise LinkGone
    return link


def _use_up(session: Session, link: OneTimeLink) -> None:
    """Close the link, and with it every other one of its kind that was mailed to the account."""
    siblings = update(OneTimeLink).where(
        OneTimeLink.account_id == link.account_id,
        OneTimeLink.purpose == link.purpose,
        OneTimeLink.used_at.is_(None),
    )
    session.execute(siblings.values(used_at=clock.now()))


def account_of(link: OneTimeLink) -> Account:
    """Return whose link it is; raise `LinkGone` for a decoy."""
    if link.account is None:
        raise LinkGone
    return link.account


def reset_password(token: str, password: str) -> None:
    """Set a new password with a reset link; the link is used up, every sign-in ends, the second step stays."""
    account = account_of(link_of(token, LinkPurpose.RESET))
    check_new_password(account, password)
    encoded, draft = passwords.hashed(password), write_notice("password", account)
    with transaction() as session:
        _use_up(session, _good(queries.link_by_token(session, token, LinkPurpose.RESET, lock=True)))
        store_password(session, account.id, encoded)
        tries.forget(session, TryPurpose.PASSWORD, account.email)
        outbox.post(session, draft)
        audit.record(session, actor_of(account, None), "password.reset", f"account:{account.reference}")


def accept_invitation(token: str, password: str) -> None:
    """Set the password an invitation asks for, and clear what an earlier holder may have set up.

    The link stays good until a second step is added, so that nobody is stranded half-way.
    """
    account = account_of(link_of(token, LinkPurpose.INVITATION))
    check_new_password(account, password)
    encoded = passwords.hashed(password)
    with transaction() as session:
        _good(queries.link_by_token(session, token, LinkPurpose.INVITATION, lock=True))
        for factor in (AuthenticatorApp, Passkey, CardCode):
            session.execute(delete(factor).where(factor.account_id == account.id))
        store_password(session, account.id, encoded)
        tries.forget(session, TryPurpose.PASSWORD, account.email)
        tries.forget(session, TryPurpose.FACTOR, account.email)
        audit.record(session, actor_of(account, None), "invitation.accepted", f"account:{account.reference}")


def awaits_second_step(token: str) -> Account:
    """Return the invited account once its password is set; raise `LinkGone` before that, and for dead links."""
    link = link_of(token, LinkPurpose.INVITATION)
    password = queries.password_of(reading(), link.account_id or 0)
    if password is None or password.changed_at < link.created_at:
        raise LinkGone
    return account_of(link)


def finish_invitation(token: str, method: Method, device: str) -> Entry:
    """Use the invitation up, and come in with what was just set up."""
    with transaction() as session:
        link = _good(queries.link_by_token(session, token, LinkPurpose.INVITATION, lock=True))
        _use_up(session, link)
        return enter(session, account_of(link).id, method, device)


def enter_by_link(token: str, device: str) -> Entry:
    """Come in as a specialist with the link of a mail."""
    with transaction() as session:
        link = _good(queries.link_by_token(session, token, LinkPurpose.MAIL, lock=True))
        _use_up(session, link)
        return enter(session, account_of(link).id, Method.MAIL, device)


def enter_by_code(reference: str, code: str, device: str) -> Entry:
    """Come in as a specialist with the six digits of a mail: five tries, one use.

    Raises `WrongCode` for a wrong one and `LinkGone` after five, whether or not the address is known.
    """
    if not _take_code_try(reference, codes.typed(code)):
        raise WrongCode
    with transaction() as session:
        link = _good(queries.mail_link_to_change(session, reference))
        _use_up(session, link)
        return enter(session, account_of(link).id, Method.MAIL, device)


def _take_code_try(reference: str, code: str) -> bool:
    """Count one try and return whether the code is right; committed before the answer goes out."""
    with transaction() as session:
        link = queries.mail_link_to_change(session, reference)
        if link is None or not link.open(clock.now()) or link.tries >= CODE_TRIES:
            raise LinkGone
        link.tries += 1
        return link.account_id is not None and codes.is_mac(link.reference, code, link.code_mac)
