"""Proving an address: the page that waits tells nothing, and a code is tried a few times only."""

import re

import pytest

from talent_portal.core.references import new_reference
from talent_portal.fairs.models import Registration, RegistrationState
from talent_portal.fairs.queries import plans
from tests.fairs.typed import person


@pytest.fixture
def fair(make):
    return make.fair()


def state_of(make, address):
    make.session.expire_all()
    return make.session.query(Registration).filter_by(email=address).one().state


def test_the_page_is_the_same_for_a_sign_up_that_never_was(client, fair):
    sent = client.post(f"/fairs/{fair.reference}/sign-up", data=person())
    nowhere = f"/fairs/{fair.reference}/sign-up/{new_reference()}"

    known, unknown = client.get(sent.location), client.get(nowhere)
    wrong, strange = client.post(sent.location, data={"code": "000000"}), client.post(nowhere, data={"code": "000000"})

    assert known.status_code == unknown.status_code == 200
    assert known.text.replace(sent.location, "") == unknown.text.replace(nowhere, "")
    assert wrong.status_code == strange.status_code == 422
    assert wrong.text.replace(sent.location, "") == strange.text.replace(nowhere, "")


def test_after_five_wrong_codes_the_right_one_no_longer_opens(client, make, fair):
    form = person()
    sent = client.post(f"/fairs/{fair.reference}/sign-up", data=form)
    right = make.code_for(form["email"])
    wrong = "000000" if right != "000000" else "111111"

    for _ in range(5):
        client.post(sent.location, data={"code": wrong})
    late = client.post(sent.location, data={"code": right})

    assert late.status_code == 422
    assert state_of(make, form["email"]) is RegistrationState.PENDING


@pytest.mark.parametrize("how", ["plain", "spaced", "wide"])
def test_the_code_may_be_typed_in_any_width(client, make, fair, how):
    form = person()
    sent = client.post(f"/fairs/{fair.reference}/sign-up", data=form)

    done = client.post(sent.location, data={"code": typed(make.code_for(form["email"]), how)})

    assert done.status_code == 303
    assert state_of(make, form["email"]) is RegistrationState.CONFIRMED


def typed(code, how):
    wide = code.translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})
    return {"plain": code, "spaced": f" {code[:3]} {code[3:]} ", "wide": wide}[how]


def test_the_hold_that_the_page_names_is_the_hold_that_counts(client, make, fair):
    form = person()
    sent = client.post(f"/fairs/{fair.reference}/sign-up", data=form)

    page = client.get(sent.location)

    assert "6月2日" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert plans.by_key(make.session, form["idempotency_key"]).held_until.day == 2


def test_the_link_can_be_asked_for_again_and_the_answer_never_tells(client, make, fair):
    somebody = make.registration(fair)
    before = len(make.letters_to(somebody.email))

    known = client.post(f"/fairs/{fair.reference}/link", data={"email": somebody.email})
    unknown = client.post(f"/fairs/{fair.reference}/link", data={"email": "nobody@example.com"})
    shapeless = client.post(f"/fairs/{fair.reference}/link", data={"email": "nobody"})

    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert shapeless.status_code == 422
    letters = make.letters_to(somebody.email)
    assert len(letters) == before + 1
    assert re.search(rf"/fairs/registrations/{somebody.reference}/\S+", letters[-1].body)
    assert make.letters_to("nobody@example.com") == []
