"""What everybody sees: the list, one session in each of its states, its calendar, and what machines read."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from talent_portal.core.clock import now
from talent_portal.core.db import transaction
from talent_portal.fairs import actions
from talent_portal.fairs.models import Fair, FairState


def event_of(page):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page.text, re.DOTALL)[1])


def fill(fair):
    with transaction() as session:
        session.get(Fair, fair.id).taken = session.get(Fair, fair.id).places


def call_off(make, fair):
    return actions.cancel_fair(make.officer(), fair.reference, "台風のため", "Because of a typhoon", fair.version)


def move(make, fair):
    room = "https://room.example.com/new"
    return actions.move_online(make.officer(), fair.reference, room, "台風のため", "Typhoon", fair.version)


def test_drafts_are_neither_on_the_list_nor_at_their_address(client, make):
    draft = make.fair(state=FairState.DRAFT, title_ja="まだ秘密の説明会")

    places = ["", "/sign-up", "/calendar.ics", "/link"]
    answers = [client.get(f"/fairs/{draft.reference}{place}").status_code for place in places]

    assert "まだ秘密" not in client.get("/fairs").text
    assert answers == [404, 404, 404, 404]


def test_the_list_can_be_narrowed_to_one_municipality(client, make):
    here, there = make.municipality(slug="here"), make.municipality(slug="there")
    make.fair(municipalities=[here.organisation], title_ja="ここの説明会")
    make.fair(municipalities=[there.organisation], title_ja="よその説明会")

    narrowed, whole = client.get("/fairs?municipality=here").text, client.get("/fairs?municipality=nowhere").text

    assert "ここの説明会" in narrowed
    assert "よその説明会" not in narrowed
    assert "よその説明会" in whole


def test_a_session_shows_its_places_and_talks(client, make):
    fair = make.fair(booths=2, rounds=3)

    page = client.get(f"/fairs/{fair.reference}")

    assert page.text.count('type="checkbox" name="slot"') == 6
    assert event_of(page)["remainingAttendeeCapacity"] == 100
    assert event_of(page)["offers"]["availability"] == "https://schema.org/InStock"
    assert event_of(page)["startDate"].endswith("+09:00")


def test_a_full_session_says_so_and_offers_no_form(client, make):
    fair = make.fair(capacity=5)
    fill(fair)

    page, form = client.get(f"/fairs/{fair.reference}"), client.get(f"/fairs/{fair.reference}/sign-up")

    assert "満席" in page.text or "満員" in page.text
    assert event_of(page)["remainingAttendeeCapacity"] == 0
    assert event_of(page)["offers"]["availability"] == "https://schema.org/SoldOut"
    assert 'name="family_name"' not in form.text


@pytest.mark.parametrize(("days", "availability"), [(0, "PreOrder"), (40, "InStock"), (56, "SoldOut")])
def test_sign_up_follows_its_window(client, make, clock, days, availability):
    fair = make.fair(state=FairState.PUBLISHED, sign_up_opens_at=now() + timedelta(hours=1))
    clock.shift(timedelta(days=days))

    page, form = client.get(f"/fairs/{fair.reference}"), client.get(f"/fairs/{fair.reference}/sign-up")

    assert event_of(page)["offers"]["availability"] == f"https://schema.org/{availability}"
    assert ('name="slot"' in page.text) == ('name="family_name"' in form.text) == (availability == "InStock")


def test_a_session_that_is_called_off_says_why(client, make):
    fair = make.fair()
    call_off(make, fair)

    page = client.get(f"/fairs/{fair.reference}")

    assert "台風のため" in page.text
    assert event_of(page)["eventStatus"] == "https://schema.org/EventCancelled"
    assert 'name="slot"' not in page.text
    assert b"STATUS:CANCELLED" in client.get(f"/fairs/{fair.reference}/calendar.ics").data


def test_a_session_that_moves_online_names_no_room_in_public(client, make):
    fair = make.fair()
    move(make, fair)

    page = client.get(f"/fairs/{fair.reference}")
    event = event_of(page)

    assert event["eventStatus"] == "https://schema.org/EventMovedOnline"
    assert event["location"]["@type"] == "VirtualLocation"
    assert "room.example.com" not in page.text


def test_the_calendar_entry_is_complete_and_free_of_people(client, make):
    fair = make.fair(title_ja="合同説明会; 夏, その1")

    answer = client.get(f"/fairs/{fair.reference}/calendar.ics")

    assert answer.mimetype == "text/calendar"
    assert all(part in answer.text for part in ("BEGIN:VTIMEZONE", "UID:fair-", "SEQUENCE:0", "SUMMARY:合同説明会"))
    assert "/registrations/" not in answer.text


def test_the_title_of_a_session_cannot_leave_its_script(client, make):
    fair = make.fair(title_ja="</script><b>太字</b>")

    page = client.get(f"/fairs/{fair.reference}")

    assert event_of(page)["name"] == "</script><b>太字</b>"
    assert "<b>太字" not in page.text


def test_the_pages_speak_english_throughout(client, make):
    fair = make.fair(booths=2)
    client.set_cookie("lang", "en")

    texts = [client.get(address).text for address in ("/fairs", f"/fairs/{fair.reference}")]
    texts.append(client.get(f"/fairs/{fair.reference}/sign-up").text)

    for text in texts:
        assert '<html lang="en"' in text
        assert "Joint recruitment session" in text
        assert "合同職員" not in text


def test_the_first_page_is_light(client, app, make):
    fair = make.fair(booths=12, rounds=6)

    page = client.get(f"/fairs/{fair.reference}")
    named = sorted({*re.findall(r'(?:href|src)="/static/([^"?]+\.(?:css|js))', page.text)})
    files = [(Path(app.static_folder) / name).read_bytes() for name in named]

    assert "css/components/timetable.css" in named
    assert len(page.data) + sum(map(len, files)) <= 60_000
