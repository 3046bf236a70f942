"""The shared week on a phone: long names of towns stay readable, and a table stays a table."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.realtime]

MOST_LINES = 2
# How many lines the text of each cell takes.
LINES = """cells => cells.map((cell) => {
  const range = document.createRange();
  range.selectNodeContents(cell);
  const tops = [...range.getClientRects()].filter((box) => box.width > 1).map((box) => Math.round(box.top));
  return [cell.textContent.replaceAll("\\u00ad", ""), new Set(tops).size];
})"""


def test_a_long_name_breaks_over_two_lines_at_most(house, open_page):
    page = open_page(house.url("insights.styleguide"), width=320, language="en")

    week = page.get_by_role("table", name="The week of Nagonohara Shuzo")
    lines = dict(week.locator(".week__work").evaluate_all(LINES))

    assert "Higashisonogi" in lines
    assert max(lines.values()) <= MOST_LINES
    assert week.get_by_role("columnheader", name="Tue").count() == 1
