"""Which pages browsers visit: every GET without parameters, by everyone who may, and those with parameters by name."""

from collections.abc import Iterator

from flask import Flask

from talent_portal.accounts.permissions import GRANTS, Role
from talent_portal.core.access import Door, rule_of
from tests.browser.house import ANONYMOUS, House

# Not pages: files, feeds, redirects and answers for machines.
SKIPPED = {"core.choose_language", "core.health", "static"}
ON_THE_DESK = (
    "desk_fair",
    "edit_fair",
    "seats",
    "participants",
    "new_participant",
    "check_in",
    "call_off",
    "move_online",
)
STAFF = [role for role in Role if role is not Role.SPECIALIST]


def plain(app: Flask) -> Iterator[tuple[str, str]]:
    """Yield (endpoint, path) of every GET without parameters."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.arguments and rule.endpoint not in SKIPPED:
            yield rule.endpoint, rule.rule


def readers(app: Flask, endpoint: str) -> list[str]:
    """Return who opens a page: nobody in particular, everyone of the staff for the home, else the first who may."""
    rule = rule_of(app.view_functions[endpoint])
    if rule is None or rule.door in {Door.PUBLIC, Door.BY_LINK}:
        return [ANONYMOUS]
    if endpoint == "insights.home":
        return [role.value for role in STAFF]
    may = [role for role in STAFF if rule.door is Door.SIGNED_IN or rule.permission in GRANTS[role]]
    return [role.value for role in may[:1]]


def named(house: House) -> Iterator[tuple[str, str]]:
    """Yield (path, who) of the pages about one thing, as far as they exist."""
    things, coordinator, lead = house.things, Role.COORDINATOR.value, Role.LEAD.value
    fair, booth, town = {"reference": things.fair}, {"reference": things.booth}, {"reference": things.office}
    mine = {"reference": things.confirmed, "token": things.confirmed_token}
    waiting = {"reference": things.pending, "token": things.pending_token}
    wanted = [
        *((f"fairs.{name}", fair, ANONYMOUS) for name in ("fair", "sign_up", "resend")),
        ("fairs.fair", {"reference": things.online}, ANONYMOUS),
        ("fairs.prove", fair | {"sign_up": things.pending}, ANONYMOUS),
        *((f"fairs.{name}", mine, ANONYMOUS) for name in ("mine", "mine_talks", "mine_cancel")),
        ("fairs.mine", waiting, ANONYMOUS),
        ("municipalities.show", {"slug": "goto"}, ANONYMOUS),
        *((f"fairs.{name}", fair, coordinator) for name in ON_THE_DESK),
        ("fairs.desk_fair", {"reference": things.draft}, coordinator),
        ("fairs.participant", {"reference": things.confirmed}, coordinator),
        *((f"fairs.{name}", booth, Role.MEMBER.value) for name in ("edit_booth", "guests")),
        ("outbox.letter", {"reference": things.letter}, coordinator),
        ("outbox.phone_task", {"reference": things.call}, coordinator),
        *((f"people.{name}", town, lead) for name in ("organisation", "invite")),
        *((f"people.{name}", {"reference": things.membership}, lead) for name in ("end", "hand_over")),
    ]
    for endpoint, values, who in wanted:
        if endpoint in house.app.view_functions:
            yield house.url(endpoint, **values), who


def everything(house: House) -> list[tuple[str, str]]:
    """Return (path, who) of every page worth a visit, in a stable order; an address that leads nowhere too."""
    found = [(path, who) for endpoint, path in plain(house.app) for who in readers(house.app, endpoint)]
    return sorted({*found, *named(house), ("/no-such-page", ANONYMOUS)})
