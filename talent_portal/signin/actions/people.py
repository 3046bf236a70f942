"""Who works where: invite, end, hand over, disable. Every decision about a role is one of accounts' rules."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import IntegrityError, NoResultFound
from sqlalchemy.orm import Session

from talent_portal.accounts import policies
from talent_portal.accounts import queries as accounts
from talent_portal.accounts.models import Account, AccountKind, AccountStatus, Membership, Organisation
from talent_portal.accounts.permissions import ROLES_OF_KIND, Permission, Role
from talent_portal.audit import actions as audit
from talent_portal.core import calendar, clock
from talent_portal.core.actor import WORKER, Actor
from talent_portal.core.db import reading, transaction
from talent_portal.core.references import new_reference
from talent_portal.outbox import actions as outbox
from talent_portal.outbox.actions import LetterDraft
from talent_portal.signin import queries
from talent_portal.signin.actions.entering import end_all
from talent_portal.signin.actions.letters import LinkLetter, write_link, write_notice
from talent_portal.signin.errors import (
    AccountDisabled,
    AlreadyMember,
    NotStaff,
    NotYourself,
    RoleDoesNotFit,
    RoleNotYours,
)
from talent_portal.signin.models import LinkPurpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitee:
    """Whom to invite, for how long (None: until somebody ends it)."""

    email: str
    name: str
    role: Role
    ends_on: date | None = None
    language: str = "ja"


@dataclass(frozen=True, slots=True)
class Invited:
    """What an invitation made: the membership, and the address in the letter (none when nothing must be set up)."""

    membership: Membership
    address: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """An invitation whose letter is written, about to be kept."""

    office: Organisation
    invitee: Invitee
    account: Account
    is_new: bool = False
    link: LinkLetter | None = None
    notice: LetterDraft | None = None


def invite(actor: Actor, organisation_reference: str, invitee: Invitee) -> Invited:
    """Give somebody a role in an organisation, and mail them the way in.

    Raises `NoResultFound` outside the actor's reach, `RoleNotYours`, `RoleDoesNotFit`, `NotStaff`, `AccountDisabled`
    or `AlreadyMember`.
    """
    session = reading()
    office = accounts.organisation_in_reach(session, actor, Permission.MEMBERSHIP_MANAGE, organisation_reference)
    _check_role(actor, office, invitee.role)
    return _invite(actor, office, invitee)


def invite_from_shell(organisation_code: str, invitee: Invitee) -> Invited:
    """Invite the first people of an installation, whom nobody could invite yet."""
    office = next((one for one in accounts.organisations(reading()) if one.code == organisation_code), None)
    if office is None:
        raise NoResultFound(organisation_code)
    _check_fit(office, invitee.role)
    return _invite(WORKER, office, invitee)


def _check_fit(office: Organisation, role: Role) -> None:
    if role not in ROLES_OF_KIND[office.kind]:
        raise RoleDoesNotFit


def _check_role(actor: Actor, office: Organisation, role: Role) -> None:
    _check_fit(office, role)
    if role not in policies.grantable_roles(actor, office):
        audit.note_denied(actor, f"membership.give-{role}", f"organisation:{office.reference}")
        raise RoleNotYours


def _invite(actor: Actor, office: Organisation, invitee: Invitee) -> Invited:
    prepared = _prepare(office, invitee)
    with _one_at_a_time(), transaction() as session:
        return _keep(session, actor, prepared)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two invitations of the same person at once: the second one learns that it is done already."""
    try:
        yield
    except IntegrityError as error:
        raise AlreadyMember from error


def _prepare(office: Organisation, invitee: Invitee) -> Prepared:
    """Look at who it is and write the letter, outside the transaction."""
    known = accounts.account_by_email(reading(), invitee.email)
    _check_invitable(known, office, invitee.role)
    account = known or _new_account(invitee)
    name = office.name_ja if account.language == "ja" else office.name_en
    if known is not None and _can_sign_in(reading(), known.id):
        return Prepared(office, invitee, account, notice=write_notice("added", account, organisation=name))
    link = write_link(LinkPurpose.INVITATION, account, to=account.email, organisation=name)
    return Prepared(office, invitee, account, is_new=known is None, link=link)


def _keep(session: Session, actor: Actor, prepared: Prepared) -> Invited:
    """Keep account, membership, link and letter together."""
    account, invitee, link = prepared.account, prepared.invitee, prepared.link
    if prepared.is_new:
        session.add(account)
        session.flush()
    membership = _add_membership(session, account.id, prepared.office.id, invitee)
    if link is not None:
        link.row.account_id = account.id
        link.post(session)
    if prepared.notice is not None:
        outbox.post(session, prepared.notice)
    about = {"role": invitee.role.value, "office": prepared.office.reference}
    audit.record(session, actor, "membership.began", f"membership:{membership.reference}", **about)
    return Invited(membership, link.address if link else "")


def _check_invitable(known: Account | None, office: Organisation, role: Role) -> None:
    if known is None:
        return
    if known.kind is not AccountKind.STAFF:
        raise NotStaff
    if known.status is not AccountStatus.ACTIVE:
        raise AccountDisabled
    if accounts.running_membership(reading(), known.id, office.id, role, clock.today()):
        raise AlreadyMember


def _new_account(invitee: Invitee) -> Account:
    return Account(
        reference=new_reference(),
        email=invitee.email,
        name=invitee.name,
        language=invitee.language,
        kind=AccountKind.STAFF,
        status=AccountStatus.ACTIVE,
    )


def _can_sign_in(session: Session, account_id: int) -> bool:
    """Return whether password and a second step are both there."""
    return queries.password_of(session, account_id) is not None and queries.factors_of(session, account_id).count > 0


def _add_membership(session: Session, account_id: int, organisation_id: int, invitee: Invitee) -> Membership:
    membership = Membership(
        account_id=account_id,
        organisation_id=organisation_id,
        role=invitee.role,
        starts_on=clock.today(),
        ends_on=invitee.ends_on,
    )
    session.add(membership)
    session.flush()
    return membership


def membership_in_reach(actor: Actor, reference: str) -> Membership:
    """Return a membership the actor may decide about.

    Raises `NoResultFound` for other offices' (noted in the audit), `RoleNotYours` for roles above the actor's own.
    """
    membership = accounts.membership_by_reference(reading(), reference)
    if not policies.may_manage_people(actor, membership.organisation):
        audit.note_denied(actor, "membership.change", f"membership:{reference}")
        raise NoResultFound(reference)
    if membership.role not in policies.grantable_roles(actor, membership.organisation):
        audit.note_denied(actor, "membership.change", f"membership:{reference}")
        raise RoleNotYours
    return membership


def end_membership(actor: Actor, reference: str, last_day: date) -> None:
    """Set the last day of a membership; one's own is ended by somebody else."""
    membership = membership_in_reach(actor, reference)
    if membership.account_id == actor.account_id:
        raise NotYourself
    with transaction() as session:
        _end(session, actor, reference, last_day)


def _end(session: Session, actor: Actor, reference: str, last_day: date) -> None:
    membership = accounts.membership_to_change(session, reference)
    membership.ends_on = max(last_day, membership.starts_on)
    if membership.ends_on <= clock.today():
        end_all(session, membership.account_id, membership_id=membership.id)
    audit.record(session, actor, "membership.ended", f"membership:{reference}", last_day=membership.ends_on.isoformat())


def hand_over(actor: Actor, reference: str, email: str, name: str) -> Invited:
    """Invite a successor in the same role today, and let the predecessor's end with the fiscal year (31 March).

    One's own membership may be handed over: the successor is there before the door closes.
    """
    membership = membership_in_reach(actor, reference)
    language = membership.account.language
    last_day = calendar.fiscal_year_days(calendar.fiscal_year(clock.today()))[1]
    successor = Invitee(email=email, name=name, role=membership.role, language=language)
    prepared = _prepare(membership.organisation, successor)
    with _one_at_a_time(), transaction() as session:
        _end(session, actor, reference, last_day)
        return _keep(session, actor, prepared)


def invite_again(actor: Actor, reference: str) -> Invited:
    """Mail a new invitation to somebody who lost password or second step; accepting it clears both.

    Only for people all of whose roles the actor may give: a way in must not become a way up.
    """
    membership = membership_in_reach(actor, reference)
    account = membership.account
    if not policies.may_decide_about(actor, accounts.roles_of(reading(), account.id, clock.today())):
        raise RoleNotYours
    if account.status is not AccountStatus.ACTIVE:
        raise AccountDisabled
    office = membership.organisation
    name = office.name_ja if account.language == "ja" else office.name_en
    link = write_link(LinkPurpose.INVITATION, account, to=account.email, organisation=name)
    with transaction() as session:
        link.post(session)
        audit.record(session, actor, "membership.invited-again", f"membership:{reference}")
    return Invited(membership, link.address)


def set_status(actor: Actor, account_reference: str, status: AccountStatus) -> None:
    """Disable an account, which ends its sign-ins at once, or enable it again.

    Raises `NotYourself`, `RoleNotYours` for somebody with a role above the actor's, `NoResultFound` for anybody who
    is not staff.
    """
    account = accounts.account_by_reference(reading(), account_reference)
    if account.kind is not AccountKind.STAFF:
        raise NoResultFound(account_reference)
    if account.id == actor.account_id:
        raise NotYourself
    if not policies.may_decide_about(actor, accounts.roles_of(reading(), account.id, clock.today())):
        audit.note_denied(actor, f"account.{status}", f"account:{account_reference}")
        raise RoleNotYours
    with transaction() as session:
        accounts.account_to_change(session, account.id).status = status
        if status is AccountStatus.DISABLED:
            end_all(session, account.id)
        audit.record(session, actor, f"account.{status}", f"account:{account_reference}")
