"""Open work as search engines read it (schema.org JobPosting, as JSON-LD)."""

from flask import url_for

from talent_portal.core.calendar import deadline
from talent_portal.core.clock import JAPAN
from talent_portal.core.i18n import local
from talent_portal.needs.models import Need
from talent_portal.needs.views import words
from talent_portal.needs.views.words import Names

WHOLLY_REMOTE = 100


def posting(need: Need, names: Names) -> dict[str, object]:
    """Return the JobPosting: what, for whom, where, until when."""
    body = local(need.organisation, "name")
    found: dict[str, object] = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": local(need, "title"),
        "description": local(need, "duties"),
        "identifier": {"@type": "PropertyValue", "name": body, "value": need.number},
        "hiringOrganization": {"@type": "GovernmentOrganization", "name": body},
        "employmentType": ["PART_TIME", "TEMPORARY"],
        "jobLocation": {
            "@type": "Place",
            "address": {
                "@type": "PostalAddress",
                "addressCountry": "JP",
                "addressLocality": words.place(need, names),
            },
        },
        "workHours": words.pattern(need),
        "totalJobOpenings": need.open_posts,
        "directApply": False,
        "url": url_for("needs.one", reference=need.reference, _external=True),
    }
    if need.opened_at is not None:
        found["datePosted"] = need.opened_at.astimezone(JAPAN).date().isoformat()
    if need.last_day is not None:
        found["validThrough"] = deadline(need.last_day).astimezone(JAPAN).isoformat()
    if need.starts_on is not None:
        found["jobStartDate"] = need.starts_on.isoformat()
    if need.remote_percent == WHOLLY_REMOTE:
        found["jobLocationType"] = "TELECOMMUTE"
        found["applicantLocationRequirements"] = {"@type": "Country", "name": "Japan"}
    return found
