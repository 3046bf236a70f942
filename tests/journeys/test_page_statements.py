"""A page asks the database the same number of questions for ten rows and for a thousand.

One world for all pages: whatever a page lists is there ten times, is counted, and is there a thousand times. Rows are
copied in bulk, past the actions: what is asked here is only how pages read them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace

import sqlalchemy as sa

from talent_portal.accounts.models import Account, Membership, Organisation
from talent_portal.accounts.permissions import Role
from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.db import transaction
from talent_portal.core.references import new_reference
from talent_portal.fairs import actions, queries
from talent_portal.fairs.models import Booking, Booth, CheckIn, Fair, Registration, Round, TalkSlot
from talent_portal.municipalities.models import Municipality
from talent_portal.outbox.models import Letter, MailEvent, PhoneTask
from talent_portal.privacy.models import AccessEvent, ConsentEvent, ErasureRequest
from talent_portal.signin.models import SignIn
from tests.architecture.authorisation import UNKNOWN
from tests.makers import Makers
from tests.signin.makers import signed_in_client

FEW, MANY = 10, 1000
MOST_SEATS = 5000


@dataclass
class World:
    """Everything that pages list, and one of each that they show."""

    make: object
    town: Municipality
    fair: Fair
    person: Registration
    booth: Booth
    letter: Letter
    staff: dict[Role, Membership]

    @property
    def reference(self):
        return self.fair.reference


def copies(session, row, count: int, **changes: Callable[[int], object]):
    """Insert `count` copies of a row in one statement; return their ids in order."""
    kind = type(row)
    columns = [column.key for column in sa.inspect(kind).column_attrs if column.key != "id"]
    plain = {key: getattr(row, key) for key in columns}
    rows = [plain | {key: change(n) for key, change in changes.items()} for n in range(count)]
    before = session.scalar(sa.select(sa.func.max(kind.id)))
    session.execute(sa.insert(kind), rows)
    return list(session.scalars(sa.select(kind.id).where(kind.id > before).order_by(kind.id)))


def ref(_n):
    return new_reference()


def a_world(make) -> World:
    town = make.municipality()
    office = make.organisation(kind="prefecture")
    staff = {
        role: make.membership(role, organisation=town.organisation if role is Role.MEMBER else office)
        for role in (Role.MEMBER, Role.COORDINATOR, Role.LEAD, Role.AUDITOR, Role.ADMINISTRATOR)
    }
    fair = make.fair(municipalities=[town.organisation], rounds=1, seats=MOST_SEATS, capacity=MOST_SEATS)
    slot = make.slots(fair)[0][0]
    person = make.registration(
        fair, slot, phone="0950001111", accommodation="手話通訳", follow_up=(town.organisation.reference,)
    )
    actions.check_in_number(make.officer(), fair.reference, person.number)
    letter = make.letter(subject_reference=queries.subject(person))
    make.keep(MailEvent(sg_event_id="first", letter_id=letter.id, kind="deferred", at=clock.now()))
    make.phone_task()
    make.erasure(queries.subject(person))
    make.look(queries.subject(person))
    booth = make.session.scalars(sa.select(Booth).where(Booth.fair_id == fair.id)).one()
    return World(make, town, fair, person, booth, letter, staff)


def grow(world: World, count: int, start: int) -> None:
    """Add `count` of everything."""
    with transaction() as session:
        everybody(session, world, count, start)
        mail(session, world, count, start)
        offices(session, world, count, start)
        sessions(session, world, count)
        for n in range(count):
            audit.record(session, world.make.actor(), "fair.edited", f"fair:{n}")
        # A database that lives counts its rows by itself; one that believes them to be few plans for few.


def one(session, kind, *where):
    return session.scalars(sa.select(kind).where(*where).order_by(kind.id).limit(1)).one()


def everybody(session, world, count, start):
    """More people at the session, each with a talk, a consent, a check-in, a look at them, and a wish to be gone."""
    names = [new_reference() for _ in range(count)]
    subjects = [f"registration:{name}" for name in names]
    ids = copies(
        session,
        world.person,
        count,
        reference=lambda n: names[n],
        number=lambda n: f"{500_000 + start + n:06d}",
        email=lambda n: f"copy{start + n}@example.com",
        email_key=lambda n: f"copy{start + n}@example.com",
        idempotency_key=lambda n: f"copy-{start + n}",
        mail_failed_at=lambda _n: clock.now(),
    )
    copies(session, one(session, Booking), count, registration_id=lambda n: ids[n])
    copies(session, one(session, CheckIn), count, registration_id=lambda n: ids[n])
    given = one(session, ConsentEvent, ConsentEvent.purpose == queries.FOLLOW_UP)
    copies(session, given, count, subject=lambda n: subjects[n])
    copies(session, one(session, AccessEvent), count, subject=lambda n: subjects[n])
    copies(session, one(session, AccessEvent), count)
    copies(session, one(session, ErasureRequest), count, reference=ref, subject=lambda n: subjects[n])


def mail(session, world, count, start):
    copies(session, world.letter, count, reference=ref, message_id=lambda n: f"<{start + n}@copy>")
    copies(session, one(session, MailEvent), count, sg_event_id=lambda n: f"copy{start + n}")
    copies(session, one(session, PhoneTask), count, reference=ref, letter_id=lambda _n: None)


def offices(session, world, count, start):
    """More municipalities, and more people in the office of the first, each signed in."""
    town = session.get(Organisation, world.town.organisation_id)
    towns = copies(session, town, count, reference=ref, code=lambda n: f"C{start + n}")
    copies(session, world.town, count, organisation_id=lambda n: towns[n], slug=lambda n: f"copy{start + n}")
    people = copies(
        session,
        session.get(Account, world.staff[Role.MEMBER].account_id),
        count,
        reference=ref,
        email=lambda n: f"staff{start + n}@example.com",
    )
    copies(session, world.staff[Role.MEMBER], count, reference=ref, account_id=lambda n: people[n])
    lead = world.staff[Role.LEAD]
    signed_in = one(session, SignIn, SignIn.account_id == lead.account_id)
    copies(session, signed_in, count, reference=ref, token_hash=lambda n: f"copy{start + n}")


def sessions(session, world, count):
    """More sessions of the municipality, half of them over."""
    later = [timedelta(days=n % 200 if n % 2 else -100) for n in range(count)]
    hours = ("doors_at", "starts_at", "ends_at")
    ids = copies(
        session,
        world.fair,
        count,
        reference=ref,
        **{name: lambda n, name=name: getattr(world.fair, name) + later[n] for name in hours},
    )
    booths = copies(session, world.booth, count, reference=ref, fair_id=lambda n: ids[n])
    rounds = copies(session, one(session, Round), count, fair_id=lambda n: ids[n])
    keys = {"fair_id": lambda n: ids[n], "booth_id": lambda n: booths[n], "round_id": lambda n: rounds[n]}
    copies(session, one(session, TalkSlot), count, reference=ref, taken=lambda _n: 0, **keys)


def world_of_nobody() -> World:
    """One that only has addresses."""
    nothing = SimpleNamespace(reference=UNKNOWN, token_version=1, slug="town", organisation=None)
    nothing.organisation = nothing
    return World(Makers(None), nothing, nothing, nothing, nothing, nothing, {})


def mine(world):
    return f"/fairs/registrations/{world.person.reference}/{world.make.token_of(world.person)}"


GUEST = None
PAGES: dict[str, tuple[Role | None, Callable[[World], str]]] = {
    "front": (GUEST, lambda _w: "/"),
    "sessions": (GUEST, lambda _w: "/fairs"),
    "session": (GUEST, lambda w: f"/fairs/{w.reference}"),
    "calendar": (GUEST, lambda w: f"/fairs/{w.reference}/calendar.ics"),
    "sign-up": (GUEST, lambda w: f"/fairs/{w.reference}/sign-up"),
    "own sign-up": (GUEST, mine),
    "own talks": (GUEST, lambda w: f"{mine(w)}/talks"),
    "own data": (GUEST, lambda w: f"{mine(w)}/data.json"),
    "municipalities": (GUEST, lambda _w: "/municipalities"),
    "municipality": (GUEST, lambda w: f"/municipalities/{w.town.slug}"),
    "privacy": (GUEST, lambda _w: "/privacy"),
    "home of a member": (Role.MEMBER, lambda _w: "/home"),
    "home of a coordinator": (Role.COORDINATOR, lambda _w: "/home"),
    "desk": (Role.COORDINATOR, lambda _w: "/desk/fairs"),
    "desk of a member": (Role.MEMBER, lambda _w: "/desk/fairs"),
    "new session": (Role.COORDINATOR, lambda _w: "/desk/fairs/new"),
    "session at the desk": (Role.COORDINATOR, lambda w: f"/desk/fairs/{w.reference}"),
    "session of a member": (Role.MEMBER, lambda w: f"/desk/fairs/{w.reference}"),
    "edit": (Role.COORDINATOR, lambda w: f"/desk/fairs/{w.reference}/edit"),
    "seats": (Role.COORDINATOR, lambda w: f"/desk/fairs/{w.reference}/seats"),
    "call off": (Role.COORDINATOR, lambda w: f"/desk/fairs/{w.reference}/call-off"),
    "participants": (Role.COORDINATOR, lambda w: f"/desk/fairs/{w.reference}/participants"),
    "participants found": (Role.COORDINATOR, lambda w: f"/desk/fairs/{w.reference}/participants?text=ナギ&mail=failed"),
    "participants file": (Role.COORDINATOR, lambda w: f"/desk/fairs/{w.reference}/participants.xlsx"),
    "participant": (Role.COORDINATOR, lambda w: f"/desk/participants/{w.person.reference}"),
    "sign somebody up": (Role.COORDINATOR, lambda w: f"/desk/fairs/{w.reference}/participants/new"),
    "check-in": (Role.COORDINATOR, lambda w: f"/desk/fairs/{w.reference}/check-in"),
    "booth": (Role.MEMBER, lambda w: f"/desk/booths/{w.booth.reference}"),
    "guests": (Role.MEMBER, lambda w: f"/desk/booths/{w.booth.reference}/guests"),
    "follow-up": (Role.MEMBER, lambda w: f"/desk/booths/{w.booth.reference}/follow-up.csv"),
    "letters": (Role.COORDINATOR, lambda _w: "/letters"),
    "letters waiting": (Role.COORDINATOR, lambda _w: "/letters?state=waiting"),
    "letter": (Role.COORDINATOR, lambda w: f"/letters/{w.letter.reference}"),
    "phone calls": (Role.COORDINATOR, lambda _w: "/phone-tasks"),
    "record of deeds": (Role.AUDITOR, lambda _w: "/audit"),
    "record of deeds found": (Role.AUDITOR, lambda _w: "/audit?deed=fair&subject=fair"),
    "record of views": (Role.AUDITOR, lambda _w: "/access-log"),
    "erasures": (Role.LEAD, lambda _w: "/erasures"),
    "offices": (Role.LEAD, lambda _w: "/people"),
    "people": (Role.LEAD, lambda w: f"/people/{w.town.organisation.reference}"),
    "account": (Role.LEAD, lambda _w: "/account"),
    "travel legs": (Role.LEAD, lambda _w: "/travel-legs"),
}


# Texts and forms without a list.
WITHOUT_ROWS = {
    "/accessibility", "/account/app", "/account/password", "/complaints", "/experience", "/offices", "/scope",
    "/styleguide",
}  # fmt: skip
MOST_STATEMENTS = 40


def counted(app, world: World, statements: list[str]) -> dict[str, int]:
    """Open every page; return how many statements each took."""
    found = {}
    for name, (role, address) in PAGES.items():
        client = app.test_client()
        if role is not None:
            signed_in_client(client, world.make, world.staff[role])
        path = address(world)
        statements.clear()
        answer = client.get(path)
        found[name] = len(statements)
        assert answer.status_code == 200, (name, answer.status_code)
    return found


def test_no_page_asks_more_for_a_thousand_rows_than_for_ten(app, make, session, statements):
    world = a_world(make)
    signed_in_client(app.test_client(), make, world.staff[Role.LEAD])

    grow(world, FEW, 0)
    counted(app, world, statements)  # what is kept per process (travel matrix, texts) is fetched now
    ten = counted(app, world, statements)
    grow(world, MANY - FEW, FEW)
    thousand = counted(app, world, statements)

    assert thousand == ten
    assert max(ten.values()) < MOST_STATEMENTS


def test_every_list_of_these_features_is_counted(app):
    with app.app_context():
        listed = {address(world_of_nobody()).split("?")[0] for _role, address in PAGES.values()}
    features = {"fairs", "outbox", "audit", "people", "account", "privacy", "municipalities", "insights"}
    plain = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.split(".")[0] in features and "GET" in rule.methods and not rule.arguments
    }

    assert sorted(plain - listed - WITHOUT_ROWS) == []
