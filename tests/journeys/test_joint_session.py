"""The first journey, from the coordinator's form to the municipality's list, through the front door."""

from datetime import timedelta

import pytest
import time_machine

from talent_portal.accounts.permissions import Role
from talent_portal.fairs import queries
from talent_portal.fairs.models import CheckIn, Fair, Registration
from tests.conftest import A_MONDAY_IN_JUNE
from tests.signin.makers import signed_in_client

DAY = {"day-year": "2026", "day-month": "8", "day-day": "1"}
WINDOW = {
    "sign_up_opens-year": "2026", "sign_up_opens-month": "6", "sign_up_opens-day": "1",
    "sign_up_closes-year": "R8", "sign_up_closes-month": "7", "sign_up_closes-day": "25",
    "cancel_until-year": "2026", "cancel_until-month": "7", "cancel_until-day": "31",
}  # fmt: skip
SESSION = (
    DAY
    | WINDOW
    | {
        "title_ja": "夏の合同説明会",
        "title_en": "Summer session",
        "kind": "onsite",
        "venue_name_ja": "架空会館",
        "doors_at": "12:30",
        "starts_at": "13:00",
        "ends_at": "１６：１０",
        "capacity": "40",
        "overbooking_percent": "100",
        "max_talks": "6",
        "first_starts_at": "13:20",
        "rounds": "4",
        "talk_minutes": "20",
        "gap_minutes": "5",
        "break_after": "2",
        "break_minutes": "20",
        "seats": "2",
    }
)
PERSON = {
    "family_name": "髙汐﨑",
    "given_name": "𠮷乃",
    "family_kana": "たかしおざき",
    "given_kana": "よしの",
    "email": "yoshino@example.com",
    "attendee_kind": "working",
    "interests": ["civil-engineering"],
    "handling": "y",
    "idempotency_key": "abcdefghjkmnabcdefghjkmn",
}


@pytest.fixture
def towns(make):
    return [make.municipality() for _ in range(2)]


def slots_of(session, fair):
    return [[slot.reference for slot in booth.slots] for booth in queries.fair_page(session, fair.reference).booths]


class Actors:
    """The three browsers of the journey, in one language."""

    def __init__(self, app, make, towns, language):
        self.desk, self.guest, self.town = app.test_client(), app.test_client(), app.test_client()
        for client in (self.desk, self.guest, self.town):
            client.set_cookie("lang", language)
        signed_in_client(self.desk, make, Role.COORDINATOR)
        signed_in_client(self.town, make, make.membership(Role.MEMBER, organisation=towns[0].organisation))

    def publish(self, session, offices):
        """The coordinator makes a session with booths and talks in one form, and publishes it."""
        made = self.desk.post("/desk/fairs/new", data=SESSION | {"municipalities": offices})
        assert made.status_code == 303, made.text
        fair = session.query(Fair).one()
        assert self.guest.get(f"/fairs/{fair.reference}").status_code == 404
        self.desk.post(f"/desk/fairs/{fair.reference}/state", data={"to": "published", "version": fair.version})
        return fair

    def write_booth(self, booth):
        """The municipality writes what its booth says."""
        words = {"message_ja": "橋を守る仕事です。", "message_en": "Look after bridges.", "staff": "2"}
        sent = self.town.post(f"/desk/booths/{booth.reference}", data=words | {"version": booth.version})
        assert sent.status_code == 303
        return words

    def sign_up(self, make, fair, **wish):
        """A guest signs up and proves the address; return the address of the ticket."""
        sent = self.guest.post(f"/fairs/{fair.reference}/sign-up", data=PERSON | wish)
        return self.guest.post(sent.location, data={"code": make.code_in(PERSON["email"])}).location


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_session_from_the_first_form_to_the_list_of_those_who_agreed(app, session, make, towns, language):
    actors = Actors(app, make, towns, language)
    offices = [one.organisation.reference for one in towns]

    fair = actors.publish(session, offices)
    booth = queries.fair_page(session, fair.reference).booths[0]
    words = actors.write_booth(booth)
    assert SESSION[f"title_{language}"] in actors.guest.get("/fairs").text
    assert words[f"message_{language}"] in actors.guest.get(f"/fairs/{fair.reference}").text

    slots = slots_of(session, fair)
    mine = actors.sign_up(make, fair, slot=[slots[0][0], slots[1][1]], follow_up=offices[:1])
    person = session.query(Registration).one()
    assert person.number[:3] in actors.guest.get(mine).text

    # She changes to one other talk in one step.
    actors.guest.post(f"{mine}/talks", data={"slot": [slots[0][2]], "version": make.fresh(person).version})
    assert [talk.slot for talk in queries.talks_of(session, person.id)] == [slots[0][2]]

    # The municipality sees the name because she agreed; on the day she is checked in by number.
    guests = f"/desk/booths/{booth.reference}/guests"
    assert "髙汐﨑 𠮷乃" in actors.town.get(guests).text
    arrived = actors.desk.post(f"/desk/fairs/{fair.reference}/check-in", data={"wanted": person.number})
    assert "髙汐﨑 𠮷乃" in arrived.text
    assert session.query(CheckIn).count() == 1

    # She takes the consent back, and it bites on the next request.
    actors.guest.post(f"{mine}/follow-up", data={"csrf_token": "as every browser sends"})
    assert "髙汐﨑 𠮷乃" not in actors.town.get(guests).text


def test_a_cancelled_place_is_there_for_the_next_guest(app, session, make):
    fair = make.fair(booths=2, rounds=2, seats=1, capacity=1)
    guest = app.test_client()
    sent = guest.post(f"/fairs/{fair.reference}/sign-up", data=PERSON)
    mine = guest.post(sent.location, data={"code": make.code_in(PERSON["email"])}).location
    other = PERSON | {"email": "other@example.com", "idempotency_key": "b" * 24}

    full = guest.post(f"/fairs/{fair.reference}/sign-up", data=other)
    cancelled = guest.post(f"{mine}/cancel")
    again = guest.post(f"/fairs/{fair.reference}/sign-up", data=other)

    assert (full.status_code, cancelled.status_code, again.status_code) == (409, 303, 303)


def test_a_hold_that_nobody_confirms_ends_after_a_day(app, session, make):
    fair = make.fair(capacity=1)
    guest = app.test_client()
    guest.post(f"/fairs/{fair.reference}/sign-up", data=PERSON)

    with time_machine.travel(A_MONDAY_IN_JUNE + timedelta(hours=25), tick=False):
        app.test_cli_runner().invoke(args=["worker", "--once"])

    assert make.fresh(fair).taken == 0
