"""What the header and the footer offer: the only place that knows every feature's front pages.

A page that does not exist (yet) is left out, so that no menu ever leads to an error.
"""

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, url_for

from talent_portal.accounts.permissions import Permission
from talent_portal.core.access import current_actor
from talent_portal.core.marks import _n
from talent_portal.insights.rules.words import syllables


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a menu, for this reader on this page."""

    address: str
    label: str
    # As `aria-current` says it: "page", "true" for a page below, or nothing.
    current: str
    about: str = ""
    # Shown on narrow screens only, where the reader's name has no room in the header.
    narrow: bool = False


PUBLIC = (
    ("fairs.index", _n("Sessions")),
    ("needs.work", _n("Open work")),
    ("insights.experience", _n("Lend your skills")),
    ("insights.offices", _n("For municipalities")),
)
# Everyone who is signed in sees the first; the others need their permission at any scope.
STAFF = (
    ("insights.home", _n("To do"), None, ""),
    ("specialists.mine", _n("My registration"), Permission.CONSENT_DECIDE, ""),
    ("specialists.desk", _n("Talent register"), Permission.PROVISIONAL_CONFIRM, _n("People who lend their skills")),
    ("fairs.desk", _n("Sessions"), Permission.FAIR_VIEW, _n("Dates, booths and sign-ups")),
    ("needs.index", _n("Staffing requests"), Permission.NEED_READ, _n("Who is looked for, and where it stands")),
    ("matching.runs", _n("Allocate together"), Permission.MATCH_READ, _n("One plan over all open requests")),
    ("introductions.index", _n("Introductions"), Permission.MATCH_READ, _n("Who is asked, introduced, waiting")),
    ("introductions.cards", _n("Candidates"), Permission.SELECTION_PREPARE, _n("People shown and introduced to you")),
    ("introductions.own", _n("My requests"), Permission.CONSENT_DECIDE, _n("Work you were asked about")),
    ("matching_days.desk", _n("Matching days"), Permission.MATCH_READ, _n("Joint selections by wishes and rankings")),
    ("matching_days.towns", _n("Our matching days"), Permission.SELECTION_PREPARE, _n("Rank those who named you")),
    ("shortages.picture", _n("Shortages"), Permission.SHORTAGE_READ, _n("Who lacks whom, and the survey behind it")),
    (
        "placements.mine",
        _n("My terms and appointments"),
        Permission.CONSENT_DECIDE,
        _n("Terms offered to you, your work"),
    ),
    (
        "placements.desk",
        _n("Terms and appointments"),
        Permission.FORM_CHECK_READ,
        _n("Terms offered, answers, appointments, reports"),
    ),
    ("outbox.letters", _n("Letters"), Permission.LETTER_READ, _n("What was sent, what waits, what came back")),
    ("outbox.phone_tasks", _n("Phone calls"), Permission.PHONE_TASK_DO, _n("People whom mail does not reach")),
    ("municipalities.index", _n("Municipalities"), Permission.MUNICIPALITY_EDIT, _n("Regions and travel times")),
    ("people.index", _n("Users"), Permission.MEMBERSHIP_MANAGE, _n("Invite, hand over, end")),
    ("audit.index", _n("Record of deeds"), Permission.AUDIT_READ, _n("Who changed what, and when")),
    ("privacy.accesses", _n("Record of views"), Permission.ACCESS_LOG_READ, _n("Who saw whose data, and why")),
    ("privacy.erasures", _n("Erasures"), Permission.ERASURE_READ, _n("Who asked to be forgotten, and who decides")),
    ("core.settings", _n("Settings"), Permission.SETTINGS_VIEW, _n("How this instance is set up")),
)
# What else belongs to an entry, though its address does not stand below the entry's.
BESIDE = {
    "placements.desk": "placements.",
    "placements.mine": "placements.",
    "matching_days.towns": "matching_days.ranking",
}
ACCOUNT = ("account.index", _n("My account"))
FOOTER = (
    ("privacy.scope", _n("Scope of free placement service")),
    ("privacy.complaints", _n("Complaints and advice")),
    ("privacy.purposes", _n("How personal data is used")),
    ("privacy.accessibility", _n("Accessibility")),
    ("opendata.index", _n("Open data")),
)


def has_endpoint(name: str) -> bool:
    """Return whether the application has this page."""
    return name in current_app.view_functions


def address_of(name: str, **values: Any) -> str | None:
    """Return the address of a page, or None while the application has no such page."""
    return url_for(name, **values) if has_endpoint(name) else None


def entries() -> list[Entry]:
    """Return the menu of whoever is reading."""
    actor = current_actor()
    if not actor.signed_in:
        return [Entry(url_for(name), label, _place(name)) for name, label in PUBLIC if has_endpoint(name)]
    found = [
        Entry(url_for(name), label, _place(name), about)
        for name, label, needs, about in STAFF
        if has_endpoint(name) and (needs is None or actor.may(needs))
    ]
    own = address_of(ACCOUNT[0])
    return [*found, Entry(own, ACCOUNT[1], _place(ACCOUNT[0]), narrow=True)] if own else found


def footer_links() -> list[tuple[str, str]]:
    """Return (endpoint, label) of what stands at the foot of every page."""
    return [(name, label) for name, label in FOOTER if has_endpoint(name)]


def here() -> str:
    """Return the path to come back to after the language changed; the front page where a GET would fail."""
    rule = request.url_rule
    if request.method == "GET" or (rule is not None and "GET" in (rule.methods or ())):
        return request.full_path.rstrip("?")
    return "/"


def init_app(app: Flask) -> None:
    """Give templates the menus and the questions of the layout."""
    app.jinja_env.filters["syllables"] = syllables
    app.jinja_env.globals.update(
        navigation=entries,
        footer_links=footer_links,
        has_endpoint=has_endpoint,
        address_of=address_of,
        here=here,
        reader=current_actor,
    )


def _place(name: str) -> str:
    address, beside = url_for(name), BESIDE.get(name)
    if request.path == address:
        return "page"
    below = request.path.startswith(f"{address}/")
    return "true" if below or (beside and (request.endpoint or "").startswith(beside)) else ""
