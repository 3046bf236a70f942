"""The register that browsers see: somebody in every state, one's own pages, links, and the desk."""

from collections.abc import Iterator
from datetime import timedelta

import sqlalchemy as sa

from talent_portal.accounts.permissions import Role
from talent_portal.core import clock
from talent_portal.core.db import reading, transaction
from talent_portal.core.references import new_reference
from talent_portal.municipalities.models import Municipality
from talent_portal.privacy import actions as privacy
from talent_portal.specialists import queries
from talent_portal.specialists.actions import evidence
from talent_portal.specialists.gateway import links
from talent_portal.specialists.models import Channel, Specialist, SpecialistEntry, SpecialistState
from talent_portal.specialists.rules import words
from tests.browser.world import Visit, World
from tests.specialists.scans import SCAN

OWN = ("mine", "check", "leave", "preview", "seen", "data")


def furnish(world: World) -> Iterator[Visit]:
    """Make a pool large enough for cards, one complete engineer, and somebody in every state."""
    make, town = world.make, reading().scalars(sa.select(Municipality).where(Municipality.slug == "isahaya")).one()
    for _ in range(6):
        make.specialist(base=town, years=25, skills={"bridge_inspection": "alone"})
    engineer = _engineer(world, town)
    draft = make.specialist(family_name="浜灯", given_name="光代", state=SpecialistState.DRAFT, parts_done=["about"])
    for state in set(SpecialistState) - {SpecialistState.ERASED, SpecialistState.DRAFT, SpecialistState.ACTIVE}:
        make.specialist(family_name="水守井", given_name="治", state=state)
    waiting = make.specialist(state=SpecialistState.PROVISIONAL, family_name="波留井")
    _sign_in(world, "engineer", engineer)
    _sign_in(world, "newcomer", draft)
    world.things["specialist"] = engineer.reference
    yield from _visits(world, engineer, draft, waiting)


def _engineer(world: World, town: Municipality) -> Specialist:
    make = world.make
    person = make.specialist(
        family_name="凪野原",
        given_name="修三",
        base=town,
        halves=0b1100_1100,
        years=32,
        skills={"bridge_inspection": "teaches", "works_inspection": "alone"},
        phone="095-000-1111",
        career="橋梁の点検と補修設計を三十年ほど担当しました。" * 4,
        last_post="土木部 橋梁係 総括主任技師",
        hidden_from=[world.office(Role.MEMBER)],
    )
    make.licence(person)
    paper = make.licence(person, "surveyor", verified=False, number="第12345号")
    evidence.give(make.person_as(person), person.reference, paper.reference, SCAN)
    world.things["paper"] = paper.reference
    make.away(person, clock.today(), clock.today() + timedelta(days=9))
    privacy.note_access(
        world.actor(Role.COORDINATOR), subjects=[queries.subject(person)], purpose="register.running", screen="x"
    )
    with transaction() as session:
        session.add(
            SpecialistEntry(
                specialist_id=person.id,
                part="travel",
                channel=Channel.PHONE,
                told_on=clock.today(),
                witness="人事課 係長",
                entered_by="somebody0000",
            )
        )
    return person


def _sign_in(world: World, name: str, person: Specialist) -> None:
    account = world.make.specialist_account(name=person.name)
    with transaction() as session:
        session.execute(sa.update(Specialist).where(Specialist.id == person.id).values(account_id=account.id))
    world.sign_in(name, account)


def _visits(world: World, engineer: Specialist, draft: Specialist, waiting: Specialist) -> Iterator[Visit]:
    yield Visit("specialists.prove", {"reference": new_reference()})
    for purpose, person, endpoint in ((links.CONFIRM, waiting, "confirm"), (links.RENEW, engineer, "renew")):
        token = links.token(purpose, person.reference, person.token_version)
        yield Visit(f"specialists.{endpoint}", {"reference": person.reference, "token": token})
    for endpoint in OWN:
        yield Visit(f"specialists.{endpoint}", {}, "engineer")
    yield Visit("specialists.paper", {"paper": world.things["paper"]}, "engineer")
    yield Visit("specialists.mine", {}, "newcomer")
    for part in words.PARTS:
        yield Visit("specialists.part", {"part": part}, "engineer")
    yield Visit("specialists.desk_person", {"reference": engineer.reference}, Role.COORDINATOR)
    yield Visit("specialists.desk_person", {"reference": draft.reference}, Role.LEAD)
    for part in ("qualifications", "consents"):
        yield Visit("specialists.desk_part", {"reference": engineer.reference, "part": part}, Role.COORDINATOR)
