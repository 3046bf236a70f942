"""A request with everybody in its role held against it, ready for a page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Organisation
from talent_portal.matching.queries.book import Book, Named, book
from talent_portal.matching.queries.cases import case_for, keep, need_facts
from talent_portal.matching.queries.people import people
from talent_portal.matching.rules.case import Case
from talent_portal.matching.rules.ranking import Judged, Ranking, in_order, judge
from talent_portal.matching.rules.relaxing import Count, count_with_relaxations
from talent_portal.needs.models import Need
from talent_portal.specialists.rules.facts import PersonFacts

# With fewer than so many who could do it, what giving something up would add is worth knowing.
FEW = 5
# What the rules said, by the reference of the request: the newest few.
_seen: dict[str, tuple[Case, dict[int, Judged]]] = {}


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
    judged = _judged(case, people(session, need.profession))
    visible = tuple(one.person for one in judged.values())
    return Found(need, case, book(session, case.table), visible, in_order(judged.values()))


def _judged(case: Case, everybody: Sequence[PersonFacts]) -> dict[int, Judged]:
    """Put the rules to everybody, but not again to those who were held against the very same case before.

    The rules are pure: the same request, law and ways and the same facts give the same answer.
    """
    reference = case.need.reference
    before = _seen.pop(reference, None)
    known = before[1] if before is not None and _same(before[0], case) else {}
    found = judge(case, everybody, known)
    keep(_seen, reference, (replace(case, known={}), found))
    return found


def _same(before: Case, case: Case) -> bool:
    """Return whether nothing but people can have changed; the law and the ways are kept as they were read."""
    return (
        before.table is case.table
        and before.ways is case.ways
        and (before.need, before.forms, before.barred) == (case.need, case.forms, case.barred)
    )
