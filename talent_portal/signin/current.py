"""Who is asking: from the cookie to the actor, in one query and without writing anything.

The signed cookie carries the sign-in's token and when it was last seen (the idle limit needs no row). Everything else
is read afresh on every request, so that a revocation, a disabled account or a membership's last day bites at once.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, request
from flask import session as cookie
from flask_login import LoginManager, current_user, login_user, logout_user
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from talent_portal.accounts.models import AccountKind, AccountStatus, Membership
from talent_portal.accounts.policies import actor_of
from talent_portal.core import clock
from talent_portal.core.actor import ANONYMOUS, Actor
from talent_portal.core.db import reading
from talent_portal.signin.models import SignIn
from talent_portal.signin.rules.times import CHALLENGE_LIFE, HALF_WAY, IDLE
from talent_portal.signin.rules.tokens import token_hash

SEEN = "seen"
HALF = "half"
CHALLENGE = "challenge"
LONGEST_DEVICE = 200
# The cookie is written again at most this often.
SEEN_GRAIN = timedelta(seconds=60)
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_SITES = frozenset({"same-origin", "none"})
# Asked by every request: composed once, because composing it takes as long as asking.
BY_TOKEN = (
    select(SignIn)
    .where(SignIn.token_hash == bindparam("hash"))
    .options(joinedload(SignIn.account), joinedload(SignIn.membership).joinedload(Membership.organisation))
)

login_manager = LoginManager()


@dataclass(frozen=True, slots=True)
class Visitor:
    """What Flask-Login calls the user: a sign-in that stands, and the token that names it."""

    token: str
    sign_in: SignIn
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        """Return what the cookie keeps."""
        return self.token


@dataclass(frozen=True, slots=True)
class HalfWay:
    """Somebody between the two steps: whose password it was, when, and where they wanted to go."""

    account: str
    since: datetime
    target: str


def init_app(app: Flask) -> None:
    """Set up Flask-Login without remember-me and without its address check: 21 offices share one address."""
    login_manager.session_protection = None
    login_manager.user_loader(_load)
    login_manager.init_app(app, add_context_processor=False)
    app.before_request(_refuse_foreign_forms)


def actor_of_request() -> Actor:
    """Return who is asking, from the cookie; `core.access` calls this once per request."""
    if "_user_id" not in cookie or not current_user.is_authenticated:
        return ANONYMOUS
    now = clock.now()
    if now - _seen() >= SEEN_GRAIN:
        cookie[SEEN] = int(now.timestamp())
    sign_in: SignIn = current_user.sign_in
    return actor_of(sign_in.account, sign_in.membership)


def current_sign_in() -> SignIn:
    """Return the sign-in behind this request; only for views behind a signed-in door."""
    sign_in: SignIn = current_user.sign_in
    return sign_in


def enter(sign_in: SignIn, token: str) -> None:
    """Begin a fresh cookie for a fresh sign-in; whatever the browser carried before is gone."""
    cookie.clear()
    cookie[SEEN] = int(clock.now().timestamp())
    login_user(Visitor(token, sign_in))


def leave() -> None:
    """Forget the sign-in and everything else in the cookie."""
    logout_user()
    cookie.clear()


def step_half_way(account_reference: str, target: str) -> None:
    """Remember, in a fresh cookie, that the password was right; the second step is still to come."""
    cookie.clear()
    cookie[HALF] = {"account": account_reference, "at": clock.now().timestamp(), "next": target}


def half_way() -> HalfWay | None:
    """Return whose password was right in this browser less than ten minutes ago."""
    kept = cookie.get(HALF)
    if kept is None:
        return None
    since = datetime.fromtimestamp(kept["at"], UTC)
    return HalfWay(kept["account"], since, kept["next"]) if clock.now() - since < HALF_WAY else None


def remember_challenge(challenge: str) -> None:
    """Keep the question a passkey was asked; the answer must come within five minutes."""
    cookie[CHALLENGE] = {"value": challenge, "at": clock.now().timestamp()}


def take_challenge() -> str:
    """Return the question that was asked and forget it; nothing when none was, or it is too old."""
    kept = cookie.pop(CHALLENGE, None)
    if kept is None or clock.now() - datetime.fromtimestamp(kept["at"], UTC) >= CHALLENGE_LIFE:
        return ""
    return str(kept["value"])


def forget(name: str) -> None:
    """Drop one thing from the cookie."""
    cookie.pop(name, None)


def device() -> str:
    """Return what the browser calls itself, for the list of one's own sign-ins."""
    return request.user_agent.string[:LONGEST_DEVICE]


def _load(token: str) -> Visitor | None:
    """Find the sign-in of a token, if it still stands; one joined query."""
    found = reading().scalar(BY_TOKEN, {"hash": token_hash(token)})
    if found is None or not _counts(found, clock.now()):
        return None
    return Visitor(token, found)


def _counts(sign_in: SignIn, now: datetime) -> bool:
    """Return whether the sign-in, its account and its acting membership all hold right now."""
    account, membership = sign_in.account, sign_in.membership
    if not sign_in.stands(now) or account.status is not AccountStatus.ACTIVE or now - _seen() >= IDLE[account.kind]:
        return False
    if membership is None:
        return account.kind is AccountKind.SPECIALIST
    return membership.in_force(clock.today())


def _seen() -> datetime:
    return datetime.fromtimestamp(int(cookie.get(SEEN, 0)), UTC)


def _refuse_foreign_forms() -> None:
    """Refuse to act on a form of another site, sign-in and sign-out included; the CSRF token is the second wall."""
    if request.method in SAFE_METHODS:
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in OWN_SITES:
        abort(403)
    origin = request.headers.get("Origin")
    if origin not in {None, request.host_url.rstrip("/"), _origin(current_app.extensions["settings"].base_url)}:
        abort(403)


def _origin(address: str) -> str:
    split = urlsplit(address)
    return f"{split.scheme}://{split.netloc}"
