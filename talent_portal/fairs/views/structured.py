"""A session as search engines read it (schema.org Event, as JSON-LD)."""

from flask import url_for

from talent_portal.core import clock
from talent_portal.core.clock import JAPAN
from talent_portal.core.i18n import local
from talent_portal.fairs.models import FairKind, FairState
from talent_portal.fairs.models.fair import ACCEPTING
from talent_portal.fairs.queries import FairFacts

SCHEMA = "https://schema.org/"


def event(fair: FairFacts, organiser: str) -> dict[str, object]:
    """Return the Event: status, attendance mode, place, and places left."""
    page = url_for("fairs.fair", reference=fair.reference, _external=True)
    return {
        "@context": SCHEMA,
        "@type": "Event",
        "name": local(fair, "title"),
        "description": local(fair, "summary"),
        "startDate": fair.starts_at.astimezone(JAPAN).isoformat(),
        "endDate": fair.ends_at.astimezone(JAPAN).isoformat(),
        "doorTime": fair.doors_at.astimezone(JAPAN).isoformat(),
        "eventStatus": SCHEMA + _status(fair),
        "eventAttendanceMode": SCHEMA + _mode(fair),
        "location": _place(fair, page),
        "organizer": {"@type": "GovernmentOrganization", "name": organiser},
        "maximumAttendeeCapacity": fair.capacity,
        "remainingAttendeeCapacity": fair.left,
        "isAccessibleForFree": True,
        "url": page,
        "offers": {
            "@type": "Offer",
            "price": 0,
            "priceCurrency": "JPY",
            "availability": SCHEMA + _availability(fair),
            "validFrom": fair.sign_up_opens_at.astimezone(JAPAN).isoformat(),
            "url": page,
        },
    }


def _availability(fair: FairFacts) -> str:
    if fair.accepting:
        return "InStock" if fair.left else "SoldOut"
    early = fair.state in ACCEPTING and clock.now() < fair.sign_up_opens_at
    return "PreOrder" if early else "SoldOut"


def _status(fair: FairFacts) -> str:
    if fair.state is FairState.CANCELLED:
        return "EventCancelled"
    return "EventMovedOnline" if fair.moved_online else "EventScheduled"


def _mode(fair: FairFacts) -> str:
    if fair.is_online:
        return "OnlineEventAttendanceMode"
    return "MixedEventAttendanceMode" if fair.kind is FairKind.HYBRID else "OfflineEventAttendanceMode"


def _place(fair: FairFacts, page: str) -> dict[str, object]:
    if fair.is_online:
        return {"@type": "VirtualLocation", "url": page}
    place: dict[str, object] = {"@type": "Place", "name": local(fair, "venue_name"), "address": fair.address}
    if fair.lat is not None and fair.lon is not None:
        place["geo"] = {"@type": "GeoCoordinates", "latitude": fair.lat, "longitude": fair.lon}
    return place
