"""A request with everybody in its role held against it, ready for a page."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Organisation
from talent_portal.matching.queries.book import Book, Named, book
from talent_portal.matching.queries.cases import case_for, need_facts
from talent_portal.matching.queries.people import people
from talent_portal.matching.rules.case import Case
from talent_portal.matching.rules.eligibility import is_hidden
from talent_portal.matching.rules.ranking import Ranking, rank
from talent_portal.matching.rules.relaxing import Count, count_with_relaxations
from talent_portal.needs.models import Need
from talent_portal.specialists.rules.facts import PersonFacts

# With fewer than so many who could do it, what giving something up would add is worth knowing.
FEW = 5


@dataclass(frozen=True, slots=True)
class Found:
    """The request, its case, the names to write with, everybody in the role, and who stands where."""

    need: Need
    case: Case
    book: Book
    people: tuple[PersonFacts, ...]
    ranking: Ranking

    @property
    def count(self) -> Count | None:
        """Return what relaxing would add, where few could do the work."""
        return count_with_relaxations(self.case, self.people) if len(self.ranking.eligible) < FEW else None

    def person(self, specialist_id: int) -> PersonFacts | None:
        """Return somebody in the role; None for everybody else, and for people hidden from a body of the request."""
        return next((one for one in self.people if one.id == specialist_id), None)


@dataclass(frozen=True, slots=True)
class Title:
    """What a request is called, and by whom it was made."""

    reference: str
    title_ja: str
    title_en: str
    office: Named


def titles(session: Session, need_ids: Sequence[int]) -> dict[int, Title]:
    """Return the titles of these requests by id."""
    columns = (Need.id, Need.reference, Need.title_ja, Need.title_en, Organisation.name_ja, Organisation.name_en)
    wanted = sa.select(*columns).join(Organisation, Organisation.id == Need.organisation_id)
    rows = session.execute(wanted.where(Need.id.in_(need_ids)))
    return {key: Title(reference, ja, en, Named(*office)) for key, reference, ja, en, *office in rows}


def find(session: Session, need: Need) -> Found:
    """Return everybody in the role of a request in order; people hidden from it are left out from the start."""
    case = case_for(session, need_facts(session, need.id))
    visible = tuple(one for one in people(session, need.profession) if not is_hidden(case, one))
    return Found(need, case, book(session, case.table), visible, rank(case, visible))
