"""What a municipality reads of a candidate: before the introduction a card, after it the person.

What is on them is decided in one place, `specialists.rules.cards`; here they only get their words.
"""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.introductions.queries.cases import Case
from talent_portal.professions.models import Profession, Qualification, TaskTag
from talent_portal.specialists.queries import cards
from talent_portal.specialists.rules.cards import AnonymousCard, Audience, Level, NamedCard


@dataclass(frozen=True, slots=True)
class Term:
    """One word of the catalogue in both languages."""

    name_ja: str
    name_en: str


def shown_card(session: Session, case: Case) -> AnonymousCard | None:
    """Return the card that a municipality may browse; None where fewer than five people look alike (照会中)."""
    found = cards.anonymous(session, _audience(session, case, Level.D1), {case.person.specialist_id: case.number})
    return found[0] if found else None


def named_card(session: Session, case: Case) -> NamedCard:
    """Return the person as the municipality may see them after the introduction.

    Raises `NoResultFound` (404) while the person's consent for this request does not stand.
    """
    who = _audience(session, case, Level.D3)
    return cards.named(session, who, case.person.specialist_id, case.request.reference, case.number)


def _audience(session: Session, case: Case, level: Level) -> Audience:
    request = case.request
    return cards.audience(
        session,
        level=level,
        organisation_ids=case.organisation_ids,
        profession=request.profession,
        place=request.place,
        halves=request.mask,
        remote=request.remote_percent > 0,
    )


def terms(session: Session, card: AnonymousCard | NamedCard) -> dict[str, Term]:
    """Return the words for every code on a card, in one statement per catalogue."""
    tasks = [task for task, _ in card.skills or ()]
    licences = [one if isinstance(one, str) else one[0] for one in card.licences or ()]
    wanted = (
        sa.select(Profession.code, Profession.name_ja, Profession.name_en).where(Profession.code == card.profession),
        sa.select(Qualification.code, Qualification.name_ja, Qualification.name_en).where(
            Qualification.code.in_(licences)
        ),
        sa.select(TaskTag.code, TaskTag.name_ja, TaskTag.name_en).where(TaskTag.code.in_(tasks)),
    )
    return {code: Term(ja, en) for one in wanted for code, ja, en in session.execute(one)}
