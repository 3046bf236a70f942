"""What stands in the house that browsers visit: Nagasaki, sessions in every state, people, letters and calls."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

import talent_portal
from talent_portal.accounts.models import Organisation, OrganisationKind
from talent_portal.accounts.permissions import Role
from talent_portal.core import clock
from talent_portal.core.actor import WORKER, Actor
from talent_portal.core.db import reading, transaction
from talent_portal.demo import actions as demo
from talent_portal.fairs import actions, queries
from talent_portal.fairs.actions import BoothDraft, GridDraft
from talent_portal.fairs.gateway import links
from talent_portal.fairs.models import Fair, FairKind, FairState, Registration
from talent_portal.fairs.rules.grid import Break
from tests.makers import Makers

NAGASAKI = Path(talent_portal.__file__).parent / "data" / "nagasaki"
PREFECTURAL = (Role.COORDINATOR, Role.LEAD, Role.AUDITOR, Role.ADMINISTRATOR)
TOWN = "東彼杵町"
NAMES = {
    Role.MEMBER: "凪野原 一葉",
    Role.APPROVER: "浜灯 三郎",
    Role.COORDINATOR: "髙汐﨑 渚",
    Role.LEAD: "水守井 環",
    Role.CHECKER: "波留井 実",
    Role.AUDITOR: "野分山 樹",
    Role.ADMINISTRATOR: "灯台原 歩",
}
WORDS = {
    "summary_ja": "一般行政、土木、建築、保健師、消防。ご家族・先生も参加できます。",
    "summary_en": "Administration, civil engineering, architecture, public health, fire service.",
    "description_ja": "各市町の職員と、1回20分の個別相談ができます。予約がなくても会場を見学できます。",
    "description_en": "Talk to officials of each town for twenty minutes. You can also come without a talk.",
    "venue_name_ja": "見本ホール",
    "venue_name_en": "Sample Hall",
    "address": "長崎県長崎市見本町1-1",
    "audience": ("student", "working"),
    "interests": ("administration", "civil-engineering"),
    "capacity": 120,
}


@dataclass
class Things:
    """The references that pages are opened with."""

    fair: str
    online: str
    draft: str
    booth: str
    confirmed: str
    confirmed_token: str
    pending: str
    pending_token: str
    letter: str
    call: str
    office: str
    membership: str = ""


def build() -> Things:
    """Load the prefecture and add what the pages show."""
    demo.load_prefecture(WORKER, NAGASAKI)
    make = Makers(reading())
    coordinator = make.officer(organisation=office_of(Role.COORDINATOR))
    hands = (make, coordinator)
    day = clock.now().replace(hour=4, minute=0, second=0, microsecond=0)
    fair = _fair(hands, ("市町合同職員採用説明会(長崎会場)", "Joint session, Nagasaki"), day + timedelta(60), 12)
    online = _fair(hands, ("島ではたらく オンライン相談会", "Work on the islands, online"), day + timedelta(20), 8,
        kind=FairKind.ONLINE, nickname_allowed=True,
    )  # fmt: skip
    draft = _fair(hands, ("橋の点検 現場見学バス", "Bridge tour"), day + timedelta(90), 3, FairState.DRAFT)
    _fair(hands, ("春の説明会", "Spring session"), day - timedelta(30), 5, FairState.HELD)
    _fair(hands, ("台風で中止の説明会", "Called off"), day + timedelta(19), 4, FairState.CANCELLED)
    grid = make.slots(fair)
    confirmed = make.registration(fair, grid[0][0], grid[4][1], family_name="凪野原", given_name="修三")
    pending = make.registration(fair, grid[2][2], confirmed=False, family_name="浜灯", given_name="光代")
    for _ in range(4):
        make.registration(fair, grid[1][0])
    return Things(
        fair=fair.reference,
        online=online.reference,
        draft=draft.reference,
        booth=queries.page_of(make.session, fair).booths[0].reference,
        confirmed=confirmed.reference,
        confirmed_token=_token(confirmed),
        pending=pending.reference,
        pending_token=_token(pending),
        letter=make.letter(subject_reference=f"registration:{confirmed.reference}").reference,
        call=make.phone_task(subject=f"registration:{confirmed.reference}").reference,
        office=office_of(Role.MEMBER).reference,
    )


def _token(person: Registration) -> str:
    return links.token(person.reference, person.token_version)


def office_of(role: Role) -> Organisation:
    """Return where a person of this role works."""
    offices = sa.select(Organisation)
    if role in PREFECTURAL:
        return reading().scalars(offices.where(Organisation.kind == OrganisationKind.PREFECTURE)).one()
    return reading().scalars(offices.where(Organisation.name_ja == TOWN)).one()


def _fair(
    hands: tuple[Makers, Actor], titles: tuple[str, str], starts, booths: int, state=FairState.OPEN, **given
) -> Fair:
    """A session through the actions, with a break after the third round; only two booths have written their message."""
    make, coordinator = hands
    towns = sa.select(Organisation).where(Organisation.kind == OrganisationKind.MUNICIPALITY)
    order = sa.case((Organisation.name_ja == TOWN, 0), else_=1), Organisation.position
    offices = list(make.session.scalars(towns.order_by(*order).limit(booths)))
    draft = make.fair_draft(
        title_ja=titles[0],
        title_en=titles[1],
        starts_at=starts,
        ends_at=starts + timedelta(minutes=190),
        sign_up_opens_at=min(clock.now(), starts) - timedelta(days=10),
        sign_up_closes_at=starts - timedelta(days=2),
        **(WORDS | given),
    )
    grid = GridDraft(
        municipalities=tuple(office.reference for office in offices),
        first_starts_at=starts + timedelta(minutes=20),
        rounds=6,
        breaks=(Break(after_round=3, minutes=20),),
        seats=4,
    )
    made = actions.create_fair(coordinator, draft, grid)
    for booth in queries.page_of(make.session, made).booths[1:3]:
        words = BoothDraft(
            message_ja=f"{booth.name_ja}で、いっしょに働きませんか。", message_en="Come and work with us."
        )
        actions.edit_booth(coordinator, booth.reference, words, booth.version)
    if state is not FairState.DRAFT:
        _become(made.id, state)
    return make.fresh(made)


def _become(fair_id: int, state: FairState) -> None:
    """Put a session into a state; the story of how it got there is told by the tests of fairs."""
    with transaction() as session:
        session.get(Fair, fair_id).state = state
