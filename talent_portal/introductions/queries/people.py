"""The person of a case: whom to write to, how far they travel, and what of theirs is checked."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.introductions.rules.choices import spoken
from talent_portal.municipalities import queries as municipalities
from talent_portal.municipalities.models import Municipality
from talent_portal.needs.models import Need
from talent_portal.needs.queries.as_facts import musts_of
from talent_portal.specialists import queries as specialists
from talent_portal.specialists.models import Credential, Specialist, TravelRule

# A name is released for one request only, and only with this consent (個人情報保護法69条2項1号).
SHARING = specialists.SHARE_IDENTIFIED


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who somebody is, for letters and for the coordinator. `base` is the slug of the municipality they start from."""

    specialist_id: int
    reference: str
    subject: str
    name: str
    email: str
    phone: str
    language: str
    account_id: int | None
    base: str


def person(session: Session, specialist_id: int) -> Person:
    """Return the person behind a case; raise `NoResultFound` where there is none."""
    found, base = session.execute(
        sa.select(Specialist, Municipality.slug)
        .outerjoin(TravelRule, TravelRule.specialist_id == Specialist.id)
        .outerjoin(Municipality, Municipality.id == TravelRule.municipality_id)
        .where(Specialist.id == specialist_id)
    ).one()
    return Person(
        specialist_id=found.id,
        reference=found.reference,
        subject=specialists.subject(found),
        name=found.name,
        email=found.email or "",
        phone=found.phone or "",
        language=found.language,
        account_id=found.account_id,
        base=base or "",
    )


def number_of(session: Session, need_reference: str, specialist_id: int) -> str:
    """Return what this request calls the person: random, new for every request; empty before a card was shown.

    Whoever is introduced without a card is called by the number of the case.
    """
    return spoken(specialists.alias_for(session, need_reference, [specialist_id]).get(specialist_id, ""))


def minutes_to(session: Session, who: Person, need: Need) -> int | None:
    """Return the minutes one way from door to door; None for work from afar, or where nobody knows the way."""
    if not who.base or need.remote_percent == 100:  # noqa: PLR2004 - all of it
        return None
    town = municipalities.municipality_of(session, need.organisation_id)
    place = need.place or (town.slug if town else "")
    return municipalities.matrix(session).minutes(who.base, place) if place else None


def unverified(session: Session, specialist_id: int, need: Need) -> tuple[str, ...]:
    """Return the licences that the request demands and that nobody has checked, or that end before the work does."""
    held = session.scalars(sa.select(Credential).where(Credential.specialist_id == specialist_id)).all()
    checked = {one.qualification for one in held if need.ends_on is not None and one.counts_on(need.ends_on)}
    missing = [must.any_of for must in musts_of(need.qualifications) if not must.any_of & checked]
    return tuple(sorted(code for codes in missing for code in codes))
