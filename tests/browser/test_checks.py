"""What our own checks see: a check that excuses everything would be quiet for ever."""

import pytest
from playwright.sync_api import Error

from tests.browser import checks, chromium

pytestmark = pytest.mark.browser
LINE = "2026-11-26 12:36, " * 5
REGION = f'<div class="scroll"><table><tr><td>{LINE}</td></tr></table></div>'


def seen(browser, style: str) -> list[str]:
    page = browser.new_page()
    page.set_content(f"<style>td {{ white-space: nowrap }} {style}</style>{REGION}")
    found = checks.overflow(page)
    page.close()
    return found


def test_a_wide_table_may_scroll_in_its_own_region(browser):
    assert seen(browser, ".scroll { overflow-x: auto }") == []


@pytest.mark.parametrize(
    "style", ["table, tr, td { display: block } .scroll { overflow-x: auto }", "table, tr, td { display: block }", ""]
)
def test_nothing_else_may_be_wider_than_the_window(browser, style):
    assert seen(browser, style)


CARDS = """<table class="table--stack"><thead><tr><th>Name</th><th>State</th><th>Since</th></tr></thead>
<tbody><tr><th>A</th><td data-label="State">open</td>{}</tr></tbody></table>"""


@pytest.mark.parametrize(
    ("cell", "wrong"),
    [
        ('<td data-label="Since">May</td>', []),
        ("<td></td>", []),
        ("<td>May</td>", ["“” stands under “Since”"]),
        ('<td data-label="From">May</td>', ["“From” stands under “Since”"]),
    ],
)
def test_a_cell_that_becomes_a_line_of_a_card_says_the_heading_of_its_column(browser, cell, wrong):
    page = browser.new_page()
    page.set_content(CARDS.format(cell))
    found = [line for line in checks.structure(page) if "stands under" in line]
    page.close()

    assert found == wrong


FAINT = """<style>
  .faint { color: #bbb } .thin { color: rgb(0 0 0 / .3) } .half { opacity: .4 } .wide { color: oklch(.8 .1 200) }
  .turn { color: hsl(.6turn 40% 70%) } .mixed { color: color-mix(in srgb, red 30%, white) } .far { color: lab(80 9 9) }
  .shade { background: rgb(0 0 0 / .5); opacity: .9 } .drawn { background: linear-gradient(#fff, #000) }
</style>"""
COLOURED = ("faint", "thin", "half", "wide", "turn", "mixed", "far", "shade", "shade faint", "drawn", "")
ALL_OF_AXE = (
    "axe.run(document, {preload: false}).then(({violations, incomplete, passes}) => [violations, incomplete, passes])"
)


def told(browser, script: str) -> list:
    page = browser.new_page()
    page.set_content(FAINT + "".join(f"<p class='{name}'>Some <b>words</b></p>" for name in COLOURED))
    page.evaluate(script)
    found = page.evaluate(ALL_OF_AXE)
    page.close()
    return found


def test_axe_says_the_same_whether_it_reads_a_colour_once_or_each_time_and_where_nothing_is_drawn(browser, undrawn):
    plain, quick = told(browser, checks.PLAIN_AXE), told(undrawn, checks.AXE)

    assert quick == plain
    poor, unsure = (
        [node for rule in found if rule["id"] == "color-contrast" for node in rule["nodes"]] for found in quick[:2]
    )
    assert len(poor) > len(COLOURED)
    assert unsure


def test_a_text_that_is_no_colour_is_refused_each_time(browser):
    page = browser.new_page()
    page.evaluate(checks.AXE)
    ask = "new axe.commons.color.Color().parseString('no colour')"

    for _ in range(2):
        with pytest.raises(Error, match="Unable to parse color"):
            page.evaluate(ask)
    page.close()


STOPS = """<style>
  :focus { outline: 3px solid } .bare:focus { outline: none } .lid { position: fixed; inset: 0 0 50% 50% }
  .under { position: fixed; inset: 99px 9px auto auto }
</style><a class="skip" href="#main">Skip</a>"""
MANY = "".join(f'<p><a href="/{place}">A link</a></p>' for place in range(30))


@pytest.mark.parametrize(
    ("last", "wrong"),
    [
        ("<a href='/'>The last</a>", []),
        ("<a class='bare' href='/'>The last</a>", ["focus without a ring"]),
        ("<a style='position: absolute; left: -3000px' href='/'>The last</a>", ["focus outside the window"]),
        ("<a class='under' href='/'>The last</a><p class='lid'></p>", ["focus covered by"]),
    ],
)
@pytest.mark.parametrize("kind", ["browser", "undrawn"])
def test_the_walk_of_the_focus_comes_to_the_last_of_many_stops(request, kind, last, wrong):
    page = request.getfixturevalue(kind).new_page()
    page.set_content(STOPS + MANY + last)
    found = checks.hidden_focus(page)
    page.close()

    assert [line.split(": ")[0].partition(" <")[0] for line in found] == wrong


def test_where_nothing_is_drawn_a_frame_comes_when_it_is_asked_for(undrawn):
    page = undrawn.new_page()
    devtools = page.context.new_cdp_session(page)
    page.set_content("<p>First</p><div tabindex='-1' autofocus>What is wrong</div>")
    chromium.frame(devtools)
    focused = page.evaluate("document.activeElement.textContent")
    page.close()

    assert focused == "What is wrong"
