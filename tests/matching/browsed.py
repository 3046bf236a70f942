"""What browsers see of matching: a request that some could do, and one that nobody could."""

from collections.abc import Iterator
from datetime import timedelta

import sqlalchemy as sa

from talent_portal.accounts.models import Organisation
from talent_portal.accounts.permissions import Role
from talent_portal.core import clock
from talent_portal.core.db import reading, transaction
from talent_portal.municipalities import queries as municipalities
from talent_portal.needs.actions import QualificationDraft
from talent_portal.needs.models import Need, Strength
from talent_portal.specialists.models import HalfDay, Specialist
from talent_portal.specialists.models.work import ClaimState
from talent_portal.specialists.rules.choices import SpecialistKind
from talent_portal.specialists.rules.week import Half
from tests.browser.world import Visit, World
from tests.matching import browsed_runs

PEOPLE = (
    ("isahaya", "凪野原", "修三", {"bridge_inspection": "teaches"}, {"days_a_week": 3}),
    ("omura", "浜灯", "光代", {"bridge_inspection": "alone"}, {"kind": SpecialistKind.SERVING, "years": 12}),
    ("kawatana", "髙汐﨑", "勲", {}, {"days_a_week": 2, "years": 31, "kind": SpecialistKind.OUTSIDE}),
    ("sasebo", "水守井", "治", {"bridge_inspection": "experienced"}, {"years": 8}),
    ("goto", "波留井", "なぎさ", {"bridge_inspection": "alone"}, {"boat": True, "max_minutes": 240, "overnight": True}),
    ("nagasaki", "𠮷野分山", "小夜子", {}, {"max_minutes": 60}),
    ("unzen", "灯台原", "一葉", {}, {"days_a_week": 1}),
)


def furnish(world: World) -> Iterator[Visit]:
    """Seven people beside a request at three towns; a disaster survey of five days a week that nobody could do."""
    towns = {town.slug: town for town in municipalities.municipalities(reading())}
    people = [_person(world, towns, one) for one in PEOPLE]
    bridges, survey = _bridges(world, towns), _survey(world, towns)
    _promise(people[0])
    first, serving, *_rest, last = people
    yield from _pages(bridges, (Role.COORDINATOR, Role.AUDITOR))
    yield from _pages(survey, (Role.LEAD,))
    for one in (first, serving, last):
        pair = {"reference": bridges.reference, "person": one.reference}
        yield Visit("matching.candidate", pair, Role.COORDINATOR)
        yield Visit("matching.fitting", {"reference": one.reference}, Role.COORDINATOR)
    three = {"reference": bridges.reference, "person": [one.reference for one in people[:3]]}
    yield Visit("matching.compare", three, Role.COORDINATOR)
    yield Visit("matching.candidates", {"reference": bridges.reference, "narrow": "spare"}, Role.COORDINATOR)
    yield from browsed_runs.furnish(world, bridges, people)


def _pages(need: Need, roles: tuple[Role, ...]) -> Iterator[Visit]:
    for role in roles:
        for name in ("candidates", "others"):
            yield Visit(f"matching.{name}", {"reference": need.reference}, role)


def _person(world: World, towns, told) -> Specialist:
    slug, family, given, skills, more = told
    person = world.make.specialist(
        base=towns[slug], family_name=family, given_name=given, skills=skills, ways=["employed", "fee"], **more
    )
    world.make.licence(person, "civil_works_1", verified=family != "水守井")
    if family == "浜灯":
        world.make.licence(person, "pe_construction", verified=False)
    return person


def _promise(person: Specialist) -> None:
    """Hold some Tuesdays of the person for other work."""
    monday = clock.today() + timedelta(days=63 - clock.today().weekday())
    with transaction() as session:
        for week in range(4):
            day = monday + timedelta(days=7 * week + 1)
            for half in Half:
                claim = {"source": "offer", "source_reference": "browsed00001", "state": ClaimState.HELD}
                session.add(HalfDay(specialist_id=person.id, day=day, half=half, **claim))


def _bridges(world: World, towns) -> Need:
    begins = clock.today() + timedelta(days=56)
    return world.make.need(
        organisation=world.office(Role.MEMBER),
        partners=[towns["kawatana"].organisation, towns["hasami"].organisation],
        profession="civil_engineer",
        tasks=("bridge_inspection", "civil_review"),
        half_days=4,
        starts_on=begins,
        ends_on=begins + timedelta(days=180),
        forms=("fy_part", "adviser", "reappt_short", "special_adv"),
        qualifications=(
            QualificationDraft(qualification="civil_works_1", strength=Strength.MUST),
            QualificationDraft(qualification="pe_construction", strength=Strength.HELPS, weight=3),
        ),
    )


def _survey(world: World, towns) -> Need:
    office = reading().scalars(sa.select(Organisation).where(Organisation.name_ja == "南島原市")).one()
    begins = clock.today() + timedelta(days=30)
    return world.make.need(
        organisation=office,
        title_ja="災害復旧の測量・設計・積算と、査定に向けた資料の作成および現地の立会い",
        title_en="Surveying, designing and estimating after the disaster, and preparing the assessment",
        profession="civil_engineer",
        tasks=("bridge_inspection",),
        half_days=10,
        starts_on=begins,
        ends_on=begins + timedelta(days=90),
    )
