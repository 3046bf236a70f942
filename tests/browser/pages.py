"""Which pages browsers visit: axe, our own checks and the screenshots all walk this list.

Nothing needs to be said here for a GET without parameters: it is opened by the first role that may (and the home by
every role). A page about one thing is named by its feature, in `tests/<feature>/browsed.py`; `tests/browser/world.py`
says how. Every GET of the house is visited or stands in NOT_PAGES (`test_pages.py` looks).
"""

from collections.abc import Iterator

from flask import Flask

from talent_portal.accounts.permissions import GRANTS, Role
from talent_portal.core.access import Door, rule_of
from tests.browser.house import House
from tests.browser.world import ANONYMOUS

# Files, feeds, redirects and answers for machines; and pages behind a secret that only a mail knows.
NOT_PAGES = {"core.choose_language", "core.health", "static", "specialists.desk_paper", "specialists.paper_file"}
EVERY_ROLE = {"insights.home"}


def plain(app: Flask) -> Iterator[tuple[str, str]]:
    """Yield (endpoint, path) of every GET without parameters."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.arguments and rule.endpoint not in NOT_PAGES:
            yield rule.endpoint, rule.rule


def readers(house: House, endpoint: str) -> list[str]:
    """Return who opens a page: nobody in particular, everyone who is signed in, or the first who may."""
    rule = rule_of(house.app.view_functions[endpoint])
    if rule is None or rule.door in {Door.PUBLIC, Door.BY_LINK}:
        return [ANONYMOUS]
    known = [role for role in Role if role.value in house.tokens]
    may = [role.value for role in known if rule.door is Door.SIGNED_IN or rule.permission in GRANTS[role]]
    return may if endpoint in EVERY_ROLE else [role for role in may if role != Role.SPECIALIST][:1] or may[:1]


def everything(house: House) -> list[tuple[str, str]]:
    """Return (path, who) of every page worth a visit, in a stable order; an address that leads nowhere too."""
    found = [(path, who) for endpoint, path in plain(house.app) for who in readers(house, endpoint)]
    named = [(house.url(visit.endpoint, **visit.values), str(visit.who)) for visit in house.visits]
    return list(dict.fromkeys([*sorted(found), *named, ("/no-such-page", ANONYMOUS)]))
