"""Sign-ins and factors, ready made."""

from flask.testing import FlaskClient

from talent_portal.accounts.models import Account, Membership
from talent_portal.accounts.permissions import Role
from talent_portal.core import clock
from talent_portal.signin.current import SEEN, new_token, token_hash
from talent_portal.signin.models import Method, SignIn
from talent_portal.signin.rules.times import ABSOLUTE
from tests.makers import Makers


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
        make.sign_in(token, make.session.get(Account, membership.account_id), membership)
    with client.session_transaction() as cookie:
        cookie.clear()
        cookie["_user_id"], cookie[SEEN] = token, int(clock.now().timestamp())
    return client
