"""Who may open which door of sign-in, one's own account, and the people of an organisation."""

from datetime import timedelta

from talent_portal.accounts.models import Account
from talent_portal.accounts.permissions import Permission, Role
from talent_portal.core import clock
from talent_portal.core.db import reading
from talent_portal.signin.models import LinkPurpose, OneTimeLink, Passkey, Password
from talent_portal.signin.rules.tokens import new_token, token_hash
from tests.architecture.authorisation import Outcome, Owner, Things, World, by_link, needs, public, signed_in

PEOPLE = ("specialist", "member_a", "approver_a", "checker_a", "member_b", "coordinator", "lead", "auditor")


def _link(world: World, purpose: LinkPurpose, account_id: int) -> Things:
    token, now = new_token(), clock.now()
    world.make.keep(
        OneTimeLink(
            account_id=account_id,
            purpose=purpose,
            token_hash=token_hash(token),
            created_at=now,
            expires_at=now + timedelta(minutes=5),
        )
    )
    return Things(a={"token": token})


def reset_link(world: World) -> Things:
    return _link(world, LinkPurpose.RESET, world.make.staff().account_id)


def mail_link(world: World) -> Things:
    return _link(world, LinkPurpose.MAIL, world.make.specialist_account().id)


def invitation(world: World) -> Things:
    return _link(world, LinkPurpose.INVITATION, world.make.membership().account_id)


def half_accepted(world: World) -> Things:
    """An invitation whose password is set and whose second step is still missing."""
    account_id = world.make.membership().account_id
    world.make.keep(Password(account_id=account_id, hash="none"))
    return _link(world, LinkPurpose.INVITATION, account_id)


def sign_ins(world: World) -> Things:
    made = {}
    for name in ("member_a", "member_b"):
        member = world.staff[name]
        account = reading().get(Account, member.account_id)
        made[name] = {"reference": world.make.sign_in(new_token(), account, member).reference}
    return Things(a=made["member_a"], b=made["member_b"])


def own_passkeys(world: World) -> Things:
    made = {}
    for name in ("member_a", "member_b"):
        account_id = world.staff[name].account_id
        kept = world.make.keep(Passkey(account_id=account_id, credential=new_token(), public_key=b"", name="PC"))
        made[name] = {"reference": kept.reference}
    return Things(a=made["member_a"], b=made["member_b"])


def offices(world: World) -> Things:
    return Things(a={"reference": world.office_a.reference}, b={"reference": world.office_b.reference})


def memberships(world: World) -> Things:
    made = [world.make.membership(Role.MEMBER, organisation=one) for one in (world.office_a, world.office_b)]
    return Things(a={"reference": made[0].reference}, b={"reference": made[1].reference})


def memberships_of_administrators(world: World) -> Things:
    """People of an office who are administrators elsewhere: nobody below may touch their account."""
    made = []
    for office in (world.office_a, world.office_b):
        member = world.make.membership(Role.MEMBER, organisation=office)
        account = reading().get(Account, member.account_id)
        world.make.membership(Role.ADMINISTRATOR, organisation=world.prefecture, account=account)
        made.append(member)
    return Things(a={"reference": made[0].reference}, b={"reference": made[1].reference})


ABOVE = {("approver_a", "a"): Outcome.NO, ("lead", "a"): Outcome.NO, ("lead", "b"): Outcome.NO}
ABOVE_ALL = {("lead", "a"): Outcome.NO, ("lead", "b"): Outcome.NO}
NO_MEMBERSHIP = {(actor, "a"): Outcome.HIDDEN for actor in (*PEOPLE, "administrator")}
MANAGE, READ, DISABLE = Permission.MEMBERSHIP_MANAGE, Permission.MEMBERSHIP_READ, Permission.ACCOUNT_DISABLE

DOORS = {
    "signin.start": public(),
    "signin.check": public(),
    "signin.code": public(),
    "signin.check_code": public(),
    "signin.passkey_options": public(),
    "signin.check_passkey": public(),
    "signin.sign_out": public(),
    "reset.forgotten": public(),
    "reset.send": public(),
    "reset.choose": by_link(reset_link),
    "reset.keep": by_link(reset_link),
    "mail_code.ask": public(),
    "mail_code.send": public(),
    "mail_code.type_code": public(),
    "mail_code.check_code": public(),
    "mail_code.open_link": by_link(mail_link),
    "mail_code.enter": by_link(mail_link),
    "invitation.accept": by_link(invitation),
    "invitation.keep": by_link(invitation),
    "invitation.factor": by_link(half_accepted),
    "invitation.app": by_link(half_accepted),
    "invitation.keep_app": by_link(half_accepted),
    "invitation.passkey_options": by_link(half_accepted),
    "invitation.keep_passkey": by_link(half_accepted),
    "invitation.card": by_link(half_accepted),
    "account.index": signed_in(),
    "account.language": signed_in(),
    "account.act": signed_in(but=NO_MEMBERSHIP),
    "account.end_sign_in": signed_in(sign_ins, owner=Owner.PERSON),
    "account.end_others": signed_in(),
    "account.password": signed_in(),
    "account.change_password": signed_in(),
    "account.app": signed_in(),
    "account.keep_app": signed_in(),
    "account.remove_app": signed_in(),
    "account.passkey_options": signed_in(),
    "account.keep_passkey": signed_in(),
    "account.remove_passkey": signed_in(own_passkeys, owner=Owner.PERSON),
    "account.card": signed_in(),
    "account.remove_card": signed_in(),
    "people.index": needs(READ),
    "people.organisation": needs(READ, offices, owner=Owner.OFFICE),
    "people.invite": needs(MANAGE, offices, owner=Owner.OFFICE),
    "people.send_invitation": needs(MANAGE, offices, owner=Owner.OFFICE),
    "people.end": needs(MANAGE, memberships, owner=Owner.OFFICE),
    "people.set_end": needs(MANAGE, memberships, owner=Owner.OFFICE),
    "people.hand_over": needs(MANAGE, memberships, owner=Owner.OFFICE),
    "people.do_hand_over": needs(MANAGE, memberships, owner=Owner.OFFICE),
    "people.invite_again": needs(MANAGE, memberships_of_administrators, owner=Owner.OFFICE, but=ABOVE),
    "people.disable": needs(DISABLE, memberships_of_administrators, owner=Owner.OFFICE, but=ABOVE_ALL),
    "people.enable": needs(DISABLE, memberships_of_administrators, owner=Owner.OFFICE, but=ABOVE_ALL),
}
