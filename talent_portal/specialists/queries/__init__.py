"""Questions about people of the register; every list that others see starts from `referable`."""

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from talent_portal.privacy import queries as privacy
from talent_portal.specialists.models import NeedAlias, Specialist
from talent_portal.specialists.queries.people_facts import facts
from talent_portal.specialists.rules.states import REFERABLE

__all__ = [
    "KIND",
    "REGISTER",
    "SHARE_ANONYMOUS",
    "SHARE_IDENTIFIED",
    "alias_for",
    "behind_alias",
    "facts",
    "may_name",
    "of_account",
    "referable",
    "specialist",
    "specialist_to_change",
    "subject",
]
KIND = "specialist"
REGISTER = "specialist.register"
SHARE_ANONYMOUS = "specialist.share-anonymous"
SHARE_IDENTIFIED = "specialist.share-identified"
FRESH = {"populate_existing": True}


def subject(person: Specialist) -> str:
    """Return how books and consents name somebody."""
    return f"{KIND}:{person.reference}"


def referable() -> sa.Select[int]:
    """Return a SELECT of the ids of everybody who may be found at all: active, and willing to be shown unnamed."""
    willing = privacy.standing_subjects(SHARE_ANONYMOUS, "all")
    named = sa.literal(f"{KIND}:") + Specialist.reference
    return sa.select(Specialist.id).where(Specialist.state.in_(REFERABLE), named.in_(willing))


def specialist(session: Session, reference: str) -> Specialist:
    """Return one person; raise `NoResultFound` (404) where there is none."""
    return session.scalars(sa.select(Specialist).where(Specialist.reference == reference)).one()


def of_account(session: Session, account_id: int) -> Specialist:
    """Return the registration behind a sign-in; raise `NoResultFound` (404) where there is none."""
    return session.scalars(sa.select(Specialist).where(Specialist.account_id == account_id)).one()


def specialist_to_change(session: Session, reference: str) -> Specialist:
    """Return one person for update, as the database has it now."""
    wanted = sa.select(Specialist).where(Specialist.reference == reference).with_for_update()
    return session.scalars(wanted, execution_options=FRESH).one()


def alias_for(session: Session, need_reference: str, specialist_ids: list[int]) -> dict[int, str]:
    """Return the names that a need knows these people by, as far as they have been given (`actions.aliases`)."""
    wanted = sa.select(NeedAlias.specialist_id, NeedAlias.reference).where(
        NeedAlias.need_reference == need_reference, NeedAlias.specialist_id.in_(specialist_ids)
    )
    return {row.specialist_id: row.reference for row in session.execute(wanted)}


def behind_alias(session: Session, need_reference: str, alias: str) -> int:
    """Return the id of the person a need knows as `alias`; raise `NoResultFound` (404) for anything else."""
    wanted = sa.select(NeedAlias.specialist_id)
    found = session.scalar(wanted.where(NeedAlias.need_reference == need_reference, NeedAlias.reference == alias))
    if found is None:
        raise NoResultFound
    return found


def may_name(session: Session, person: Specialist, need_reference: str) -> bool:
    """Return whether the person agreed that this need learns their name."""
    return privacy.stands(session, SHARE_IDENTIFIED, f"need:{need_reference}", subject(person))
