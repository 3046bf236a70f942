"""Sign-ins and factors, ready made."""

import re
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from sqlalchemy import select

from talent_portal.accounts.models import Account, AccountKind, AccountStatus, Membership
from talent_portal.accounts.permissions import Role
from talent_portal.core import clock
from talent_portal.core.db import reading, transaction
from talent_portal.outbox.models import Letter
from talent_portal.signin.current import SEEN
from talent_portal.signin.gateway import codes, passwords
from talent_portal.signin.models import AuthenticatorApp, CardCode, Method, Password, SignIn
from talent_portal.signin.rules.times import ABSOLUTE
from talent_portal.signin.rules.tokens import new_token, token_hash
from tests.makers import Makers

PASSWORD = "corridor violet thunder 九十九島"
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def sign_in(make: Makers, token: str, account: Account, membership: Membership | None, **given):
    """A row as the actions write it, without the two factors before it."""
    valid = {
        "token_hash": token_hash(token),
        "account_id": account.id,
        "membership_id": membership.id if membership else None,
        "method": Method.TOTP,
        "ends_at": clock.now() + ABSOLUTE[account.kind],
    }
    return make.keep(SignIn(**(valid | given)))


def signed_in_client(client: FlaskClient, make: Makers, who: Role | Membership | Account) -> FlaskClient:
    """The same client, past both factors, as a membership, as a role (a new person), or as a specialist's account."""
    token = new_token()
    if isinstance(who, Account):
        make.sign_in(token, who, None)
    else:
        membership = make.membership(role=who) if isinstance(who, Role) else who
        make.sign_in(token, reading().get(Account, membership.account_id), membership)
    with client.session_transaction() as cookie:
        cookie.clear()
        cookie["_user_id"], cookie[SEEN] = token, int(clock.now().timestamp())
    return client


def staff(make: Makers, role: Role = Role.MEMBER, **given) -> Membership:
    """A membership whose person has a password and an authenticator app."""
    membership = make.membership(role=role, **given)
    make.keep(Password(account_id=membership.account_id, hash=passwords.hashed(PASSWORD)))
    make.keep(AuthenticatorApp(account_id=membership.account_id, seed=SEED))
    return membership


def specialist_account(make: Makers, **given) -> Account:
    return make.account(kind=AccountKind.SPECIALIST, **given)


def card(make: Makers, account: Account) -> list[str]:
    """A printed card, without the letter about it."""
    lines = codes.new_card()
    with transaction() as session:
        session.add_all(
            CardCode(account_id=account.id, number=number, mac=codes.mac(account.reference, line))
            for number, line in enumerate(lines, 1)
        )
    return lines


def disabled(make: Makers, membership: Membership) -> None:
    """Disable the account behind a membership."""
    with transaction() as session:
        session.get(Account, membership.account_id).status = AccountStatus.DISABLED


def email_of(make: Makers, membership: Membership) -> str:
    return reading().get(Account, membership.account_id).email


def app_code(make: Makers) -> str:
    """What the authenticator app of `staff` shows now."""
    return codes.app_code(SEED, clock.now())


def letters(make: Makers, template: str) -> list[Letter]:
    """The letters of one kind, oldest first."""
    session = reading()
    session.expire_all()
    return list(session.scalars(select(Letter).where(Letter.template == template).order_by(Letter.id)))


def path_in(make: Makers, letter: Letter) -> str:
    """The path of the link that a letter carries."""
    address = re.search(r"https?://\S+", letter.body)[0]
    return urlsplit(address).path


def first_step(make: Makers, client: FlaskClient, membership: Membership, password: str = PASSWORD):
    return client.post("/sign-in", data={"email": make.email_of(membership), "password": password})
