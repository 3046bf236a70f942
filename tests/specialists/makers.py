"""People of the register, active and complete unless a test says otherwise."""

from datetime import date, timedelta

import sqlalchemy as sa

from talent_portal.core import clock, text
from talent_portal.core.actor import Actor, guest
from talent_portal.core.db import transaction
from talent_portal.municipalities.models import Municipality
from talent_portal.outbox.models import PhoneTask
from talent_portal.privacy import actions as privacy
from talent_portal.professions.rules import CandidateKind
from talent_portal.specialists import queries
from talent_portal.specialists.models import (
    Availability,
    Credential,
    EmployerPermission,
    Evidence,
    HideFrom,
    NeverPlace,
    Practice,
    Skill,
    Specialist,
    SpecialistState,
    TravelRule,
    Unavailability,
)
from talent_portal.specialists.rules.choices import EmployerSector, Level, SpecialistKind, WorkingWay
from talent_portal.specialists.rules.states import CredentialState
from talent_portal.specialists.rules.week import WEEKDAYS
from tests.makers import Makers, number
from tests.signin.makers import signed_in_client

CANDIDATES = {
    SpecialistKind.RETIRED: CandidateKind.RETIRED,
    SpecialistKind.SERVING: CandidateKind.SERVING,
    SpecialistKind.OUTSIDE: CandidateKind.SELF_EMPLOYED,
    SpecialistKind.LICENSED: CandidateKind.NOT_WORKING,
}
TRAVEL = {"max_minutes", "boat", "air", "overnight", "drives", "remote"}
PARTS = ("about", "qualifications", "work", "days", "travel", "ways", "hide", "consents")


def specialist(make: Makers, *, professions=("civil_engineer",), consents=(queries.SHARE_ANONYMOUS,), **given):
    """Somebody active who may be found: a retired engineer, any weekday, two days a week, ninety minutes by car.

    `halves` (14 bits) and `days_a_week` make the pattern (`halves=None` for none); `base` is a `Municipality`;
    `skills` maps tasks to levels; `hidden_from` and `never` are organisations; `max_minutes`, `boat`, `air`,
    `overnight`, `drives`, `remote` make the travel rule; `years` counts for every role.
    """
    travel = {"max_minutes": 90} | {key: given.pop(key) for key in TRAVEL & given.keys()}
    base = given.pop("base", None)
    pattern = {"halves": given.pop("halves", WEEKDAYS), "days_a_week": given.pop("days_a_week", 2)}
    skills, years = given.pop("skills", {}), given.pop("years", 20)
    hidden, never = given.pop("hidden_from", ()), given.pop("never", ())
    with transaction() as session:
        person = _person(**given)
        session.add(person)
        session.flush()
        owned = {"specialist_id": person.id}
        session.add_all(
            Practice(profession=one, position=place, years=years, **owned) for place, one in enumerate(professions)
        )
        session.add_all(Skill(task=task, level=Level(level), **owned) for task, level in dict(skills).items())
        session.add(TravelRule(municipality_id=base.id if isinstance(base, Municipality) else None, **travel, **owned))
        if pattern["halves"] is not None:
            session.add(
                Availability(valid_from=clock.today() - timedelta(days=30), grid_given=True, **pattern, **owned)
            )
        session.add_all(HideFrom(organisation_id=office.id, **owned) for office in hidden)
        session.add_all(NeverPlace(organisation_id=office.id, **owned) for office in never)
        for purpose in (queries.REGISTER, *consents):
            _consent(session, person, purpose, "all")
    return person


def _person(**given) -> Specialist:
    n = next(number)
    kind = SpecialistKind(given.get("kind", SpecialistKind.RETIRED))
    valid = {
        "kind": kind,
        "candidate_kind": CANDIDATES[kind],
        "state": SpecialistState.ACTIVE,
        "family_name": "凪野原",
        "given_name": f"修{n}",
        "family_kana": "ナギノハラ",
        "given_kana": "オサム",
        "email": f"specialist{n}@example.com",
        "employer_sector": EmployerSector.PREFECTURE,
        "ways": [WorkingWay.EMPLOYED.value],
        "parts_done": list(PARTS),
        "confirmed_at": clock.now(),
        "last_confirmed_on": clock.today(),
    } | given
    valid["email_key"] = text.folded_email(valid["email"]) if valid["email"] else None
    kana, name = (valid["family_kana"] + valid["given_kana"], valid["family_name"] + valid["given_name"])
    return Specialist(search_key=f"{text.search_key(kana)} {text.search_key(name)}", **valid)


def _consent(session, person: Specialist, purpose: str, scope: str) -> None:
    privacy.give_consent(
        session,
        guest(person.reference),
        subject=queries.subject(person),
        purpose=purpose,
        scope=scope,
        text_version="1",
        channel="web",
    )


def agree(make: Makers, person: Specialist, purpose: str, scope: str = "all") -> None:
    """Let somebody give one consent (`need:<reference>` for the name)."""
    with transaction() as session:
        _consent(session, person, purpose, scope)


def licence(make: Makers, person: Specialist, qualification="civil_works_1", *, verified=True, **given) -> Credential:
    """A qualification of somebody: verified by a coordinator unless told otherwise."""
    checked = {
        "state": CredentialState.VERIFIED,
        "evidence": Evidence.SEEN,
        "seen_on": clock.today(),
        "verified_by": "checker00000",
        "verified_at": clock.now(),
    }
    valid = {"specialist_id": person.id, "qualification": qualification, "entered_by": person.reference}
    return make.keep(Credential(**(valid | (checked if verified else {}) | given)))


def away(make: Makers, person: Specialist, first: date, last: date) -> Unavailability:
    return make.keep(Unavailability(specialist_id=person.id, first_day=first, last_day=last))


def employer_permission(make: Makers, person: Specialist, **given) -> EmployerPermission:
    return make.keep(EmployerPermission(**({"specialist_id": person.id} | given)))


def facts_of(make: Makers, person: Specialist):
    """The plain facts of one person, findable or not."""
    return queries.facts(make.session, ids=[person.id], referable_only=False)[0]


def person_as(make: Makers, person: Specialist) -> Actor:
    """Somebody of the register acting for themselves, over the link of a letter."""
    return guest(person.reference, person.language)


def calls_about(make: Makers, person: Specialist) -> list[str]:
    """The reasons for which somebody is to be called, oldest first."""
    mine = PhoneTask.subject == queries.subject(person)
    return list(make.session.scalars(sa.select(PhoneTask.reason).where(mine).order_by(PhoneTask.id)))


def own_page(make: Makers, client, person: Specialist):
    """The client, signed in as somebody of the register."""
    account = make.specialist_account(email=person.email or "nobody@example.com")
    with transaction() as session:
        session.execute(sa.update(Specialist).where(Specialist.id == person.id).values(account_id=account.id))
    return signed_in_client(client, make, account)


def municipality_at(make: Makers, slug: str) -> Municipality:
    """One municipality of the prefecture that a test has loaded."""
    return make.session.scalars(sa.select(Municipality).where(Municipality.slug == slug)).one()
