"""People and requests as plain facts, over the shipped decision table and the shipped legs; no database."""

from datetime import date
from functools import cache
from pathlib import Path

import talent_portal
from talent_portal.core.folders import Folder
from talent_portal.matching.rules.case import case_of
from talent_portal.matching.rules.eligibility import first_failure
from talent_portal.matching.rules.travel import every_way
from talent_portal.municipalities import gateway as map_gateway
from talent_portal.municipalities.rules import Leg
from talent_portal.needs.rules.facts import Must, NeedFacts, PatternKind, ShareFacts
from talent_portal.professions import gateway, queries
from talent_portal.professions.models import FormRule, RuleSet
from talent_portal.professions.rules import CandidateKind, Duty
from talent_portal.specialists.rules.choices import SpecialistKind, WorkingWay
from talent_portal.specialists.rules.facts import Licence, Pattern, PersonFacts, Practice, Travel

DATA = Path(talent_portal.__file__).parent / "data"
HASAMI, NAGASAKI, TSUSHIMA = 11, 12, 13
ROLE, LICENCE, OTHER_LICENCE = "civil_engineer", "civil_works_1", "pe_construction"
# Wednesday to Wednesday of half a year, so that the first and the last week lie only partly within.
FIRST, LAST = date(2026, 7, 1), date(2026, 12, 30)
LAST_WORKING_DAY = date(2026, 12, 28)


@cache
def table():
    draft = gateway.read_forms(Folder(DATA / "forms"))
    return queries.as_table(RuleSet(version=1, content=draft.content, rules=[FormRule(**cell) for cell in draft.cells]))


@cache
def ways():
    draft = map_gateway.read(Folder(DATA / "nagasaki"))
    legs = [_leg(one.from_node, one.to_node, one.mode, one.values) for one in draft.legs]
    return every_way([town.slug for town in draft.municipalities], legs)


def _leg(start, end, mode, values):
    return Leg(start, end, values["minutes"], mode, values["boarding_buffer"], values["departures"])


def person(number=1, **given) -> PersonFacts:
    """A retired official of the prefecture who could do the work of `need()`: two days a week, up to 90 minutes."""
    travel = {"base": "isahaya", "max_minutes": 90} | given.pop("travel", {})
    valid = {
        "id": number,
        "reference": f"person{number:05}",
        "kind": SpecialistKind.RETIRED,
        "candidate_kind": CandidateKind.RETIRED,
        "professions": (Practice(ROLE, 20),),
        "licences": (Licence(LICENCE, verified=True),),
        "patterns": (Pattern(date(2026, 4, 1), None, days_a_week=2),),
        "travel": Travel(**travel),
        "ways": frozenset({WorkingWay.UNDECIDED}),
        "former_organisation_id": 1,
        "left_on": date(2021, 3, 31),
        "turns_60_in": 2020,
    }
    return PersonFacts(**(valid | given))


def need(**given) -> NeedFacts:
    """Two days a week at Hasami for half a year, as an adviser or a part-time employee of the fiscal year."""
    place, organisation = given.pop("place", "hasami"), given.pop("organisation_id", HASAMI)
    half_days = given.pop("half_days", 4)
    valid = {
        "need_id": 1,
        "reference": "need00000001",
        "version": 1,
        "profession": ROLE,
        "tasks": frozenset({"bridge_inspection"}),
        "duties": frozenset({Duty.DIAGNOSIS}),
        "pattern": PatternKind.DAYS,
        "halves": 0,
        "starts_on": FIRST,
        "ends_on": LAST,
        "last_day": LAST,
        "remote_percent": 0,
        "shares": (ShareFacts(organisation_id=organisation, place=place, half_days=half_days),),
        "forms": ("fy_part", "adviser"),
        "musts": (Must(frozenset({LICENCE})),),
        "helpfuls": (),
        "weekly_minutes": half_days * 225,
        "open_posts": 1,
    }
    return NeedFacts(**(valid | {"place": place, "organisation_id": organisation, "half_days": half_days} | given))


def case(request=None, *, barred=(), **given):
    return case_of(request or need(**given), table(), ways(), barred=barred)


def told(person_, case_=None):
    """The first failure as (rule, code, params), or None."""
    found = first_failure(case_ or case(), person_)
    return found and (found.rule, found.code, dict(found.params))


def licences(*codes, verified=True, expires_on=None):
    return tuple(Licence(code, verified=verified, expires_on=expires_on) for code in codes)
