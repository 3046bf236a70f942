"""The timetable helps while one chooses, and works as plain checkboxes without its script."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.realtime]


def _booth(page: Page, name: str):
    return page.get_by_role("group", name=re.compile(f"^{name}"))


def _tick(page: Page, booth: str, time: str) -> None:
    _booth(page, booth).get_by_label(re.compile(time)).check()


def _picks(page: Page) -> list[str]:
    return [" ".join(text.split()) for text in page.locator("[data-picks] li").all_inner_texts()]


@pytest.fixture
def timetable(house, open_page):
    return lambda **how: open_page(house.url("fairs.fair", reference=house.things["fair"]), **how)


def test_what_is_ticked_stands_in_the_plan_in_order_of_time(timetable):
    page = timetable()

    _tick(page, "五島市", "14:10")
    _tick(page, "佐世保市", "13:20")

    assert _picks(page) == ["13:20 佐世保市 外す", "14:10 五島市 外す"]
    expect(page.locator("[data-counted]")).to_have_text("6件中2件を選択")


def test_a_clash_is_said_at_once_and_another_time_is_offered(timetable):
    page = timetable()
    _tick(page, "佐世保市", "14:10")
    _tick(page, "五島市", "14:10")

    status = page.locator("[data-said]")
    expect(status).to_contain_text("14:10が重なっています")
    expect(status).to_have_attribute("role", "status")
    page.get_by_role("button", name=re.compile("に移す$")).click()

    expect(status).to_be_empty()
    assert len({pick.split()[0] for pick in _picks(page)}) == 2
    assert page.evaluate("document.activeElement.type") == "checkbox"


def test_a_municipality_is_heard_once(timetable):
    page = timetable()
    _tick(page, "五島市", "13:45")
    _tick(page, "五島市", "14:50")

    expect(page.locator("[data-said]")).to_contain_text("五島市を2回選んでいます")
    page.get_by_role("button", name="外す 14:50", exact=True).click()

    assert _picks(page) == ["13:45 五島市 外す"]


def test_more_than_six_are_too_many(timetable):
    page = timetable()
    for booth, time in zip(
        ("佐世保市", "島原市", "諫早市", "大村市", "平戸市", "松浦市", "対馬市"),
        ("13:20", "13:45", "14:10", "14:50", "15:15", "15:40", "13:20"),
        strict=True,
    ):
        _tick(page, booth, time)

    expect(page.locator("[data-said]")).to_contain_text("選べる相談は6件までです")


def test_the_keyboard_alone_can_choose_and_take_back(timetable):
    page = timetable(language="en")
    box = _booth(page, "Sasebo City").get_by_label(re.compile("13:20"))
    box.focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-picks]")).to_contain_text("13:20")

    page.get_by_role("button", name=re.compile("^Remove 13:20")).focus()
    page.keyboard.press("Enter")

    expect(box).not_to_be_checked()


def test_on_a_phone_the_plan_follows_at_the_foot(timetable):
    page = timetable(width=390)
    expect(page.locator("[data-bar]")).to_be_hidden()

    _tick(page, "佐世保市", "13:20")
    _tick(page, "五島市", "13:20")

    expect(page.locator("[data-bar]")).to_contain_text("13:20が重なっています")


def test_without_scripts_the_choice_goes_to_the_next_page(timetable):
    page = timetable(width=390, java_script_enabled=False)
    _tick(page, "佐世保市", "13:20")
    _tick(page, "五島市", "14:10")

    page.get_by_role("button", name=re.compile("次へ")).click()

    expect(page.locator("h1")).to_be_visible()
    assert "/sign-up" in page.url
    expect(page.get_by_text("佐世保市").first).to_be_visible()
    expect(page.get_by_text("五島市").first).to_be_visible()


def test_without_scripts_the_whole_sign_up_can_be_sent(timetable):
    page = timetable(width=390, java_script_enabled=False)
    _tick(page, "佐世保市", "13:20")
    page.get_by_role("button", name=re.compile("次へ")).click()

    page.get_by_role("button", name=re.compile("申し込む")).click()

    expect(page.locator(".error-summary")).to_be_visible()
    expect(page).to_have_title(re.compile("^エラー："))
    assert page.locator(".error-summary a").first.get_attribute("href").startswith("#")


def test_the_style_guides_week_reads_back_what_is_ticked(open_page):
    page = open_page("/styleguide")

    week = page.locator("[data-week]").first

    week.get_by_label("水 午前").check()

    expect(week.locator("[data-said]")).to_have_text("火・水の午前、金は終日")
