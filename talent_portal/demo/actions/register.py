"""The talent register of the demo: six people of the story, and enough others that a card hides whose it is."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import sqlalchemy as sa

from talent_portal.accounts.models import Organisation
from talent_portal.core import clock
from talent_portal.core.actor import ANONYMOUS, Actor, guest
from talent_portal.core.db import reading, transaction
from talent_portal.demo import rules
from talent_portal.demo.actions.cast import Licensed, Person, story
from talent_portal.municipalities import queries as municipalities
from talent_portal.privacy import queries as consents
from talent_portal.professions import queries as professions
from talent_portal.professions.models import Strength
from talent_portal.professions.rules import CandidateKind
from talent_portal.specialists import queries
from talent_portal.specialists.actions import credentials, entries, parts, registration, states
from talent_portal.specialists.actions.credentials import Judgement
from talent_portal.specialists.actions.drafts import (
    AboutDraft,
    ConsentsDraft,
    CredentialDraft,
    DaysDraft,
    Entry,
    HideDraft,
    PartDraft,
    ProvisionalDraft,
    TravelDraft,
    WaysDraft,
    WorkDraft,
)
from talent_portal.specialists.actions.states import Step
from talent_portal.specialists.models import Channel, Credential, Specialist
from talent_portal.specialists.queries import people
from talent_portal.specialists.rules.choices import AvailableWhen, Level, Remote, SpecialistKind, WorkingWay
from talent_portal.specialists.rules.states import CredentialEvent, SpecialistEvent

REGISTER = "specialist.register"
# What everybody in the demo agrees to; the name for one request is asked for when it comes to that.
AGREED = ("specialist.share-anonymous", "specialist.statistics", "specialist.phone")
AT_ONCE = 10
SEEN_DAYS_AGO = 30
KINDS = (SpecialistKind.RETIRED, SpecialistKind.RETIRED, SpecialistKind.OUTSIDE, SpecialistKind.LICENSED)
CANDIDATES = {
    SpecialistKind.RETIRED: CandidateKind.RETIRED,
    SpecialistKind.OUTSIDE: CandidateKind.SELF_EMPLOYED,
    SpecialistKind.LICENSED: CandidateKind.NOT_WORKING,
}
# Roles as often as the register of a prefecture might hold them.
SHARES = {"civil_engineer": 6, "architect": 4, "public_health_nurse": 4, "water_engineer": 3, "ict": 3, "childcare": 4}


def make_register(coordinator: Actor, lead: Actor, *, crowd: int) -> None:
    """Register the story's people and `crowd` others, each step by whoever would take it."""
    today = clock.today()
    everybody = [*story(today), *_crowd(crowd)]
    for start in range(0, len(everybody), AT_ONCE):
        # One commit for several people: the demo should be there before the reader's coffee.
        with transaction():
            for person in everybody[start : start + AT_ONCE]:
                _register(coordinator, lead, person, today)


def _register(coordinator: Actor, lead: Actor, person: Person, today: date) -> None:
    entry = Entry(channel=Channel.PAPER, told_on=today, witness="雲居浜") if person.paper else None
    kept = _begin(coordinator, person, entry)
    actor = coordinator if entry else guest(kept.reference)
    _fill(actor, kept.reference, person, entry)
    if entry:
        entries.check(lead, kept.reference)
    for step in (Step(event=SpecialistEvent.SUBMIT, entry=entry), Step(event=SpecialistEvent.ACTIVATE)):
        states.take(actor if step.event is SpecialistEvent.SUBMIT else coordinator, kept.reference, step, None)
        if entry:
            entries.check(lead, kept.reference)
    # Whoever wrote a licence down does not verify it.
    _verify(lead if entry else coordinator, kept, person, today)


def _begin(coordinator: Actor, person: Person, entry: Entry | None) -> Specialist:
    """Keep the three minutes, and confirm them: by the person's own hand, or by the office's call."""
    family, given, family_kana, given_kana = person.name
    draft = ProvisionalDraft(
        kind=person.kind,
        family_name=family,
        given_name=given,
        family_kana=family_kana,
        given_kana=given_kana,
        email="" if person.paper else f"{person.key}@example.com",
        phone="0956-00-0000" if person.paper else "",
        professions=(person.profession,),
        available=person.days.get("available", AvailableWhen.NOW),
        available_from=person.days.get("available_from"),
        regions=person.regions,
        register_version=consents.current_text(reading(), REGISTER).version,
    )
    key = f"demo-{person.key}"
    if entry:
        return registration.register_for(coordinator, draft, key, entry)
    registration.register(ANONYMOUS, draft, key)
    kept = people.holder(reading(), draft.email)
    if kept is None:
        raise LookupError(draft.email)
    return registration.confirm(guest(kept.reference), kept.reference)


def _fill(actor: Actor, reference: str, person: Person, entry: Entry | None) -> None:
    """Save every part of the card."""
    about, family = dict(person.about), person.name
    about["former_organisation"] = _office(about.get("former_organisation", ""))
    texts = {purpose: consents.current_text(reading(), purpose).version for purpose in AGREED}
    drafts: dict[str, PartDraft] = {
        "about": AboutDraft(
            family_name=family[0],
            given_name=family[1],
            family_kana=family[2],
            given_kana=family[3],
            phone="0956-00-0000" if person.paper else "",
            candidate_kind=person.candidate,
            professions=((person.profession, person.years),),
            regions=person.regions,
            **about,
        ),
        "work": WorkDraft(skills=person.skills),
        "days": DaysDraft(**({"available": AvailableWhen.NOW} | person.days)),
        "travel": TravelDraft(**person.travel),
        "ways": WaysDraft(ways=person.ways, **person.side_job),
        "hide": HideDraft(organisations=tuple(_office(code) for code in person.hidden)),
        "consents": ConsentsDraft(given=AGREED, versions=texts),
    }
    for part, draft in drafts.items():
        parts.save(actor, reference, part, draft, _version(reference), entry)
    for licence in person.licences:
        credentials.save(actor, reference, _credential(licence), _version(reference), entry)


def _credential(licence: Licensed) -> CredentialDraft:
    ends = clock.today() + timedelta(days=licence.days_left) if licence.days_left is not None else None
    number = f"第{rules.dice(licence.code).randrange(10**6):06d}号"
    return CredentialDraft(qualification=licence.code, number=number, expires_on=ends, can_show=True)


def _verify(officer: Actor, kept: Specialist, person: Person, today: date) -> None:
    """Say of every licence that the office has seen that it is good."""
    seen = {licence.code for licence in person.licences if licence.seen}
    held = reading().scalars(sa.select(Credential).where(Credential.specialist_id == kept.id).order_by(Credential.id))
    judgements = [
        Judgement(
            credential=row.reference,
            version=row.version,
            event=CredentialEvent.VERIFY,
            seen_on=today - timedelta(days=SEEN_DAYS_AGO),
        )
        for row in held
        if row.qualification in seen
    ]
    if judgements:
        credentials.judge(officer, kept.reference, judgements)


def _version(reference: str) -> int:
    return queries.specialist(reading(), reference).version


def _office(code: str) -> str:
    """Return the reference of an organisation by its code; nothing for nothing."""
    if not code:
        return ""
    found = reading().scalar(sa.select(Organisation.reference).where(Organisation.code == code))
    return found or ""


def _crowd(count: int) -> Iterator[Person]:
    """Invent people who can do what the register's roles need."""
    chance, towns = rules.dice("crowd"), municipalities.municipalities(reading())
    weighted = [role for role, share in SHARES.items() for _ in range(share)]
    licences, skills = _of_roles(tuple(SHARES))
    for number, invented in enumerate(rules.people(count, "bank")):
        role, kind, town = chance.choice(weighted), chance.choice(KINDS), chance.choice(towns)
        held = chance.sample(licences[role], k=min(len(licences[role]), 1 + number % 2))
        yield Person(
            key=invented.email.partition("@")[0],
            name=(invented.family, invented.given, invented.family_kana, invented.given_kana),
            kind=kind,
            candidate=CANDIDATES[kind],
            profession=role,
            years=chance.randrange(6, 40),
            skills=dict.fromkeys(chance.sample(skills[role], k=3), Level.ALONE),
            licences=tuple(Licensed(code=code, seen=chance.random() < 0.85) for code in held),  # noqa: PLR2004 - most
            days={"days_a_week": chance.choice((1, 2, 2, 3, 5))},
            travel={
                "base": town.slug,
                "max_minutes": chance.choice((45, 60, 90)),
                "boat": chance.random() < 0.3,  # noqa: PLR2004 - a few cross the sea
                "remote": chance.choice((Remote.NO, Remote.NO, Remote.ALSO)),
                "drives": True,
            },
            ways=(WorkingWay.EMPLOYED, WorkingWay.FEE),
        )


def _of_roles(roles: Sequence[str]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the licences (musts first) and the tasks of each role."""
    licences: dict[str, list[str]] = {}
    tasks: dict[str, list[str]] = {}
    for code in roles:
        role = professions.profession(reading(), code)
        ranked = sorted(role.qualifications, key=lambda one: one.strength is not Strength.MUST)
        licences[code] = [one.qualification.code for one in ranked[:2]]
        tasks[code] = [task.code for task in role.tasks]
    return licences, tasks
