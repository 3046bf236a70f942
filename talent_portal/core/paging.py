"""Long lists, one page at a time. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")

PAGE_SIZE = 50
# For rows that hold much: a page is to carry them over a slow line (60 KB, tests/browser/checks.py).
FULL_ROWS = 25
MOST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a long list."""

    rows: list[Row]
    number: int
    total: int
    size: int = PAGE_SIZE

    @property
    def last(self) -> int:
        """Return the number of the last page, at least 1."""
        return last_page(self.total, self.size)

    @property
    def numbers(self) -> list[int]:
        """Return the page numbers worth showing: the ends and the neighbours."""
        wanted = {1, self.last, *range(self.number - 2, self.number + 3)}
        return sorted(n for n in wanted if 1 <= n <= self.last)


def page_number(arguments: Mapping[str, str], name: str = "page") -> int:
    """Return `?page=`, or what a second list of a page calls its own, forgiving everything that is no number."""
    text = arguments.get(name, "1")
    sensible = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return max(1, int(text)) if sensible else 1


def last_page(total: int, size: int) -> int:
    """Return the number of the last page of a list, at least 1."""
    return max(1, -(-total // size))


def within(number: int, total: int, size: int = FULL_ROWS) -> int:
    """Return the page that is shown for a wanted one: past the end of the list, its last."""
    return min(number, last_page(total, size))


def cut(rows: Sequence[Row], number: int, size: int = FULL_ROWS) -> Page[Row]:
    """Return one page of a list already at hand."""
    number = within(number, len(rows), size)
    return Page(list(rows[(number - 1) * size : number * size]), number, len(rows), size)


def shares(totals: Sequence[int], first: int, size: int) -> list[slice]:
    """Return which rows of each list a page shows, where the lists stand one after another.

    `totals` are their lengths, `first` the position of the page's first row among all rows.
    """
    found, before = [], 0
    for total in totals:
        start, stop = (min(max(at - before, 0), total) for at in (first, first + size))
        found.append(slice(start, stop))
        before += total
    return found
