"""Sessions with their grid, and people who signed up, made through the actions."""

import re
from datetime import timedelta

from talent_portal.accounts.models import OrganisationKind
from talent_portal.accounts.permissions import GRANTS, Role
from talent_portal.core import clock
from talent_portal.core.actor import ANONYMOUS, Actor, ActorKind, guest
from talent_portal.core.db import transaction
from talent_portal.core.references import new_reference
from talent_portal.fairs import actions, queries
from talent_portal.fairs.actions import FairDraft, GridDraft, RegisterDraft
from talent_portal.fairs.gateway import links
from talent_portal.fairs.models import AttendeeKind, Fair, FairKind, FairState, Registration
from talent_portal.fairs.queries import plans
from talent_portal.fairs.rules.names import reference_of
from talent_portal.outbox.models import Letter
from tests.makers import Makers, number


def officer(make: Makers, role: Role = Role.COORDINATOR, organisation=None) -> Actor:
    """Somebody acting in a role, free of any sign-in."""
    kind = OrganisationKind.MUNICIPALITY if role in {Role.MEMBER, Role.APPROVER} else OrganisationKind.PREFECTURE
    office = organisation or make.organisation(kind=kind)
    person = make.account()
    return Actor(
        kind=ActorKind.STAFF,
        reference=person.reference,
        account_id=person.id,
        organisation_id=office.id,
        organisation_kind=office.kind,
        role=role,
        name=person.name,
        grants=GRANTS[role],
    )


def fair_draft(make: Makers, **given) -> FairDraft:
    start = given.pop("starts_at", clock.now() + timedelta(days=60))
    valid = {
        "title_ja": "合同職員採用説明会",
        "title_en": "Joint recruitment session",
        "kind": FairKind.ONSITE,
        "venue_name_ja": "架空会館",
        "venue_name_en": "Imaginary hall",
        "address": "長崎市架空町1-1",
        "online_url": "https://room.example.com/all",
        "doors_at": start - timedelta(minutes=30),
        "starts_at": start,
        "ends_at": start + timedelta(hours=4),
        "sign_up_opens_at": clock.now() - timedelta(days=1),
        "sign_up_closes_at": start - timedelta(days=7),
        "cancel_until": start - timedelta(days=1),
        "capacity": 100,
        "contact": "095-000-0000",
    }
    return FairDraft(**(valid | given))


def fair(make: Makers, *, booths=3, rounds=4, seats=2, state=FairState.OPEN, municipalities=None, **given) -> Fair:
    """A session in any state; `municipalities` are organisations, otherwise as many new ones as `booths`."""
    draft = make.fair_draft(**given)
    offices = municipalities or [make.organisation() for _ in range(booths)]
    grid = GridDraft(
        municipalities=tuple(office.reference for office in offices),
        first_starts_at=draft.starts_at + timedelta(minutes=20),
        rounds=rounds,
        seats=seats,
    )
    coordinator = make.officer()
    made = actions.create_fair(coordinator, draft, grid)
    if state is FairState.DRAFT:
        return made
    actions.publish(coordinator, made.reference, made.version)
    if state is FairState.PUBLISHED:
        return make.fresh(made)
    with_state = make.fresh(made)
    actions.open_sign_up(coordinator, made.reference, with_state.version)
    return make.fresh(made)


def slots(make: Makers, fair: Fair):
    """The grid as `slots[booth][round]`, both counted from 0, of slot references."""
    page = queries.page_of(make.session, fair)
    return [[cell.reference for cell in booth.slots] for booth in page.booths]


def register_draft(make: Makers, **given) -> RegisterDraft:
    n = next(number)
    valid = {
        "family_name": "凪野原",
        "given_name": f"花{n}",
        "family_kana": "ナギノハラ",
        "given_kana": "ハナ",
        "email": f"guest{n}@example.com",
        "attendee_kind": AttendeeKind.STUDENT,
        "interests": ("civil-engineering",),
    }
    return RegisterDraft(**(valid | given))


def sign_up(make: Makers, fair: Fair, *talks, key=None, **given):
    """What `register` answers to a guest."""
    draft = make.register_draft(talks=tuple(talks), **given)
    return actions.register(ANONYMOUS, fair.reference, draft, key or new_reference())


def registration(make: Makers, fair: Fair | None = None, *talks, confirmed=True, **given) -> Registration:
    """Somebody who signed up on the web, with their address proven unless told otherwise."""
    fair = fair or make.fair()
    key = new_reference()
    make.sign_up(fair, *talks, key=key, **given)
    person = plans.by_key(make.session, key)
    assert person.reference != reference_of(key)
    if confirmed:
        return make.fresh(actions.confirm(guest(person.reference), person.reference))
    return person


def letters_to(make: Makers, address: str):
    """Subjects and bodies posted to an address, oldest first."""

    make.session.expire_all()
    return [letter for letter in make.session.query(Letter).order_by(Letter.id) if letter.recipient == address]


def set_state(make: Makers, fair: Fair, state: FairState) -> None:
    """Put a session into a state without going through the table of transitions."""
    with transaction() as session:
        session.get(Fair, fair.id).state = state


def cancel(make: Makers, person: Registration) -> bool:
    return actions.cancel(guest(person.reference), person.reference)


def code_for(make: Makers, address: str) -> str:
    """The six digits in the newest letter to an address."""
    return re.search(r"(?:確認番号：|code: )(\d{6})", make.letters_to(address)[-1].body)[1]


def token_of(make: Makers, person: Registration) -> str:
    """The secret part of somebody's manage-link."""
    return links.token(person.reference, person.token_version)


def write(make: Makers, statement) -> None:
    """Send one statement past every rule of ours, to see what the database itself says."""
    with transaction() as session:
        session.execute(statement)


def end_holds(make: Makers, people) -> None:
    """Let the holds of these people be over."""
    with transaction() as session:
        for person in people:
            session.get(Registration, person.id).held_until = clock.now() - timedelta(seconds=1)


def code_in(make: Makers, address: str) -> str:
    """The six digits in the newest letter to an address, in whatever language."""
    return re.search(r"\b\d{6}\b", make.letters_to(address)[-1].body)[0]
