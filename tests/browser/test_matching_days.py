"""A matching day in one window, without a script: prepared, wished, ranked, matched, published, and once more."""

import re

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from talent_portal.accounts.permissions import Role
from talent_portal.matching_days.models import Applicant, MatchingDay
from tests.browser.test_walks import makers, walk

__all__ = ["walk"]

pytestmark = [pytest.mark.browser, pytest.mark.realtime]

TOWN = "東彼杵町"
LIST = "受験番号\t氏名\tメールアドレス\nW-1\t凪野原 一\twalk-one@example.com\nW-2\t浜灯 二\twalk-two@example.com\n"


def dates(page, year: int) -> None:
    """Type the two last days, a year that has not begun being late enough for every clock."""
    for name, month in (("wishes_until", 4), ("ranks_until", 5)):
        for part, value in (("year", year), ("month", month), ("day", 1)):
            page.locator(f"#{name}-{part}").fill(str(value))


def links(house) -> list[str]:
    """The paths of the applicants of the newest day."""
    with makers(house) as make:
        newest = sa.select(sa.func.max(MatchingDay.id)).scalar_subquery()
        people = make.session.scalars(sa.select(Applicant).where(Applicant.day_id == newest).order_by(Applicant.number))
        return [f"/matching-days/applicants/{one.reference}/{make.my_token(one)}" for one in people]


def prepare(office) -> None:
    """A draft of two towns with two applicants, opened."""
    page = office.page
    office.press("Keep the draft")
    expect(page.locator(".error-summary")).to_be_visible()
    office.field("Title in Japanese").fill("歩いて試す共同試験")
    office.field("Title in English").fill("Joint selection to walk through")
    page.locator("select[name=profession]").select_option("civil_engineer")
    for name in (TOWN, "川棚町"):
        page.get_by_label(name).fill("1")
    dates(page, 2098)
    office.press("Keep the draft")
    office.follow("Enter applicants")
    page.locator("textarea[name=paste]").fill(LIST)
    office.press("Look the list over")
    page.get_by_role("button", name=re.compile("2人を登録")).click()
    office.look()
    page.locator("nav.tabs a").first.click()
    office.follow("Open the matching day")
    office.press("Open the matching day")


def rank(town) -> None:
    """Rank everybody equally, in digits of full width."""
    town.page.reload()
    town.page.get_by_role("link", name="歩いて試す共同試験").click()
    town.look()
    for place in town.page.locator("input[name^=place_]").all():
        place.fill("１")
    town.press("Send our ranking")
    expect(town.page.locator("main")).to_contain_text(town.say("Your ranking has been sent"))


def test_a_whole_day(house, walk):
    office = walk("/desk/matching-days/new", 390, "ja", scripts=False, who=Role.COORDINATOR.value)
    town = walk("/desk/rankings", 390, "ja", scripts=False, who=Role.APPROVER.value)
    person = walk("/", 390, "ja", scripts=False)
    prepare(office)
    for path in links(house):
        person.page.goto(f"{path}/wishes")
        person.look()
        person.page.locator("select[name=wish_1]").select_option(index=1)
        person.press("Keep my wishes")
    office.follow("End the wishes now")
    office.field("Reason in Japanese").fill("会場の都合")
    office.field("Reason in English").fill("The place changed")
    office.press("End the wishes now")
    rank(town)

    office.page.reload()
    office.follow("Do the matching")
    office.press("Do the matching")
    office.follow("Look the outcome over")
    office.follow("Publish the outcome")
    office.press("Publish the outcome")
    town.page.reload()
    expect(town.page.locator("main")).to_contain_text(town.say("Who comes to us"))
    said = []
    for path in links(house):
        person.page.goto(path)
        person.look()
        said.append(person.page.locator("main").inner_text())
    assert [person.say("No place this time") in text for text in said].count(True) == 1

    office.follow("Give a second chance")
    dates(office.page, 2099)
    office.press("Begin the second chance")
    expect(office.page.locator("main")).to_contain_text(office.say("Second chance"))
    assert office.page.get_by_role("link", name=office.say("Call off the second chance")).count() == 1
