"""Every form behind a session, with every text that people and programs send: words or nothing, never our error."""

from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from talent_portal.accounts.permissions import Role
from talent_portal.core.db import reading
from talent_portal.fairs.forms import desk as forms
from talent_portal.fairs.forms import sign_up as guests
from talent_portal.fairs.models import Booth, FairKind
from tests.core.corpus import FORM, REFUSED, SAMPLES, as_form
from tests.fairs.typed import caller, facts, person
from tests.signin.makers import signed_in_client

WORST = [REFUSED["NUL"], REFUSED["lone surrogate"], SAMPLES["long"], SAMPLES["noncharacter"], "-1", "½", "9" * 30]
EXTRA = ("version", "to", "slot", "person", "reference")
ANSWERS = {200, 303, 400, 404, 409, 422}


def names(form):
    """Return what a form asks for, the three boxes of a day apart."""
    fields = [name for name in dir(form) if hasattr(getattr(form, name), "field_class")]
    days = [name for name in fields if getattr(form, name).field_class.__name__ == "DateField"]
    boxes = [f"{name}-{box}" for name in days for box in ("year", "month", "day")]
    return [*(name for name in fields if name not in days), *boxes]


def send(client, address, data):
    return client.post(address, data=as_form(data), content_type=FORM).status_code


@pytest.fixture
def fair(make):
    return make.fair(booths=2, rounds=2, seats=200, capacity=2000, kind=FairKind.HYBRID)


@pytest.fixture
def places(make, fair):
    """Where things are sent: the address, what is valid there, and every field it asks for."""
    (slot, _), _ = make.slots(fair)
    here = f"/desk/fairs/{fair.reference}"
    one = make.registration(fair, slot)
    mine = f"/fairs/registrations/{one.reference}/{make.token_of(one)}"
    booth = reading().scalars(select(Booth.reference).where(Booth.fair_id == fair.id)).first()
    version = {"version": "1"}
    return {
        "sign-up": (f"/fairs/{fair.reference}/sign-up", person(presence="online"), names(guests.SignUpForm)),
        "code": (f"/fairs/{fair.reference}/sign-up/{one.reference}", {}, names(guests.CodeForm)),
        "link": (f"/fairs/{fair.reference}/link", {}, names(guests.AddressForm)),
        "talks": (f"{mine}/talks", {"slot": slot}, []),
        "follow-up": (f"{mine}/follow-up", {}, names(guests.ConsentsForm)),
        "new": ("/desk/fairs/new", facts(), sorted({*names(forms.NewFairForm)} - {*names(forms.FairForm)})),
        "edit": (f"{here}/edit", facts() | version, names(forms.FairForm)),
        "booth": (f"/desk/booths/{booth}", {"staff": "1", "label": "1"} | version, names(forms.BoothForm)),
        "capacity": (f"{here}/capacity", {"capacity": "9", "overbooking_percent": "100"}, names(forms.CapacityForm)),
        "seats": (f"{here}/seats", version, [f"seats-{slot}", "seats-x"]),
        "booths": (f"{here}/booths", {"seats": "1"}, names(forms.AddBoothForm)),
        "call-off": (f"{here}/call-off", {"notice_ja": "あ", "notice_en": "a"}, names(forms.NoticeForm)),
        "move-online": (f"{here}/move-online", {"notice_ja": "あ"}, names(forms.MoveOnlineForm)),
        "caller": (f"{here}/participants/new", caller(presence="online"), names(guests.CallerForm)),
        "check-in": (f"{here}/check-in", {}, names(forms.ArrivalForm)),
        "undo": (f"{here}/check-in/undo", {}, []),
        "state": (f"{here}/state", version, []),
    }


ALL = ["sign-up", "code", "link", "talks", "follow-up", "new", "edit", "booth", "capacity", "seats", "booths"]
ALL += ["call-off", "move-online", "caller", "check-in", "undo", "state"]


@pytest.mark.parametrize("place", ALL)
def test_the_worst_in_one_field_at_a_time_is_answered_in_words(client, make, places, place):
    address, valid, fields = places[place]
    signed_in_client(client, make, Role.COORDINATOR)

    met = {
        (name, text[:12], answer)
        for name in dict.fromkeys((*fields, *EXTRA))
        for text in WORST
        if (answer := send(client, address, valid | {name: text})) not in ANSWERS
    }

    assert met == set()


@pytest.mark.parametrize("place", ALL)
def test_any_text_in_every_field_at_once_is_answered_in_words(client, make, places, place):
    address, _, fields = places[place]
    signed_in_client(client, make, Role.COORDINATOR)
    texts = {**SAMPLES, **REFUSED}

    met = {name: send(client, address, dict.fromkeys((*fields, *EXTRA), text)) for name, text in texts.items()}
    met["a list"] = send(client, address, {key: ["1", "", "長崎"] for key in (*fields, *EXTRA)})

    assert set(met.values()) <= ANSWERS


QUERIES = ["text", "state", "booth", "support", "page", "slot", "municipality", "lang"]


@pytest.mark.parametrize("name", QUERIES)
def test_any_text_behind_a_question_mark_is_answered(client, make, fair, name):
    signed_in_client(client, make, Role.COORDINATOR)
    here, desk = f"/fairs/{fair.reference}", f"/desk/fairs/{fair.reference}"
    addresses = ["/fairs", here, f"{here}/sign-up", f"{desk}/participants", f"{desk}/participants.xlsx", desk]

    met = {
        client.get(f"{address}?{urlencode({name: text[:500]}, errors='surrogatepass')}").status_code
        for address in addresses
        for text in WORST
    }

    assert met <= {200, 400, 422}


def test_bytes_that_are_no_text_are_answered(client, fair):
    here = f"/fairs/{fair.reference}/sign-up"
    bodies = [b"family_name=\xff\xfe", b"family_name=%ED%A0%80", b"family_name=%C0%AF", b"email=\x83\x65", b"&&&==="]

    met = {
        client.post(here, data=body, content_type=kind).status_code
        for body in bodies
        for kind in (FORM, "multipart/form-data; boundary=x", "application/json", "")
    }

    assert met <= {400, 413, 415, 422}
