"""The files that go with a letter: the QR of a ticket, and the calendar entry. Built at delivery from plain data."""

import io
from collections.abc import Mapping
from datetime import datetime

import icalendar
import segno

from talent_portal.core.clock import JAPAN
from talent_portal.outbox.rules import Attachment

QR_KIND = "fair.ticket"
CALENDAR_KIND = "fair.calendar"
QR_SCALE = 6
PRODUCT = "-//talent portal//fairs//JA"


def qr_png(text: str) -> bytes:
    """Return a PNG of the text, with the quiet zone scanners need."""
    file = io.BytesIO()
    segno.make(text, error="m", micro=False).save(file, kind="png", scale=QR_SCALE, border=4)
    return file.getvalue()


def qr_svg(text: str) -> str:
    """Return the code as inline SVG for a page."""
    return segno.make(text, error="m", micro=False).svg_inline(scale=QR_SCALE, border=4)


def ticket_attachment(ticket: str, number: str) -> Attachment:
    """Return the QR of a ticket, to be drawn at delivery."""
    return Attachment(QR_KIND, f"ticket-{number}.png", {"text": ticket})


def build_ticket(data: Mapping[str, object]) -> tuple[bytes, str]:
    """Draw what `ticket_attachment` asked for; return (file, mime type)."""
    return qr_png(str(data["text"])), "image/png"


def entry(  # noqa: PLR0913 - an entry is all of this
    *, uid: str, title: str, starts_at: datetime, ends_at: datetime, sequence: int, cancelled: bool = False,
    place: str = "", description: str = "", url: str = "", stamp: datetime,
) -> dict[str, object]:  # fmt: skip
    """Return one calendar entry as plain data. The manage-link never goes in: people share calendars."""
    return {
        "uid": uid,
        "title": title,
        "starts_at": starts_at.isoformat(),
        "ends_at": ends_at.isoformat(),
        "sequence": sequence,
        "cancelled": cancelled,
        "place": place,
        "description": description,
        "url": url,
        "stamp": stamp.isoformat(),
    }


def calendar_attachment(data: Mapping[str, object]) -> Attachment:
    """Return the calendar file, to be written at delivery."""
    return Attachment(CALENDAR_KIND, "event.ics", dict(data))


def build_calendar(data: Mapping[str, object]) -> tuple[bytes, str]:
    """Write what `calendar_attachment` asked for; return (file, mime type)."""
    method = "CANCEL" if data["cancelled"] else "PUBLISH"
    return calendar([data], method), f"text/calendar; charset=utf-8; method={method}"


def calendar(entries: list[Mapping[str, object]], method: str = "PUBLISH") -> bytes:
    """Return an iCalendar file (RFC 5545) with Japan's time zone inside."""
    book = icalendar.Calendar()
    book.add("prodid", PRODUCT)
    book.add("version", "2.0")
    book.add("method", method)
    for data in entries:
        book.add_component(_event(data))
    book.add_missing_timezones()
    return bytes(book.to_ical())


def _event(data: Mapping[str, object]) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", data["uid"])
    event.add("sequence", data["sequence"])
    event.add("dtstamp", datetime.fromisoformat(str(data["stamp"])))
    event.add("dtstart", datetime.fromisoformat(str(data["starts_at"])).astimezone(JAPAN))
    event.add("dtend", datetime.fromisoformat(str(data["ends_at"])).astimezone(JAPAN))
    event.add("summary", data["title"])
    event.add("status", "CANCELLED" if data["cancelled"] else "CONFIRMED")
    for name, key in (("location", "place"), ("description", "description"), ("url", "url")):
        if data[key]:
            event.add(name, data[key])
    return event


ATTACHMENT_BUILDERS = {QR_KIND: build_ticket, CALENDAR_KIND: build_calendar}
