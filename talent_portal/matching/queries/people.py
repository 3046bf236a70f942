"""People of the register for matching: their facts without a name, and their names for those who may see them."""

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from talent_portal.specialists import queries as specialists
from talent_portal.specialists.models import Specialist
from talent_portal.specialists.rules.facts import PersonFacts
from talent_portal.specialists.rules.states import REFERABLE


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is, for the coordinator's screen only; `findable` while municipalities may hear of them."""

    id: int
    reference: str
    name: str
    kana: str
    findable: bool

    @property
    def subject(self) -> str:
        """Return how the record of views names the person."""
        return f"{specialists.KIND}:{self.reference}"


def people(session: Session, profession: str) -> list[PersonFacts]:
    """Return the facts of everybody in a role who may be found at all."""
    return specialists.facts(session, profession=profession)


def one_person(session: Session, specialist_id: int) -> PersonFacts:
    """Return the facts of one person, findable or not; raise `NoResultFound` (404) where there are none."""
    found = specialists.facts(session, ids=[specialist_id], referable_only=False)
    if not found:
        raise NoResultFound
    return found[0]


def identities(session: Session, ids: Collection[int]) -> dict[int, Identity]:
    """Return who these people are, by id."""
    if not ids:
        return {}
    wanted = sa.select(Specialist).where(Specialist.id.in_(ids))
    return {one.id: _identity(one) for one in session.scalars(wanted)}


def person_by_reference(session: Session, reference: str) -> Identity:
    """Return who is behind a reference of the register; raise `NoResultFound` (404) for anything else."""
    return _identity(specialists.specialist(session, reference))


def _identity(one: Specialist) -> Identity:
    return Identity(one.id, one.reference, one.name, one.kana, one.state in REFERABLE)


def people_by_id(session: Session, ids: Collection[int]) -> list[PersonFacts]:
    """Return the facts of those of these people who may be found."""
    return specialists.facts(session, ids=ids) if ids else []
