"""A run over all requests as a coordinator walks it: ask, watch it refresh without a script, keep a pair, publish."""

import re

import pytest
from playwright.sync_api import Page, expect

from talent_portal.accounts.permissions import Role
from talent_portal.matching.queries import runs as queries
from tests.browser.test_walks import makers, walk

__all__ = ["walk"]

pytestmark = [pytest.mark.browser, pytest.mark.realtime]


def work(house, page: Page) -> None:
    """Let the worker finish the run that the page shows, and all that waited before it."""
    reference = page.url.split("?")[0].rsplit("/", 1)[-1]
    with makers(house) as make:
        for _ in range(5):
            make.work()
            make.session.expire_all()
            if not queries.run(make.session, reference).moving:
                return
    raise AssertionError(reference)


@pytest.mark.parametrize(("width", "language", "scripts"), [(390, "ja", False), (1280, "en", True)])
def test_a_coordinator_plans_keeps_a_pair_plans_again_and_publishes(house, walk, width, language, scripts):
    walker = walk("/desk/runs", width, language, scripts=scripts, who=Role.COORDINATOR.value)
    page = walker.page
    walker.look()

    walker.follow("Start a run")
    page.locator("label[for=mode]").click()
    walker.press("Start the run")
    expect(page.locator("main")).to_contain_text(walker.say("Waits for the worker"))
    work(house, page)
    # Nobody touches the page: it comes again by itself, and then rests.
    expect(page.locator("h1")).to_have_text(re.compile("調整案|Plan of"))
    walker.look()

    page.locator("a[href$='/pairs']").click()
    walker.look()
    page.locator("table a[href*='/pairs/']").first.click()
    walker.look()
    if page.locator("textarea[name=reason]").count():
        walker.press("Write the decision down")
        expect(page.locator(".error-summary")).to_be_visible()
        page.locator("label[for=kind]").click()
        page.locator("textarea[name=reason]").fill("継続")
        walker.press("Write the decision down")
        expect(page.locator("main")).to_contain_text("継続")

    walker.follow("Plan again with few changes")
    assert page.locator("input[name=mode][value=tiered]").is_checked()
    walker.press("Start the run")
    work(house, page)
    expect(page.locator("h1")).to_have_text(re.compile("調整案|Plan of"))
    walker.follow("Make candidates of this plan")
    walker.press("Make candidates")
    expect(page.locator("main")).to_contain_text(walker.say("Made into candidates"))
    assert page.get_by_role("link", name=walker.say("Make candidates of this plan")).count() == 0
