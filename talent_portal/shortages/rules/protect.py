"""Small numbers: a count of one to four says who is meant, so nobody outside sees it. Pure.

Primary: every count from 1 to 4 is hidden. Complementary: where sums stand beside the cells, no line (a row or a
column with its sum) may have exactly one hidden number, or it could be worked out from the rest; another one of the
line is hidden then, the smallest first. Rows in `known` belong to whoever reads: they see them anyway, so they protect
nothing.
"""

from collections.abc import Iterator, Sequence

SMALLEST_SHOWN = 5

# None stands for a hidden number.
Grid = list[list[int | None]]
Cell = tuple[int, int]


def is_small(count: int) -> bool:
    """Return whether a count would say who is meant."""
    return 0 < count < SMALLEST_SHOWN


def with_sums(counts: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the table with a sum at the end of every row, and a row of sums below."""
    rows = [[*row, sum(row)] for row in counts]
    width = len(rows[0]) if rows else 1
    return [*rows, [sum(row[column] for row in rows) for column in range(width)]]


def protected(counts: Sequence[Sequence[int]], known: frozenset[int] = frozenset()) -> Grid:
    """Return the table with its sums (last column, last row) as somebody outside may see it."""
    whole = with_sums(counts)
    cells = {(row, column) for row in range(len(whole)) for column in range(len(whole[0]))}
    open_cells = {cell for cell in cells if cell[0] in known}
    hidden = {cell for cell in cells - open_cells if is_small(whole[cell[0]][cell[1]])}
    while (more := _exposed(whole, hidden, open_cells)) is not None:
        hidden.add(more)
    return [
        [None if (row, column) in hidden else count for column, count in enumerate(line)]
        for row, line in enumerate(whole)
    ]


def lines(height: int, width: int) -> Iterator[list[Cell]]:
    """Yield every line of a table with sums: each row with its sum, each column with its sum."""
    for row in range(height):
        yield [(row, column) for column in range(width)]
    for column in range(width):
        yield [(row, column) for row in range(height)]


def _exposed(whole: list[list[int]], hidden: set[Cell], open_cells: set[Cell]) -> Cell | None:
    """Return a number to hide because a line would give its only hidden one away; None when none does."""
    for line in lines(len(whole), len(whole[0])):
        if sum(cell in hidden for cell in line) != 1:
            continue
        free = [cell for cell in line if cell not in hidden and cell not in open_cells]
        if not free:
            continue
        # Zeros protect little, so they come last; the sums after the cells.
        sum_row, sum_column = len(whole) - 1, len(whole[0]) - 1
        return min(
            free,
            key=lambda cell: (
                whole[cell[0]][cell[1]] == 0,
                cell[0] == sum_row or cell[1] == sum_column,
                whole[cell[0]][cell[1]],
                cell,
            ),
        )
    return None
