"""What a municipality reads of a candidate: before the introduction a card, after it the person."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.introductions.queries.cases import Case
from talent_portal.professions.models import Profession, Qualification, TaskTag
from talent_portal.specialists.models import Credential, Practice, Skill, Specialist
from talent_portal.specialists.queries import cards
from talent_portal.specialists.rules.cards import AnonymousCard, Level
from talent_portal.specialists.rules.states import CredentialState


@dataclass(frozen=True, slots=True)
class Term:
    """One word of the catalogue in both languages."""

    name_ja: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Licence:
    """One qualification as it is told: its name, whether somebody has seen it, and until when it holds."""

    term: Term
    verified: bool
    expires_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Who was introduced: name, career and qualifications. Contact goes through the platform and its meeting."""

    name: str
    kana: str
    employer: str
    last_post: str
    career: str
    roles: tuple[tuple[Term, int | None], ...]
    licences: tuple[Licence, ...]
    tasks: tuple[Term, ...]


def shown_card(session: Session, case: Case) -> AnonymousCard | None:
    """Return the card that a municipality may browse; None where fewer than five people look alike (照会中)."""
    request = case.request
    who = cards.audience(
        session,
        level=Level.D1,
        organisation_ids=case.organisation_ids,
        profession=request.profession,
        place=request.place,
        halves=request.mask,
        remote=request.remote_percent > 0,
    )
    found = cards.anonymous(session, who, {case.person.specialist_id: case.number})
    return found[0] if found else None


def terms(session: Session, card: AnonymousCard) -> dict[str, Term]:
    """Return the words for every code on a card, in one statement per catalogue."""
    tasks = [task for task, _ in card.skills or ()]
    wanted = (
        sa.select(Profession.code, Profession.name_ja, Profession.name_en).where(Profession.code == card.profession),
        sa.select(Qualification.code, Qualification.name_ja, Qualification.name_en).where(
            Qualification.code.in_(card.licences or ())
        ),
        sa.select(TaskTag.code, TaskTag.name_ja, TaskTag.name_en).where(TaskTag.code.in_(tasks)),
    )
    return {code: Term(ja, en) for one in wanted for code, ja, en in session.execute(one)}


def named_card(session: Session, specialist_id: int) -> Named:
    """Return the person as the municipality may see them after the introduction; four statements."""
    person = session.scalars(sa.select(Specialist).where(Specialist.id == specialist_id)).one()
    return Named(
        name=person.name,
        kana=person.kana,
        employer=person.employer,
        last_post=person.last_post,
        career=person.career,
        roles=_roles(session, specialist_id),
        licences=_licences(session, specialist_id),
        tasks=_tasks(session, specialist_id),
    )


def _roles(session: Session, specialist_id: int) -> tuple[tuple[Term, int | None], ...]:
    wanted = (
        sa.select(Profession.name_ja, Profession.name_en, Practice.years)
        .join(Practice, Practice.profession == Profession.code)
        .where(Practice.specialist_id == specialist_id)
        .order_by(Practice.position)
    )
    return tuple((Term(ja, en), years) for ja, en, years in session.execute(wanted))


def _licences(session: Session, specialist_id: int) -> tuple[Licence, ...]:
    usable = Credential.state.not_in((CredentialState.REFUSED, CredentialState.EXPIRED))
    wanted = (
        sa.select(Qualification.name_ja, Qualification.name_en, Credential.state, Credential.expires_on)
        .join(Credential, Credential.qualification == Qualification.code)
        .where(Credential.specialist_id == specialist_id, usable)
        .order_by(Qualification.position, Credential.id)
    )
    rows = session.execute(wanted)
    return tuple(Licence(Term(ja, en), state is CredentialState.VERIFIED, until) for ja, en, state, until in rows)


def _tasks(session: Session, specialist_id: int) -> tuple[Term, ...]:
    wanted = (
        sa.select(TaskTag.name_ja, TaskTag.name_en)
        .join(Skill, Skill.task == TaskTag.code)
        .where(Skill.specialist_id == specialist_id)
        .order_by(TaskTag.position, TaskTag.id)
    )
    return tuple(Term(ja, en) for ja, en in session.execute(wanted))
