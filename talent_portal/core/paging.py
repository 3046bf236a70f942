"""Long lists, one page at a time. Pure."""

from collections.abc import Mapping
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
        return max(1, -(-self.total // self.size))

    @property
    def numbers(self) -> list[int]:
        """Return the page numbers worth showing: the ends and the neighbours."""
        wanted = {1, self.last, *range(self.number - 2, self.number + 3)}
        return sorted(n for n in wanted if 1 <= n <= self.last)


def page_number(arguments: Mapping[str, str]) -> int:
    """Return `?page=`, forgiving everything that is no sensible number."""
    text = arguments.get("page", "1")
    sensible = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return max(1, int(text)) if sensible else 1
