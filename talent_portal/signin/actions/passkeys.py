"""Register a passkey, and come in with one: possession and the device's own check of the person, in one step."""

from flask import current_app
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Account
from talent_portal.accounts.policies import actor_of
from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.db import reading, transaction
from talent_portal.outbox import actions as outbox
from talent_portal.signin import queries
from talent_portal.signin.actions.entering import Entry, enter
from talent_portal.signin.actions.letters import write_notice
from talent_portal.signin.errors import PasskeyRefused
from talent_portal.signin.gateway import passkeys
from talent_portal.signin.gateway.passkeys import Question
from talent_portal.signin.models import Method, Passkey, SpentChallenge
from talent_portal.signin.rules.tokens import token_hash

NAME_LENGTH = 60


def offer_to_register(account: Account) -> Question:
    """Return the question that makes a passkey for the account."""
    known = [passkey.credential for passkey in queries.factors_of(reading(), account.id).passkeys]
    return passkeys.ask_to_register(handle=account.reference, email=account.email, name=account.name, known=known)


def register(account: Account, answer: str, challenge: str, name: str) -> None:
    """Keep the public half of a new passkey; raise `PasskeyRefused` when the answer does not verify."""
    key, draft = passkeys.registered(answer, challenge), write_notice("passkey-added", account)
    try:
        with transaction() as session:
            _spend(session, challenge)
            session.add(
                Passkey(
                    account_id=account.id,
                    credential=key.credential,
                    public_key=key.public_key,
                    sign_count=key.sign_count,
                    name=name[:NAME_LENGTH] or current_app.extensions["settings"].office.service_name_ja[:NAME_LENGTH],
                )
            )
            outbox.post(session, draft)
            audit.record(session, actor_of(account, None), "passkey.added", f"account:{account.reference}")
    except IntegrityError as error:
        raise PasskeyRefused from error


def sign_in(answer: str, challenge: str, device: str) -> Entry:
    """Come in with a passkey; raise `PasskeyRefused` for anything that does not verify, or was sent before."""
    known = queries.passkey_by_credential(reading(), passkeys.credential_of(answer))
    if known is None:
        raise PasskeyRefused
    count = passkeys.verified_count(answer, challenge, public_key=known.public_key, sign_count=known.sign_count)
    try:
        with transaction() as session:
            _spend(session, challenge)
            passkey = queries.passkey_by_credential(session, known.credential)
            if passkey is None:
                raise PasskeyRefused
            passkey.sign_count, passkey.used_at = count, clock.now()
            return enter(session, passkey.account_id, Method.PASSKEY, device)
    except IntegrityError as error:
        raise PasskeyRefused from error


def _spend(session: Session, challenge: str) -> None:
    """Use up a challenge; the second time the database refuses."""
    session.add(SpentChallenge(hash=token_hash(challenge)))
    session.flush()


def offer_to_sign_in() -> Question:
    """Return the question for any passkey of ours."""
    return passkeys.ask_to_sign_in()
