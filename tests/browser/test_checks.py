"""What our own checks see: a check that excuses everything would be quiet for ever."""

import pytest

from tests.browser import checks

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
