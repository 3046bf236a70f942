"""No page of the house escapes the browsers: every feature names those that need an address of their own."""

import re

from tests.browser import pages, world

# Files: nothing to look at.
FILE = re.compile(r"\.(ics|json|xlsx|csv|pdf|txt|xml)$|\.<any\([^)]*\):\w+>$")


def test_every_page_of_the_house_is_visited_and_every_named_page_exists(app, session):
    with app.test_request_context():
        made, visits = world.build()
    visited = {visit.endpoint for visit in visits} | {endpoint for endpoint, _ in pages.plain(app)} | pages.NOT_PAGES

    forgotten = [
        f"{rule.endpoint} {rule.rule}"
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.endpoint not in visited and not FILE.search(rule.rule)
    ]

    assert forgotten == [], "name them in tests/<feature>/browsed.py (tests/browser/world.py says how)"
    assert [visit for visit in visits if visit.endpoint not in app.view_functions] == []
    assert {str(visit.who) for visit in visits} <= {*made.tokens, world.ANONYMOUS}
