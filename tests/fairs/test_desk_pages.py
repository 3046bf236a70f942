"""The coordinator's side: a session in one form, its edits, its steps, its seats, and telling everyone."""

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from talent_portal.accounts.permissions import Role
from talent_portal.core.clock import JAPAN
from talent_portal.core.db import reading
from talent_portal.fairs import queries
from talent_portal.fairs.models import Booth, Fair, FairState
from talent_portal.outbox.models import Letter, PhoneTask
from tests.fairs.typed import caller, facts, whole_session
from tests.signin.makers import signed_in_client

AFTERNOON = datetime(2026, 8, 1, 13, 0, tzinfo=JAPAN)


@pytest.fixture
def desk(client, make):
    return signed_in_client(client, make, Role.COORDINATOR)


@pytest.fixture
def towns(make):
    return [make.municipality() for _ in range(2)]


def call_in(desk, fair):
    return desk.post(f"/desk/fairs/{fair.reference}/participants/new", data=caller())


def only_fair():
    return reading().scalars(select(Fair)).one()


def fresh(make, fair):
    make.session.expire_all()
    return make.session.get(Fair, fair.id)


def test_one_form_makes_booths_rounds_and_a_break(desk, towns):
    made = desk.post("/desk/fairs/new", data=whole_session(towns))

    page = queries.fair_page(reading(), only_fair().reference, drafts=True)
    starts = [f"{each.starts_at + timedelta(hours=9):%H:%M}" for each in page.rounds]
    assert made.status_code == 303
    assert desk.get(made.location).status_code == 200
    assert (page.fair.state, len(page.booths)) == (FairState.DRAFT, 2)
    assert starts == ["13:20", "13:45", "14:25", "14:50"]
    assert {slot.capacity for booth in page.booths for slot in booth.slots} == {2}


def test_the_form_sent_twice_or_again_after_going_back_is_one_session(desk, towns):
    page = desk.get("/desk/fairs/new").text
    key = re.search(r'name="key"[^>]* value="([a-z0-9]{12})"', page)[1]

    first = desk.post("/desk/fairs/new", data=whole_session(towns, key=key))
    again = desk.post("/desk/fairs/new", data=whole_session(towns, key=key, title_ja="戻って直した名称"))
    other = desk.post("/desk/fairs/new", data=whole_session(towns))

    assert first.location == again.location != other.location
    assert reading().scalar(select(func.count()).select_from(Fair)) == 2


def test_a_municipality_added_in_two_tabs_joins_once_and_the_second_is_told(desk, make):
    fair, more = make.fair(booths=1, rounds=1), make.municipality()
    typed = {"organisation": more.organisation.reference, "seats": "2"}

    first = desk.post(f"/desk/fairs/{fair.reference}/booths", data=typed)
    second = desk.post(f"/desk/fairs/{fair.reference}/booths", data=typed)
    make.set_state(fair, FairState.HELD)
    late = desk.post(
        f"/desk/fairs/{fair.reference}/booths",
        data=typed | {"organisation": make.municipality().organisation.reference},
    )

    assert (first.status_code, second.status_code, late.status_code) == (303, 422, 409)
    assert len(queries.fair_page(reading(), fair.reference, drafts=True).booths) == 2


def test_seats_of_another_session_are_not_there(desk, make):
    fair, other = make.fair(), make.fair()
    foreign = make.slots(other)[0][0]

    answer = desk.post(
        f"/desk/fairs/{fair.reference}/seats", data={f"seats-{foreign}": "9", "version": make.fresh(fair).version}
    )

    assert answer.status_code == 404


WRONG = [
    ("title_ja", "", "title_ja"),
    ("title_ja", "あ" * 201, "title_ja"),
    ("kind", "party", "kind"),
    ("day-month", "13", "day-year"),
    ("day-year", "", "day-year"),
    ("sign_up_opens-day", "31", "sign_up_opens-year"),
    ("doors_at", "13:30", "starts_at"),
    ("ends_at", "12:00", "ends_at"),
    ("starts_at", "half past", "starts_at"),
    ("sign_up_closes-month", "9", "sign_up_closes-year"),
    ("capacity", "0", "capacity"),
    ("capacity", "many", "capacity"),
    ("capacity", "9" * 25, "capacity"),
    ("overbooking_percent", "99", "overbooking_percent"),
    ("max_talks", "7", "max_talks"),
    ("online_url", "javascript:alert(1)", "online_url"),
    ("online_url", "https://" + "a" * 600 + ".example.com", "online_url"),
    ("municipalities", "", "municipalities-0"),
    ("rounds", "21", "rounds"),
    ("rounds", "20", "first_starts_at"),
    ("gap_minutes", "4", "gap_minutes"),
    ("break_after", "4", "break_after"),
    ("break_minutes", "", "break_after"),
    ("break_after", "", "break_minutes"),
    ("first_starts_at", "12:50", "first_starts_at"),
    ("seats", "-1", "seats"),
]


@pytest.mark.parametrize(("field", "typed", "named"), WRONG)
def test_what_is_wrong_in_the_form_is_said_where_it_is(desk, towns, field, typed, named):
    data = whole_session(towns, description_ja="書きかけの説明") | {field: typed}

    answer = desk.post("/desk/fairs/new", data=data)

    assert answer.status_code == 422
    assert f'href="#{named}"' in answer.text
    assert f'id="{named}"' in answer.text
    assert "書きかけの説明" in answer.text
    assert reading().scalars(select(Fair)).all() == []


def test_saving_an_edit_shows_on_the_public_page(desk, make):
    fair = make.fair(booths=1, rounds=1, starts_at=AFTERNOON, lat=32.75, lon=129.87)

    answer = desk.post(
        f"/desk/fairs/{fair.reference}/edit", data=facts(title_ja="名を改めた説明会", version=str(fair.version))
    )

    assert answer.status_code == 303
    assert "名を改めた説明会" in desk.get(f"/fairs/{fair.reference}").text
    assert (fresh(make, fair).lat, fresh(make, fair).lon) == (32.75, 129.87)


@pytest.mark.parametrize("version", ["1", "", "x", "9" * 30, "-3"])
def test_whoever_was_slower_sees_both_texts(desk, make, version):
    fair = make.fair(booths=1, rounds=1, starts_at=AFTERNOON)

    answer = desk.post(
        f"/desk/fairs/{fair.reference}/edit", data=facts(title_ja="私の題", contact="私の連絡先", version=version)
    )

    assert answer.status_code == 409
    assert 'value="私の題"' in answer.text
    assert "合同職員採用説明会" in answer.text
    assert f'name="version" type="hidden" value="{fair.version}"' in answer.text
    assert fresh(make, fair).title_ja == "合同職員採用説明会"


def test_a_refusal_that_is_no_race_shows_no_other_version(desk, make):
    fair = make.fair(booths=1, rounds=1, starts_at=AFTERNOON, capacity=2)
    for _ in range(2):
        make.registration(fair)

    data = facts(capacity="1", version=str(fresh(make, fair).version))
    answer = desk.post(f"/desk/fairs/{fair.reference}/edit", data=data)

    assert answer.status_code == 409
    assert "notice--warn" not in answer.text


def test_a_session_walks_through_its_states(desk, make):
    fair = make.fair(state=FairState.DRAFT)

    for wanted in ("published", "open", "closed", "held", "archived"):
        version = fresh(make, fair).version
        desk.post(f"/desk/fairs/{fair.reference}/state", data={"to": wanted, "version": version})
        assert fresh(make, fair).state == wanted
        assert desk.get(f"/desk/fairs/{fair.reference}").status_code == 200


def test_a_step_from_an_old_page_says_why_nothing_happened(desk, make):
    fair = make.fair(state=FairState.DRAFT)

    answer = desk.post(f"/desk/fairs/{fair.reference}/state", data={"to": "published", "version": "99"})

    assert fresh(make, fair).state is FairState.DRAFT
    assert "notice--stop" in desk.get(answer.location).text


@pytest.mark.parametrize("wanted", ["", "draft", "cancelled", "nonsense", "\x00"])
def test_a_step_that_does_not_exist_is_refused(desk, make, wanted):
    fair = make.fair()

    assert desk.post(f"/desk/fairs/{fair.reference}/state", data={"to": wanted, "version": "1"}).status_code == 422


def test_the_capacity_cannot_fall_below_those_who_signed_up(desk, make):
    fair = make.fair(capacity=10)
    for _ in range(3):
        make.registration(fair)
    version = fresh(make, fair).version
    place = f"/desk/fairs/{fair.reference}/capacity"

    lower = desk.post(place, data={"capacity": "2", "overbooking_percent": "100", "version": version})
    word = desk.post(place, data={"capacity": "二", "overbooking_percent": "100", "version": version})
    higher = desk.post(place, data={"capacity": "12", "overbooking_percent": "100", "version": version})
    old = desk.post(place, data={"capacity": "13", "overbooking_percent": "100", "version": version})

    assert [lower.status_code, word.status_code, higher.status_code, old.status_code] == [409, 422, 303, 409]
    assert 'value="2"' in lower.text
    assert 'value="二"' in word.text
    assert fresh(make, fair).capacity == 12


def test_seats_change_together_or_not_at_all(desk, make):
    fair = make.fair(booths=2, rounds=1, seats=2)
    (one,), (two,) = make.slots(fair)
    for _ in range(2):
        make.registration(fair, one)
    version, place = fresh(make, fair).version, f"/desk/fairs/{fair.reference}/seats"

    below = desk.post(place, data={f"seats-{one}": "1", f"seats-{two}": "9", "version": version})
    words = desk.post(place, data={f"seats-{one}": "five", f"seats-{two}": "9", "version": version})
    done = desk.post(place, data={f"seats-{one}": "４", f"seats-{two}": "9", "version": version})
    old = desk.post(place, data={f"seats-{one}": "5", "version": version})

    assert [below.status_code, words.status_code, done.status_code, old.status_code] == [409, 422, 303, 409]
    assert 'value="five"' in words.text
    assert 'value="9"' in below.text
    page = queries.fair_page(reading(), fair.reference)
    assert [booth.slots[0].capacity for booth in page.booths] == [4, 9]


def test_one_more_municipality_joins_once(desk, make):
    fair, town, _other = make.fair(booths=1, rounds=2), make.municipality(), make.municipality()
    data = {"organisation": town.organisation.reference, "seats": "3"}

    first, again = (desk.post(f"/desk/fairs/{fair.reference}/booths", data=data) for _ in range(2))
    shapeless = desk.post(f"/desk/fairs/{fair.reference}/booths", data={"organisation": "x", "seats": "many"})

    assert [first.status_code, again.status_code, shapeless.status_code] == [303, 422, 422]
    assert 'value="many"' in shapeless.text
    booths = reading().scalars(select(Booth.organisation_id).where(Booth.fair_id == fair.id)).all()
    assert booths.count(town.organisation_id) == 1


@pytest.mark.parametrize(
    ("place", "more", "state"),
    [
        ("call-off", {}, FairState.CANCELLED),
        ("move-online", {"online_url": "https://room.example.com/x"}, FairState.OPEN),
    ],
)
def test_everyone_is_told_by_mail_or_by_a_call(desk, make, place, more, state):
    fair = make.fair()
    person = make.registration(fair)
    call_in(desk, fair)
    before = len(make.letters_to(person.email))
    calls = len(reading().scalars(select(PhoneTask.id)).all())
    address, words = f"/desk/fairs/{fair.reference}/{place}", {"notice_ja": "台風のため", "notice_en": "Typhoon"} | more

    asked = desk.get(address)
    empty = desk.post(address, data={"version": fresh(make, fair).version, "notice_ja": "途中"})
    stale = desk.post(address, data=words | {"version": "0"})
    done = desk.post(address, data=words | {"version": fresh(make, fair).version})

    assert [asked.status_code, empty.status_code, stale.status_code, done.status_code] == [200, 422, 409, 303]
    assert "途中" in empty.text
    assert fresh(make, fair).state is state
    assert len(make.letters_to(person.email)) == before + 1
    assert "台風のため" in make.letters_to(person.email)[-1].body
    assert len(reading().scalars(select(PhoneTask.id)).all()) == calls + 1


def test_the_desk_speaks_english(desk, make):
    fair = make.fair()
    desk.set_cookie("lang", "en")
    places = ["", "/edit", "/seats", "/participants", "/participants/new", "/check-in", "/call-off", "/move-online"]

    texts = [desk.get(f"/desk/fairs/{fair.reference}{place}").text for place in places]
    texts += [desk.get(place).text for place in ("/desk/fairs", "/desk/fairs/new")]

    assert all('<html lang="en"' in text for text in texts)
    assert reading().scalars(select(Letter.id)).all() == []
