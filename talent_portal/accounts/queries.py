"""Questions about organisations, people and memberships. Nothing here changes anything."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from talent_portal.accounts.models import Account, AccountStatus, Membership, Organisation
from talent_portal.accounts.permissions import Role
from talent_portal.core.actor import Actor, Scope
from talent_portal.core.paging import Page

# A row carries up to four verbs; more rows would be too heavy for a slow line.
PEOPLE_A_PAGE = 25


def in_force_on(day: date) -> ColumnElement[bool]:
    """Return the condition that a membership holds on `day`."""
    return and_(Membership.starts_on <= day, or_(Membership.ends_on.is_(None), Membership.ends_on >= day))


def organisations(session: Session) -> list[Organisation]:
    """Return every organisation, in official order."""
    return list(session.scalars(select(Organisation).order_by(Organisation.position, Organisation.id)))


def organisations_in_reach(session: Session, actor: Actor, permission: str) -> list[Organisation]:
    """Return the organisations that the permission reaches, in official order."""
    wanted = select(Organisation).where(_reached(actor, permission))
    return list(session.scalars(wanted.order_by(Organisation.position, Organisation.id)))


def organisation_in_reach(session: Session, actor: Actor, permission: str, reference: str) -> Organisation:
    """Return an organisation that the permission reaches; raise `NoResultFound` for missing and foreign ones alike."""
    wanted = select(Organisation).where(Organisation.reference == reference, _reached(actor, permission))
    return session.scalars(wanted).one()


def _reached(actor: Actor, permission: str) -> ColumnElement[bool]:
    return {Scope.ALL: true(), Scope.ORG: Organisation.id == actor.organisation_id}.get(
        actor.scope(permission), false()
    )


def headcounts(session: Session, day: date) -> dict[int, int]:
    """Return how many memberships are in force per organisation id."""
    count = func.count().label("people")
    grouped = select(Membership.organisation_id, count).where(in_force_on(day)).group_by(Membership.organisation_id)
    return {row.organisation_id: row.people for row in session.execute(grouped)}


def people_of(session: Session, organisation_id: int, day: date, page: int) -> Page[Membership]:
    """Return the memberships of an organisation that hold on `day` or later, with their accounts, by name."""
    lasting = or_(Membership.ends_on.is_(None), Membership.ends_on >= day)
    wanted = select(Membership).join(Membership.account).where(Membership.organisation_id == organisation_id, lasting)
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    in_order = wanted.options(joinedload(Membership.account)).order_by(Account.name, Membership.id)
    found = session.scalars(in_order.limit(PEOPLE_A_PAGE).offset((page - 1) * PEOPLE_A_PAGE)).unique()
    return Page(list(found), page, total, PEOPLE_A_PAGE)


def ending_by(session: Session, first: date, last: date, organisation_id: int | None = None) -> list[Membership]:
    """Return the memberships whose last day lies within [first, last], soonest first."""
    wanted = (
        select(Membership)
        .where(Membership.ends_on.between(first, last))
        .options(joinedload(Membership.account))
        .order_by(Membership.ends_on, Membership.id)
    )
    if organisation_id is not None:
        wanted = wanted.where(Membership.organisation_id == organisation_id)
    return list(session.scalars(wanted).unique())


def memberships_in_force(session: Session, account_id: int, day: date) -> list[Membership]:
    """Return what an account may act as on `day`, oldest first."""
    wanted = select(Membership).where(Membership.account_id == account_id, in_force_on(day)).order_by(Membership.id)
    return list(session.scalars(wanted))


def membership_by_reference(session: Session, reference: str) -> Membership:
    """Return one membership with its account."""
    wanted = select(Membership).where(Membership.reference == reference).options(joinedload(Membership.account))
    return session.scalars(wanted).one()


def membership_to_change(session: Session, reference: str) -> Membership:
    """Return one membership, locked, with its account, as the database has it now."""
    wanted = (
        select(Membership)
        .where(Membership.reference == reference)
        .options(selectinload(Membership.account))
        .with_for_update(of=Membership)
    )
    return session.scalars(wanted, execution_options={"populate_existing": True}).one()


def people_acting(
    session: Session, day: date, roles: Sequence[Role], organisation_ids: Sequence[int]
) -> list[Account]:  # fmt: skip
    """Return who acts on `day` in one of these roles for one of these bodies, each person once; for letters."""
    acting = select(Membership.account_id).where(
        Membership.organisation_id.in_(organisation_ids), Membership.role.in_(roles), in_force_on(day)
    )
    wanted = select(Account).where(Account.id.in_(acting), Account.status == AccountStatus.ACTIVE)
    return list(session.scalars(wanted.order_by(Account.id)))


def account_by_email(session: Session, email: str) -> Account | None:
    """Return the account of a folded address, if there is one."""
    return session.scalar(select(Account).where(Account.email == email))


def account_to_read(session: Session, account_id: int | None) -> Account:
    """Return one account by its id; raise `NoResultFound` for none."""
    return session.scalars(select(Account).where(Account.id == account_id)).one()


def account_by_reference(session: Session, reference: str) -> Account:
    """Return one account."""
    return session.scalars(select(Account).where(Account.reference == reference)).one()


def account_to_change(session: Session, account_id: int) -> Account:
    """Return one account, locked, as the database has it now."""
    wanted = select(Account).where(Account.id == account_id).with_for_update()
    return session.scalars(wanted, execution_options={"populate_existing": True}).one()


def roles_of(session: Session, account_id: int, day: date) -> set[Role]:
    """Return every role that an account holds on `day`, anywhere."""
    wanted = select(Membership.role).where(Membership.account_id == account_id, in_force_on(day))
    return set(session.scalars(wanted))


def holders_of(session: Session, role: Role, day: date) -> list[Account]:
    """Return the active accounts that hold a role anywhere on `day`, oldest first."""
    held = select(Membership.account_id).where(Membership.role == role, in_force_on(day))
    wanted = select(Account).where(Account.id.in_(held), Account.status == AccountStatus.ACTIVE)
    return list(session.scalars(wanted.order_by(Account.id)))


def running_membership(session: Session, account_id: int, organisation_id: int, role: Role, day: date) -> bool:
    """Return whether the account already has the role there on `day` or later."""
    wanted = select(Membership.id).where(
        Membership.account_id == account_id,
        Membership.organisation_id == organisation_id,
        Membership.role == role,
        or_(Membership.ends_on.is_(None), Membership.ends_on >= day),
    )
    return session.scalar(wanted.limit(1)) is not None
