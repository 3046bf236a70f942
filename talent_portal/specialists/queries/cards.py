"""Cards for a need: the pool and the way are asked for once, however many cards there are."""

from collections.abc import Collection, Mapping

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Organisation
from talent_portal.municipalities import queries as municipalities
from talent_portal.municipalities.models import Municipality
from talent_portal.privacy import queries as privacy
from talent_portal.specialists.models import Specialist, TravelRule
from talent_portal.specialists.queries.people_facts import facts
from talent_portal.specialists.rules import cards as rules
from talent_portal.specialists.rules.cards import AnonymousCard, Audience, ContactCard, Identity, Level, NamedCard
from talent_portal.specialists.rules.facts import PersonFacts

SHARE_IDENTIFIED = "specialist.share-identified"


def audience(  # noqa: PLR0913 - a need seen from its bodies is all of this
    session: Session,
    *,
    level: Level,
    organisation_ids: Collection[int],
    profession: str,
    place: str,
    halves: int = 0,
    remote: bool = False,
) -> Audience:
    """Return who looks at cards of a need at `place` (slug of a municipality), with the way there from everywhere."""
    matrix = municipalities.matrix(session)
    minutes = {start: found for start in matrix.trips if (found := matrix.minutes(start, place)) is not None}
    return Audience(
        level=level,
        organisations=frozenset(organisation_ids),
        profession=profession,
        minutes={**minutes, place: 0},
        halves=halves,
        remote=remote,
    )


def anonymous(session: Session, who: Audience, aliases: Mapping[int, str]) -> list[AnonymousCard | None]:
    """Return the D1 cards of the people behind these aliases (id → alias), None where only the fallback may stand.

    Whoever is hidden from the audience, paused, or no longer willing is absent, as if they did not exist.
    """
    return rules.cards(facts(session, profession=who.profession), who, aliases)


def named(session: Session, who: Audience, specialist_id: int, need_reference: str, alias: str) -> NamedCard:
    """Return the D3 card; raise `NoResultFound` (404) unless the person's consent for this need stands."""
    person = _person(session, specialist_id)
    return rules.named_card(person, _identity(session, specialist_id, need_reference, who), who, alias)


def contact(session: Session, who: Audience, specialist_id: int, need_reference: str, alias: str) -> ContactCard:
    """Return the D4 card, for a need on which both sides have agreed; raise like `named`."""
    person = _person(session, specialist_id)
    return rules.contact_card(person, _identity(session, specialist_id, need_reference, who), who, alias)


def _person(session: Session, specialist_id: int) -> PersonFacts:
    found = facts(session, ids=[specialist_id], referable_only=False)
    if not found:
        raise NoResultFound
    return found[0]


def _identity(session: Session, specialist_id: int, need_reference: str, who: Audience) -> Identity:
    row = session.execute(
        sa.select(Specialist, Organisation.name_ja)
        .outerjoin(TravelRule, TravelRule.specialist_id == Specialist.id)
        .outerjoin(Municipality, Municipality.id == TravelRule.municipality_id)
        .outerjoin(Organisation, Organisation.id == Municipality.organisation_id)
        .where(Specialist.id == specialist_id)
    ).one()
    person, home = row
    scope = f"need:{need_reference}"
    willing = privacy.stands(session, SHARE_IDENTIFIED, scope, f"specialist:{person.reference}")
    if who.level not in {Level.D3, Level.D4} or not willing:
        raise NoResultFound
    return Identity(
        name=person.name,
        kana=person.kana,
        home=home or "",
        career=person.career,
        last_post=person.last_post,
        employer=person.employer,
        email=person.email or "",
        phone=person.phone or "",
    )
