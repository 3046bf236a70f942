"""The journeys as people walk them: once without any script, once with nothing but the keyboard."""

import re
from contextlib import contextmanager

import pytest
from flask_babel import force_locale, gettext
from playwright.sync_api import Locator, Page, expect

from talent_portal.accounts.models import Account
from talent_portal.accounts.permissions import Role
from talent_portal.core.db import reading
from tests.browser import checks
from tests.makers import Makers
from tests.signin.makers import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.realtime]
MOST_TABS = 200
WINDOWS = [(390, "ja"), (1280, "en")]


class Walker:
    """A page, the words of its language, and the habit of looking at every page on the way."""

    def __init__(self, house, page: Page, language: str, *, scripts: bool) -> None:
        self.house, self.page, self.language, self.scripts = house, page, language, scripts

    def say(self, sentence: str, **values: object) -> str:
        """Return a sentence of the house in this language."""
        with self.house.app.test_request_context(), force_locale(self.language):
            return gettext(sentence, **values)

    def look(self) -> None:
        """Wait for the page, and find nothing wrong with it."""
        expect(self.page.locator("h1")).to_be_visible()
        # axe waits for timers, which never ring where scripts are off.
        assert [*checks.structure(self.page), *(checks.violations(self.page) if self.scripts else [])] == []

    def button(self, sentence: str) -> Locator:
        return self.page.get_by_role("button", name=re.compile(f"^{re.escape(self.say(sentence))}"))

    def press(self, sentence: str) -> None:
        self.button(sentence).click()
        self.look()

    def follow(self, sentence: str) -> None:
        self.page.get_by_role("link", name=self.say(sentence)).first.click()
        self.look()

    def field(self, sentence: str) -> Locator:
        return self.page.get_by_label(re.compile(f"^{re.escape(self.say(sentence))}"))

    def seats(self) -> Locator:
        return self.page.locator("label.seat input")


@contextmanager
def makers(house):
    """Things made while the house is open to visitors."""
    with house.app.app_context():
        yield Makers(reading())


def code_for(house, address: str) -> str:
    with makers(house) as make:
        return make.code_in(address)


@pytest.fixture
def walk(house, open_page):
    """`walk("/fairs", 390, "ja", who=…)` opens a page and follows it in this language."""

    def start(path: str, width: int, language: str, *, scripts: bool = True, **how) -> Walker:
        page = open_page(path, width=width, language=language, java_script_enabled=scripts, **how)
        return Walker(house, page, language, scripts=scripts)

    return start


NAMES = ("family_name", "given_name", "family_kana", "given_kana", "email")


def answers(address: str) -> dict[str, str]:
    """What she types, by name of the question."""
    return dict(zip(NAMES, ("凪野原", "修三", "なぎのはら", "しゅうぞう", address), strict=True))


@pytest.mark.parametrize(("width", "language"), WINDOWS)
def test_the_whole_journey_needs_no_script(house, walk, width, language):
    address = f"walker-{language}@example.com"
    walker = walk("/", width, language, scripts=False)
    page = walker.page
    walker.look()

    walker.follow("I would like to come to a session")
    page.locator(f"a[href*='{house.things['online']}']").first.click()
    walker.look()
    page.locator(".timetable__booth").nth(0).locator("input").nth(0).check()
    page.locator(".timetable__booth").nth(1).locator("input").nth(1).check()
    walker.press("Next: your name and contact")

    walker.press("Sign up")
    expect(page.locator(".error-summary")).to_be_visible()
    assert page.locator("input[name=slot]").count() == 2, "the plan stays when something is missing"
    for name, answer in answers(address).items():
        page.locator(f"input[name={name}]").fill(answer)
    page.locator("label[for=attendee_kind]").click()
    page.locator("label[for=handling]").click()
    walker.press("Sign up")

    page.locator("input[name=code]").fill("000000")
    walker.press("Confirm")
    expect(page.locator(".error-summary")).to_be_visible()
    page.locator("input[name=code]").fill(code_for(house, address))
    walker.press("Confirm")

    expect(page.locator(".ticket__number")).to_have_text(re.compile(r"\d{3} \d{3}"))
    assert page.locator(".plan-list li").count() == 2
    walker.follow("Change talks")
    page.locator(".timetable__booth").nth(1).locator("input:checked").uncheck()
    page.locator(".timetable__booth").nth(2).locator("input").nth(3).check()
    walker.press("Save")
    expect(page.locator(".plan-list li").nth(1)).to_contain_text("14:50")

    walker.follow("Cancel my sign-up")
    walker.press("Cancel my sign-up")
    expect(page.locator("main")).to_contain_text(walker.say("You have cancelled"))
    assert page.locator(".ticket").count() == 0


@pytest.mark.parametrize(("width", "language"), WINDOWS)
@pytest.mark.parametrize("second_step", ["app", "card"])
def test_staff_come_in_without_a_script(house, walk, width, language, second_step):
    with makers(house) as make:
        member = make.staff(Role.MEMBER)
        account = reading().get(Account, member.account_id)
        email = account.email
        lines = make.card(account)
    walker = walk("/home", width, language, scripts=False)
    page = walker.page

    walker.field("E-mail address").fill(email)
    walker.field("Password").fill("a guess that is wrong")
    walker.press("Next: second step")
    expect(page.locator(".error-summary")).to_be_visible()
    walker.field("Password").fill(PASSWORD)
    walker.press("Next: second step")
    shown = re.search(r"\d{6}", page.locator(".notice").inner_text())[0]
    page.locator("input[name=code]").fill(shown if second_step == "app" else lines[0])
    walker.press("Sign in")

    expect(page.locator("h1")).to_have_text(walker.say("To do"))
    page.locator("form[action$='/sign-out'] button").click()
    walker.look()
    page.goto("/home")
    expect(walker.field("Password")).to_be_visible()


class Keys:
    """A person without a mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, target: Locator) -> None:
        """Tab until the target has the focus."""
        wanted = target.element_handle()
        for _ in range(MOST_TABS):
            if wanted.evaluate("node => node === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {target}")

    def press(self, target: Locator, key: str) -> None:
        self.reach(target)
        self.page.keyboard.press(key)

    def type(self, target: Locator, text: str) -> None:
        self.reach(target)
        self.page.keyboard.insert_text(text)


@pytest.mark.parametrize(("width", "language"), WINDOWS)
def test_the_keyboard_alone_signs_up(house, walk, width, language):
    address = f"keys-{language}@example.com"
    walker = walk(f"/fairs/{house.things['online']}", width, language)
    page, keys = walker.page, Keys(walker.page)

    keys.press(page.locator(".timetable__booth").nth(3).locator("input").nth(0), "Space")
    keys.press(walker.button("Next: your name and contact"), "Enter")
    walker.look()
    for name, answer in answers(address).items():
        keys.type(page.locator(f"input[name={name}]"), answer)
    keys.press(page.locator("input[name=attendee_kind]").first, "Space")
    keys.press(page.locator("input[name=handling]"), "Space")
    keys.press(walker.button("Sign up"), "Enter")
    walker.look()
    keys.type(page.locator("input[name=code]"), code_for(house, address))
    page.keyboard.press("Enter")

    expect(page.locator(".ticket__number")).to_be_visible()
    assert page.locator(".plan-list li").count() == 1


@pytest.mark.parametrize(("width", "language"), WINDOWS)
def test_the_keyboard_alone_checks_people_in_and_takes_it_back(house, walk, width, language):
    with makers(house) as make:
        fair = make.fair(booths=1, rounds=2, seats=4)
        person = make.registration(fair, family_name="浜灯", given_name="光代")
        path = house.url("fairs.check_in", reference=fair.reference)
        number = person.number
    walker = walk(path, width, language, who=Role.COORDINATOR.value)
    page, keys = walker.page, Keys(walker.page)

    keys.type(page.locator("input[name=wanted]"), number)
    page.keyboard.press("Enter")
    expect(page.locator(".arrival__name")).to_have_text("浜灯 光代")
    walker.look()
    keys.press(walker.button("Take back this check-in"), "Enter")
    expect(page.locator(".arrival")).to_have_count(0)

    keys.type(page.locator("input[name=wanted]"), "浜灯")
    page.keyboard.press("Enter")
    expect(page.locator(".rows__one")).to_have_count(1)
    keys.press(page.locator(".rows__one button"), "Enter")
    expect(page.locator(".arrival--ok")).to_be_visible()


@pytest.mark.parametrize(("width", "language"), WINDOWS)
def test_the_keyboard_alone_confirms_somebody_at_the_desk(house, walk, width, language):
    with makers(house) as make:
        fair = make.fair(booths=1, rounds=2, seats=4)
        path = house.url("fairs.check_in", reference=fair.reference)
        number = make.registration(fair, confirmed=False, family_name="浜灯", given_name="光代").number
    walker = walk(path, width, language, who=Role.COORDINATOR.value)
    page, keys = walker.page, Keys(walker.page)

    keys.type(page.locator("input[name=wanted]"), number)
    page.keyboard.press("Enter")
    expect(page.locator(".arrival--again .arrival__name")).to_have_text("浜灯 光代")
    walker.look()
    keys.press(walker.button("The name is right: confirm and check in"), "Enter")
    expect(page.locator(".arrival--ok")).to_be_visible()
