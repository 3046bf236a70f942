"""Whatever people type or programs send: a page in words with what was typed kept, never an error of ours."""

import pytest

from talent_portal.accounts.permissions import Role
from talent_portal.fairs.models import Registration
from tests.core.corpus import FORM, SAMPLES, as_form
from tests.journeys.test_joint_session import PERSON, SESSION
from tests.signin.makers import signed_in_client

HOSTILE = [
    *SAMPLES.values(),
    "",
    " ",
    "\x00",
    "a\x00b",
    "9" * 30,
    "-1",
    "1e9",
    "null",
    "＝1+1",
    "=cmd|'/C calc'!A0",
    "長" * 20_000,
]
REFERENCES = ["aaaaaaaaaaaa", "9" * 20, "0", "-1", "%00", "a" * 300, "長崎"]
PLACES = [
    "/fairs/{}",
    "/fairs/{}/sign-up",
    "/fairs/{}/link",
    "/fairs/{}/calendar.ics",
    "/desk/fairs/{}",
    "/desk/booths/{}",
]


def send(client, address, data):
    return client.post(address, data=as_form(data), content_type=FORM)


@pytest.mark.parametrize(
    "field", sorted({*PERSON, "slot", "phone", "accommodation", "prefecture", "school_year", "heard"})
)
def test_every_field_of_a_sign_up_survives_every_text(client, make, field):
    fair = make.fair(booths=1, rounds=1, capacity=500)

    answers = [
        send(client, f"/fairs/{fair.reference}/sign-up", PERSON | {"email": f"n{n}@example.com", field: text})
        for n, text in enumerate(HOSTILE)
    ]

    assert {answer.status_code for answer in answers} <= {303, 409, 422}


@pytest.mark.parametrize(
    "field", sorted({*SESSION, "municipalities", "walk_in", "description_ja", "online_url", "audience"})
)
def test_every_field_of_a_new_session_survives_every_text(client, make, field):
    office = make.municipality().organisation.reference
    signed_in_client(client, make, Role.COORDINATOR)

    answers = [send(client, "/desk/fairs/new", SESSION | {"municipalities": [office], field: text}) for text in HOSTILE]

    assert {answer.status_code for answer in answers} <= {303, 422}


@pytest.mark.parametrize("reference", REFERENCES)
@pytest.mark.parametrize("place", PLACES)
def test_an_address_of_another_shape_is_not_found(client, make, place, reference):
    signed_in_client(client, make, Role.COORDINATOR)

    assert client.get(place.format(reference)).status_code in {400, 404}


def test_the_desk_of_the_day_answers_every_text_in_words(client, make):
    fair = make.fair()
    signed_in_client(client, make, Role.COORDINATOR)

    answers = [client.post(f"/desk/fairs/{fair.reference}/check-in", data={"wanted": text}) for text in HOSTILE]

    assert {answer.status_code for answer in answers} <= {200, 422}


@pytest.mark.parametrize(
    "page", ["?page=-1", "?page=999999999999", "?page=%EF%BC%91", "?text=%25&state=nonsense&booth=x"]
)
def test_odd_filters_show_a_list(client, make, page):
    fair = make.fair()
    signed_in_client(client, make, Role.COORDINATOR)

    assert client.get(f"/desk/fairs/{fair.reference}/participants{page}").status_code in {200, 422}


def test_names_reach_the_pages_as_they_were_typed(client, make, session):
    fair = make.fair()
    signed_in_client(client, make, Role.COORDINATOR)
    name = "髙\ufa19葛\U000e0100𠮷"

    client.post(f"/fairs/{fair.reference}/sign-up", data=PERSON | {"family_name": name})

    assert session.query(Registration).one().family_name == name
    assert name in client.get(f"/desk/fairs/{fair.reference}/participants").text


def test_the_same_submit_ten_times_is_one_registration(client, make, session):
    fair = make.fair()

    answers = [client.post(f"/fairs/{fair.reference}/sign-up", data=PERSON).location for _ in range(10)]

    assert len(set(answers)) == 1
    assert session.query(Registration).count() == 1


@pytest.mark.parametrize("place", ["/fairs/{}", "/desk/fairs/{}", "/desk/fairs/{}/participants"])
def test_a_page_asks_as_much_for_ten_as_for_two_hundred(client, make, statements, place):
    few, many = (
        make.fair(booths=2, rounds=2, capacity=500, seats=300),
        make.fair(booths=9, rounds=6, capacity=500, seats=300),
    )
    for fair, count in ((few, 2), (many, 40)):
        slots = make.slots(fair)
        for _ in range(count):
            make.registration(fair, slots[0][0])
    signed_in_client(client, make, Role.COORDINATOR)
    client.get(place.format(few.reference))

    costs = []
    for fair in (few, many):
        statements.clear()
        assert client.get(place.format(fair.reference)).status_code == 200
        # One row of the access log per person shown is the point of that log.
        costs.append(len([text for text in statements if "access_event" not in text]))

    assert costs[0] == costs[1]
