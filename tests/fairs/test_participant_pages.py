"""The coordinator's list, one participant, and people who sign up by telephone."""

import io

import openpyxl
import pytest
from sqlalchemy import func, select

from talent_portal.accounts.permissions import Role
from talent_portal.core.db import reading
from talent_portal.fairs.models import Channel, Fair, FairKind, Registration, RegistrationState
from talent_portal.outbox.models import PhoneTask
from talent_portal.privacy.models import AccessEvent
from tests.fairs.typed import caller
from tests.signin.makers import signed_in_client


@pytest.fixture
def desk(client, make):
    return signed_in_client(client, make, Role.COORDINATOR)


@pytest.fixture
def fair(make):
    return make.fair(booths=2, rounds=2, seats=2)


def place(fair, more=""):
    return f"/desk/fairs/{fair.reference}/participants{more}"


def accesses():
    return reading().scalar(select(func.count()).select_from(AccessEvent))


def newest():
    return reading().scalars(select(Registration).order_by(Registration.id.desc())).first()


def test_the_list_can_be_searched_by_name_reading_and_number(desk, make, fair):
    wanted = make.registration(fair, family_name="髙汐﨑", family_kana="タカシオザキ")
    make.registration(fair, family_name="別野原", family_kana="ベツノハラ")

    texts = [desk.get(place(fair, f"?text={typed}")).text for typed in ("高汐崎", "たかしお", wanted.number)]

    for text in texts:
        assert "髙汐﨑" in text
        assert "別野原" not in text


def test_the_list_can_be_narrowed_to_a_state_and_to_those_who_need_support(desk, make, fair):
    make.registration(fair, family_name="確定野", accommodation="車いす")
    make.registration(fair, family_name="未定野", confirmed=False)

    confirmed, support = desk.get(place(fair, "?state=confirmed")).text, desk.get(place(fair, "?support=1")).text

    assert "未定野" not in confirmed
    assert "確定野" in confirmed
    assert "未定野" not in support


def test_a_long_list_has_pages_that_keep_the_filter(desk, make):
    fair = make.fair(booths=1, rounds=1, capacity=200)
    for _ in range(51):
        make.registration(fair)

    first, second = desk.get(place(fair, "?state=confirmed")), desk.get(place(fair, "?state=confirmed&page=2"))

    assert first.text.count('href="/desk/participants/') == 50
    assert second.text.count('href="/desk/participants/') == 1
    assert "state=confirmed&amp;page=2" in first.text or "page=2&amp;state=confirmed" in first.text


def test_every_name_that_is_shown_is_on_record(desk, make, fair):
    for _ in range(2):
        make.registration(fair)

    empty = desk.get(place(fair, "?text=だれもいない"))
    before = accesses()
    desk.get(place(fair))
    listed = accesses()
    desk.get(f"/desk/fairs/{fair.reference}/participants.xlsx")

    assert empty.status_code == 200
    assert (before, listed, accesses()) == (0, 2, 4)


def test_the_file_has_everyone_as_they_write_their_names(desk, make, fair):
    make.registration(fair, family_name="=髙\ufa19", given_name="𠮷葛\U000e0100")

    answer = desk.get(f"/desk/fairs/{fair.reference}/participants.xlsx")

    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert sheet["B2"].value == "=髙\ufa19 𠮷葛\U000e0100"
    assert sheet["B2"].data_type == "s"
    assert answer.headers["Cache-Control"] == "no-store"


def test_one_participant_is_shown_and_can_be_cancelled_for(desk, make, fair):
    person = make.registration(fair, make.slots(fair)[0][0], accommodation="手話通訳")

    page = desk.get(f"/desk/participants/{person.reference}")
    cancelled = desk.post(f"/desk/participants/{person.reference}/cancel")

    assert "手話通訳" in page.text
    assert cancelled.status_code == 303
    assert make.fresh(person).state is RegistrationState.CANCELLED
    assert desk.get(cancelled.location).status_code == 200


def test_somebody_without_mail_is_signed_up_and_called(desk, make, fair):
    slot = make.slots(fair)[0][0]

    form = desk.get(place(fair, "/new"))
    done = desk.post(place(fair, "/new"), data=caller() | {"slot": [slot]})

    assert form.status_code == 200
    assert done.status_code == 303
    assert (newest().state, newest().channel) == (RegistrationState.CONFIRMED, Channel.STAFF)
    assert reading().scalar(select(func.count()).select_from(PhoneTask)) == 1
    assert newest().number in desk.get(done.location).text


def test_the_same_call_typed_twice_is_one_registration(desk, fair):
    form = caller()

    first, again = (desk.post(place(fair, "/new"), data=form) for _ in range(2))

    assert first.location == again.location
    assert reading().scalar(select(func.count()).select_from(Registration)) == 1


def test_a_full_talk_is_refused_with_others_and_opened_with_a_reason(desk, make, fair):
    slot = make.slots(fair)[0][0]
    for _ in range(2):
        make.registration(fair, slot)
    form = caller() | {"slot": [slot]}

    page = desk.get(place(fair, "/new"))
    refused = desk.post(place(fair, "/new"), data=form)
    done = desk.post(place(fair, "/new"), data=form | {"over_reason": "町長の紹介で来場"})

    assert f'name="slot" value="{slot}"' in page.text
    assert refused.status_code == 409
    assert "空いている相談" in refused.text
    assert 'value="汐見原"' in refused.text
    assert done.status_code == 303
    assert newest().over_reason == "町長の紹介で来場"


def test_a_full_session_takes_one_more_with_a_reason(desk, make):
    fair = make.fair(booths=1, rounds=1, capacity=1)
    make.registration(fair)

    refused = desk.post(place(fair, "/new"), data=caller(over_reason=""))
    done = desk.post(place(fair, "/new"), data=caller(over_reason="災害で会場を変更した方"))

    assert (refused.status_code, done.status_code) == (409, 303)
    make.session.expire_all()
    assert (make.session.get(Fair, fair.id).taken, make.session.get(Fair, fair.id).over) == (2, 1)


WRONG = [
    ({"phone": "", "email": ""}, 422),
    ({"phone": "12"}, 422),
    ({"email": "no address"}, 422),
    ({"family_name": ""}, 422),
    ({"attendee_kind": "wizard"}, 422),
    ({"over_reason": "理" * 201}, 422),
    ({"over_reason": "a\x00b"}, 422),
    ({"slot": ["nowhere"]}, 303),
    ({"slot": ["zzzzzzzzzzzz"]}, 422),
    ({"key": "\x00"}, 303),
    ({"key": "x" * 20_000}, 303),
]


@pytest.mark.parametrize(("typed", "status"), WRONG)
def test_what_staff_type_wrongly_is_said_and_kept(desk, fair, typed, status):
    answer = desk.post(place(fair, "/new"), data=caller(accommodation="大きな文字") | typed)

    assert answer.status_code == status
    assert status == 303 or "大きな文字" in answer.text


def test_an_address_that_is_signed_up_already_is_named_with_its_number(desk, make, fair):
    person = make.registration(fair)

    answer = desk.post(place(fair, "/new"), data=caller(email=person.email))

    assert answer.status_code == 409
    assert person.number in answer.text


def test_a_hybrid_session_asks_callers_too(desk, make):
    fair = make.fair(kind=FairKind.HYBRID)

    silent = desk.post(place(fair, "/new"), data=caller())
    said = desk.post(place(fair, "/new"), data=caller(presence="online"))

    assert (silent.status_code, said.status_code) == (422, 303)
