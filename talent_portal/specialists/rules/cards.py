"""What others see of a person, step by step of the disclosure ladder. Pure.

D1: a municipality with an open need sees dictionary values and bands, under a name that is new for each need. D2: the
office sees the facts. D3: after the person's yes to one need, the municipality sees name and career. D4: once both
sides have agreed, the contact as well. Each step is an allow-list: what no dataclass here names is shown to nobody.

A D1 card shows an attribute only while at least `K` people share everything the card shows (k-anonymity, Sweeney 2002;
k = 5 is the product's); the rest is left out, the least needed first. Where not even the role is shared by five, there
is no card but one sentence, the same for everybody. k governs browsing: scarce people are reached by asking.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from talent_portal.core.marks import _n
from talent_portal.specialists.rules.facts import PersonFacts, Practice, Travel
from talent_portal.specialists.rules.week import halves_of

K = 5
FALLBACK = _n("Somebody may fit. Please ask the coordinator of the prefecture.")
YEARS = ((20, "20+"), (10, "10-19"), (5, "5-9"), (0, "0-4"))
MINUTES = (30, 60, 90, 120)
# In the order in which a municipality needs them: what cannot be shown is left out from the end.
BY_NEED = ("travel", "licences", "fits", "years", "skills", "sector")


class Level(StrEnum):
    """A step of the ladder."""

    D1 = "D1"
    D2 = "D2"
    D3 = "D3"
    D4 = "D4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who looks, for which need: level, the bodies that share the need, its role, and how far its place is.

    `minutes` are from each municipality (slug) to the place of work. `halves` are the half-days of the need (14 bits);
    without them a card says nothing about days. `remote` is whether the work can be done from afar.
    """

    level: Level
    organisations: frozenset[int]
    profession: str
    minutes: Mapping[str, int]
    halves: int = 0
    remote: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnonymousCard:
    """D1. None means that it is not shown; nothing here was typed by a person."""

    alias: str
    profession: str
    travel: str | None = None
    licences: tuple[str, ...] | None = None
    fits: tuple[int, int] | None = None
    years: str | None = None
    skills: tuple[tuple[str, str], ...] | None = None
    sector: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeCard:
    """D2: the facts, for the office. Who somebody is stands on the page, which is on record."""

    reference: str
    professions: tuple[Practice, ...]
    licences: tuple[tuple[str, bool], ...]
    skills: tuple[tuple[str, str], ...]
    sector: str
    travel: Travel
    available: str
    last_confirmed_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who somebody is; only a query that has checked the consent makes one."""

    name: str
    kana: str
    home: str
    career: str
    last_post: str
    employer: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedCard:
    """D3: after the person's yes to this need. The contact goes through the house."""

    alias: str
    name: str
    kana: str
    home: str
    profession: str
    years: int | None
    # Code, whether somebody has checked it, and its last day.
    licences: tuple[tuple[str, bool, date | None], ...]
    skills: tuple[tuple[str, str], ...]
    career: str
    last_post: str
    employer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactCard:
    """D4: both sides have agreed."""

    card: NamedCard
    email: str
    phone: str


Card = AnonymousCard | OfficeCard | NamedCard | ContactCard
# What each step shows, for the test that nobody adds to it in passing.
KEYS: dict[Level, frozenset[str]] = {
    Level.D1: frozenset(field.name for field in fields(AnonymousCard)),
    Level.D2: frozenset(field.name for field in fields(OfficeCard)),
    Level.D3: frozenset(field.name for field in fields(NamedCard)),
    Level.D4: frozenset(field.name for field in fields(ContactCard)),
}


def visible(people: Iterable[PersonFacts], audience: Audience) -> list[PersonFacts]:
    """Return those who are not hidden from any body that shares the need: for the rest, the others do not exist."""
    return [person for person in people if not person.hidden_from & audience.organisations]


def cards(people: Sequence[PersonFacts], audience: Audience, aliases: Mapping[int, str]) -> list[AnonymousCard | None]:
    """Return the D1 card of everybody with an alias, in the order of the aliases; None stands for `FALLBACK`.

    `people` is everybody who may be found: the group in which five must look alike. Whoever is hidden from the audience
    counts nowhere, not even in the group. The neutral order keeps anybody from reading a rank out of the list.
    """
    seen = visible(people, audience)
    pool = [(person, attributes(person, audience)) for person in seen if _in_role(person, audience)]
    named = sorted((aliases[person.id], said) for person, said in pool if person.id in aliases)
    everyone = [said for _, said in pool]
    return [_card(alias, said, everyone, audience) for alias, said in named]


def _in_role(person: PersonFacts, audience: Audience) -> bool:
    return any(one.profession == audience.profession for one in person.professions)


Attributes = dict[str, object]


def attributes(person: PersonFacts, audience: Audience) -> Attributes:
    """Return what a D1 card could say at most: codes, bands and counts."""
    return {
        "travel": travel_band(person, audience),
        "licences": tuple(sorted(one.qualification for one in person.licences if one.verified)),
        "fits": fits(person, audience),
        "years": years_band(person.years_in(audience.profession)),
        "skills": tuple(sorted((one.task, one.level.value) for one in person.skills)),
        "sector": person.employer_sector.value,
    }


def years_band(years: int | None) -> str | None:
    """Return the band of years of experience; None where the person did not tell."""
    return None if years is None else next(band for least, band in YEARS if years >= least)


def travel_band(person: PersonFacts, audience: Audience) -> str:
    """Return how the person gets to the place: `30` … `120` minutes at most, `night`, `remote`, or `far`."""
    if audience.remote and person.travel.remote.value != "no":
        return "remote"
    minutes = audience.minutes.get(person.travel.base)
    if minutes is not None and minutes <= person.travel.max_minutes:
        return next((str(most) for most in MINUTES if minutes <= most), "120+")
    return "night" if person.travel.overnight and minutes is not None else "far"


def fits(person: PersonFacts, audience: Audience) -> tuple[int, int] | None:
    """Return (k, n): how many of the need's n half-days a week the newest pattern holds."""
    if not audience.halves:
        return None
    wanted = halves_of(audience.halves)
    newest = max(person.patterns, key=lambda one: one.valid_from, default=None)
    return (0 if newest is None else len(halves_of(newest.halves & audience.halves))), len(wanted)


def _card(alias: str, said: Attributes, everyone: Sequence[Attributes], audience: Audience) -> AnonymousCard | None:
    """Show the role, then whatever keeps at least `K` people alike, in the order of `BY_NEED`."""
    alike = list(everyone)
    if len(alike) < K:
        return None
    shown: Attributes = {}
    for name in BY_NEED:
        same = [other for other in alike if other[name] == said[name]]
        if len(same) >= K:
            shown[name], alike = said[name], same
    return AnonymousCard(alias=alias, profession=audience.profession, **shown)  # type: ignore[arg-type]  # by name


def office_card(person: PersonFacts) -> OfficeCard:
    """Return the D2 card."""
    return OfficeCard(
        reference=person.reference,
        professions=person.professions,
        licences=_licences(person),
        skills=_skills(person),
        sector=person.employer_sector.value,
        travel=person.travel,
        available=person.available.value,
        last_confirmed_on=person.last_confirmed_on.isoformat() if person.last_confirmed_on else "",
    )


def named_card(person: PersonFacts, identity: Identity, audience: Audience, alias: str) -> NamedCard:
    """Return the D3 card."""
    return NamedCard(
        alias=alias,
        name=identity.name,
        kana=identity.kana,
        home=identity.home,
        profession=audience.profession,
        years=person.years_in(audience.profession),
        licences=tuple((one.qualification, one.verified, one.expires_on) for one in person.licences),
        skills=_skills(person),
        career=identity.career,
        last_post=identity.last_post,
        employer=identity.employer,
    )


def contact_card(person: PersonFacts, identity: Identity, audience: Audience, alias: str) -> ContactCard:
    """Return the D4 card."""
    named = named_card(person, identity, audience, alias)
    return ContactCard(card=named, email=identity.email, phone=identity.phone)


def _licences(person: PersonFacts) -> tuple[tuple[str, bool], ...]:
    return tuple(sorted((one.qualification, one.verified) for one in person.licences))


def _skills(person: PersonFacts) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((one.task, one.level.value) for one in person.skills))
