"""Letters and what goes with them: calendars that grow, codes that scan, words in both languages."""

import json

import icalendar
import pytest
import zxingcpp
from PIL import Image

from talent_portal.core.actor import guest
from talent_portal.fairs import actions
from talent_portal.fairs.gateway import files
from talent_portal.outbox.rules import Attachment


def attachments(letter):
    return {spec["kind"]: spec for spec in json.loads(letter.attachments or "[]")}


def events(letter):
    book = icalendar.Calendar.from_ical(files.build_calendar(attachments(letter)["fair.calendar"]["data"])[0])
    return book, book.walk("VEVENT")[0]


def test_one_entry_grows_from_booking_to_change_to_cancellation(make):
    fair = make.fair()
    grid = make.slots(fair)
    person = make.registration(fair, grid[0][0], email="a@example.com")
    me = guest(person.reference)
    actions.change_plan(me, person.reference, (grid[0][1],), person.version)
    actions.cancel(me, person.reference)

    seen = [events(letter) for letter in make.letters_to("a@example.com")[1:]]

    assert len({event["uid"] for _, event in seen}) == 1
    assert [event["sequence"] for _, event in seen] == [0, 1, 2]
    assert [book["method"] for book, _ in seen] == ["PUBLISH", "PUBLISH", "CANCEL"]
    assert seen[-1][1]["status"] == "CANCELLED"


def test_a_calendar_speaks_japanese_time_and_holds_no_link_to_the_sign_up(make):
    fair = make.fair()
    person = make.registration(fair, make.slots(fair)[0][0], email="a@example.com")
    letter = make.letters_to("a@example.com")[-1]

    book, event = events(letter)

    assert book.walk("VTIMEZONE")[0]["tzid"] == "Asia/Tokyo"
    assert event["dtstart"].dt == fair.starts_at
    assert make.token_of(person) not in book.to_ical().decode()


def test_calling_off_ends_the_entry_in_everybodys_calendar(make):
    fair = make.fair()
    make.registration(fair, email="a@example.com")

    actions.cancel_fair(make.officer(), fair.reference, "", "", fair.version)

    book, event = events(make.letters_to("a@example.com")[-1])
    assert (book["method"], event["sequence"]) == ("CANCEL", 1)


def test_the_code_of_a_ticket_can_be_scanned(make, tmp_path):
    fair = make.fair()
    person = make.registration(fair, email="a@example.com")
    spec = attachments(make.letters_to("a@example.com")[-1])["fair.ticket"]

    picture, mime = files.build_ticket(spec["data"])

    path = tmp_path / spec["filename"]
    path.write_bytes(picture)
    assert mime == "image/png"
    assert zxingcpp.read_barcodes(Image.open(path))[0].text == actions.ticket_text(person, fair)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_letter_reads_in_its_language_and_is_useful_without_its_link(make, language):
    fair = make.fair()
    grid = make.slots(fair)
    person = make.registration(fair, grid[0][0], email="a@example.com", language=language)
    me = guest(person.reference, language)
    actions.change_plan(me, person.reference, (grid[0][1],), person.version)
    actions.resend_link(me, fair.reference, "a@example.com")
    actions.remind_of_fair(person.reference)
    make.sign_up(fair, email="a@example.com", language=language)
    actions.cancel(me, person.reference)

    letters = make.letters_to("a@example.com")

    assert len(letters) == 7
    for letter in letters:
        assert person.number in letter.body, letter.template
        assert "portal.test" in letter.body
        assert ("Dear" in letter.body) is (language == "en"), letter.template
        assert "様" in letter.body or language == "en"


def test_a_signed_attachment_is_plain_data():
    spec = files.ticket_attachment("T1.x", "123456")

    assert spec == Attachment("fair.ticket", "ticket-123456.png", {"text": "T1.x"})
    assert files.qr_svg("T1.x").startswith("<svg")
