"""One invented official per role, each past both steps of signing in."""

from dataclasses import dataclass
from datetime import timedelta

from talent_portal.accounts import queries as accounts
from talent_portal.accounts.models import Account
from talent_portal.accounts.permissions import Role
from talent_portal.accounts.policies import actor_of
from talent_portal.core import clock
from talent_portal.core.actor import Actor
from talent_portal.core.db import reading
from talent_portal.signin.actions.factors import NewApp, add_app
from talent_portal.signin.actions.links import accept_invitation
from talent_portal.signin.actions.people import Invitee, invite_from_shell
from talent_portal.signin.gateway import codes

PASSWORD = "shima-to-hashi-2040"  # noqa: S105 - a demo's password is printed, and refused in production


@dataclass(frozen=True, slots=True)
class Official:
    """Who can sign in, and as what."""

    email: str
    name: str
    role: Role
    organisation_code: str


PREFECTURE = "420000"
IN_OFFICE_SINCE = timedelta(days=365)
OFFICIALS = (
    Official("coordinator@example.com", "潮見灘 理帆", Role.COORDINATOR, PREFECTURE),
    Official("lead@example.com", "灯浦井 総司", Role.LEAD, PREFECTURE),
    Official("auditor@example.com", "磯霞 監司", Role.AUDITOR, PREFECTURE),
    Official("administrator@example.com", "雲居浜 管", Role.ADMINISTRATOR, PREFECTURE),
    Official("higashisonogi@example.com", "汐路谷 市子", Role.MEMBER, "423211"),
    Official("higashisonogi-approver@example.com", "海鳴原 承", Role.APPROVER, "423211"),
    Official("higashisonogi-checker@example.com", "月待浦 人事", Role.CHECKER, "423211"),
    Official("goto@example.com", "星降津 灯", Role.MEMBER, "422118"),
    Official("goto-approver@example.com", "水守井 承", Role.APPROVER, "422118"),
    Official("goto-checker@example.com", "波留井 人事", Role.CHECKER, "422118"),
    Official("shinkamigoto-checker@example.com", "磯霞 人事", Role.CHECKER, "424111"),
)
# Approvers of the other towns that ask for people, one each.
TOWNS = tuple(
    Official(f"{slug}@example.com", name, Role.APPROVER, code)
    for slug, name, code in (
        ("kawatana", "霧渡 町子", "423220"),
        ("hasami", "風見瀬 承一", "423238"),
        ("shinkamigoto", "島影野 結", "424111"),
        ("ojika", "沖野宮 岬", "423831"),
        ("matsuura", "千波留 湊", "422088"),
        ("hirado", "朝凪里 航", "422070"),
        ("saza", "潮見灘 汐里", "423912"),
        ("minamishimabara", "雲居浜 帆高", "422142"),
        ("unzen", "星降津 千帆", "422134"),
    )
)


def make_officials() -> None:
    """Let everyone be in office for a year, past both steps of signing in: the demo has a past."""
    with clock.as_if(IN_OFFICE_SINCE):
        _enter_office()


def _enter_office() -> None:
    """Invite everyone, accept for them, and set up their second step."""
    for official in (*OFFICIALS, *TOWNS):
        invited = invite_from_shell(
            official.organisation_code, Invitee(email=official.email, name=official.name, role=official.role)
        )
        accept_invitation(invited.address.rpartition("/")[2], PASSWORD)
        account = account_of(official.email)
        seed = codes.new_seed()
        add_app(account, NewApp(seed, codes.app_code(seed, clock.now())))


def account_of(email: str) -> Account:
    """Return the account of a demo official."""
    account = accounts.account_by_email(reading(), email)
    if account is None:
        raise LookupError(email)
    return account


def acting(email: str) -> Actor:
    """Return the actor a demo official is under their only membership."""
    account = account_of(email)
    membership = accounts.memberships_in_force(reading(), account.id, clock.today())[0]
    return actor_of(account, membership)
