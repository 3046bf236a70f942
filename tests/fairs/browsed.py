"""The sessions that browsers see: on site, online, a draft, one held, one called off; people, tickets, a letter."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import sqlalchemy as sa

from talent_portal.accounts.models import Organisation, OrganisationKind
from talent_portal.accounts.permissions import Role
from talent_portal.core import clock
from talent_portal.core.db import transaction
from talent_portal.fairs import actions, queries
from talent_portal.fairs.actions import BoothDraft, GridDraft
from talent_portal.fairs.gateway import links
from talent_portal.fairs.models import Fair, FairKind, FairState, Registration
from talent_portal.fairs.rules.grid import Break
from talent_portal.privacy import actions as privacy
from tests.browser.world import Visit, World

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
TITLES = {
    "fair": ("市町合同職員採用説明会（長崎会場）", "Joint recruitment session, Nagasaki"),
    "online": ("島ではたらく オンライン相談会", "Work on the islands, online"),
    "draft": ("橋の点検 現場見学バス", "Bridge tour"),
    "held": ("春の説明会", "Spring session"),
    "cancelled": ("台風で中止の説明会", "Called off"),
}
ON_THE_DESK = (
    "desk_fair",
    "edit_fair",
    "seats",
    "participants",
    "new_participant",
    "check_in",
    "call_off",
    "move_online",
)


def furnish(world: World) -> Iterator[Visit]:
    """Make the sessions and two sign-ups; name their pages for guests, for the desk and for a booth."""
    fairs = _fairs(world)
    mine, waiting = _sign_ups(world, fairs["fair"])
    booth = queries.page_of(world.make.session, fairs["fair"]).booths[0]
    world.things |= {name: fair.reference for name, fair in fairs.items()} | {"booth": booth.reference}
    yield from _for_guests(fairs, mine, waiting)
    for name in ON_THE_DESK:
        yield Visit(f"fairs.{name}", {"reference": fairs["fair"].reference}, Role.COORDINATOR)
    yield Visit("fairs.desk_fair", {"reference": fairs["draft"].reference}, Role.COORDINATOR)
    yield Visit("fairs.participant", {"reference": mine.reference}, Role.COORDINATOR)
    for name in ("edit_booth", "guests"):
        yield Visit(f"fairs.{name}", {"reference": booth.reference}, Role.MEMBER)
    yield from _around(world, mine)
    yield from _erasures(world, fairs["online"])


def _for_guests(fairs: dict[str, Fair], mine: Registration, waiting: Registration) -> Iterator[Visit]:
    open_fair = {"reference": fairs["fair"].reference}
    for name in ("fair", "sign_up", "resend"):
        yield Visit(f"fairs.{name}", open_fair)
    for name in ("online", "held", "cancelled"):
        yield Visit("fairs.fair", {"reference": fairs[name].reference})
    yield Visit("fairs.sign_up", {"reference": fairs["held"].reference})
    yield Visit("fairs.prove", open_fair | {"sign_up": waiting.reference})
    for name in ("mine", "mine_talks", "mine_cancel"):
        yield Visit(f"fairs.{name}", _link(mine))
    yield Visit("fairs.mine", _link(waiting))


def _link(person: Registration) -> dict[str, str]:
    return {"reference": person.reference, "token": links.token(person.reference, person.token_version)}


def _around(world: World, person: Registration) -> Iterator[Visit]:
    """A letter and a call about somebody who signed up."""
    subject = f"registration:{person.reference}"
    letter = world.make.letter(subject_reference=subject, template="fairs/confirmed")
    call = world.make.phone_task(subject=subject)
    yield Visit("outbox.letter", {"reference": letter.reference}, Role.COORDINATOR)
    yield Visit("outbox.phone_task", {"reference": call.reference}, Role.COORDINATOR)


def _erasures(world: World, fair: Fair) -> Iterator[Visit]:
    """Erasures in every state, as the one who prepares and the one who decides read them."""
    own, other = world.actor(Role.COORDINATOR), world.make.officer(Role.COORDINATOR)
    lead = world.actor(Role.LEAD)
    for by, decide in ((own, None), (other, None), (own, privacy.approve_erasure), (other, privacy.refuse_erasure)):
        person = world.make.registration(fair)
        wish = world.make.erasure(f"registration:{person.reference}", by=by)
        if decide is not None:
            decide(lead, wish.reference)
    yield Visit("privacy.erasures", {}, Role.LEAD)


def _sign_ups(world: World, fair: Fair) -> tuple[Registration, Registration]:
    """One person who proved her address and one who has not; and one talk that is full."""
    grid = world.make.slots(fair)
    mine = world.make.registration(fair, grid[0][0], grid[4][1], family_name="凪野原", given_name="修三")
    waiting = world.make.registration(fair, grid[2][2], confirmed=False, family_name="浜灯", given_name="光代")
    for _ in range(4):
        world.make.registration(fair, grid[1][0])
    return mine, waiting


def _fairs(world: World) -> dict[str, Fair]:
    day = clock.now().replace(hour=4, minute=0, second=0, microsecond=0)
    online = {"kind": FairKind.ONLINE, "nickname_allowed": True}
    return {
        "fair": _fair(world, "fair", day + timedelta(60), 12),
        "online": _fair(world, "online", day + timedelta(20), 8, **online),
        "draft": _fair(world, "draft", day + timedelta(90), 3, FairState.DRAFT),
        "held": _fair(world, "held", day - timedelta(30), 5, FairState.HELD),
        "cancelled": _fair(world, "cancelled", day + timedelta(19), 4, FairState.CANCELLED),
    }


def _fair(world: World, name: str, starts: datetime, booths: int, state=FairState.OPEN, **given) -> Fair:
    """A session through the actions, with a break after the third round; only two booths have written their message."""
    coordinator = world.actor(Role.COORDINATOR)
    draft = world.make.fair_draft(
        title_ja=TITLES[name][0],
        title_en=TITLES[name][1],
        starts_at=starts,
        ends_at=starts + timedelta(minutes=190),
        sign_up_opens_at=min(clock.now(), starts) - timedelta(days=10),
        sign_up_closes_at=starts - timedelta(days=2),
        **(WORDS | given),
    )
    grid = GridDraft(
        municipalities=_towns(world, booths),
        first_starts_at=starts + timedelta(minutes=20),
        rounds=6,
        breaks=(Break(after_round=3, minutes=20),),
        seats=4,
    )
    made = actions.create_fair(coordinator, draft, grid)
    for booth in queries.page_of(world.make.session, made).booths[1:3]:
        words = BoothDraft(
            message_ja=f"{booth.name_ja}で、いっしょに働きませんか。", message_en="Come and work with us."
        )
        actions.edit_booth(coordinator, booth.reference, words, booth.version)
    if state is not FairState.DRAFT:
        _become(made.id, state)
    return world.make.fresh(made)


def _towns(world: World, count: int) -> tuple[str, ...]:
    """The first municipalities in official order, the member's own before them."""
    own = world.office(Role.MEMBER)
    towns = sa.select(Organisation).where(Organisation.kind == OrganisationKind.MUNICIPALITY)
    ordered = towns.order_by(sa.case((Organisation.id == own.id, 0), else_=1), Organisation.position)
    return tuple(office.reference for office in world.make.session.scalars(ordered.limit(count)))


def _become(fair_id: int, state: FairState) -> None:
    """Put a session into a state; the story of how it got there is told by the tests of fairs."""
    with transaction() as session:
        session.get(Fair, fair_id).state = state
