"""A mixed-integer programme as arrays, put together block by block."""

from dataclasses import dataclass

import numpy as np

from talent_portal.matching.engine.model import Array


@dataclass(frozen=True, slots=True)
class Matrix:
    """Columns with bounds and kind, rows in compressed form: row_lower <= A x <= row_upper."""

    lower: Array  # float64 (C,)
    upper: Array  # float64 (C,)
    integer: Array  # bool (C,)
    row_lower: Array  # float64 (R,)
    row_upper: Array  # float64 (R,)
    start: Array  # int32 (R + 1)
    index: Array  # int32
    value: Array  # float64

    def with_rows(self, coefficients: list[Array], at_least: list[float], at_most: list[float]) -> "Matrix":
        """Return the matrix with rows `at_least <= coefficients x <= at_most` added."""
        if not coefficients:
            return self
        used = [np.flatnonzero(each) for each in coefficients]
        sizes = np.cumsum([len(each) for each in used], dtype=np.int64)
        return Matrix(
            self.lower,
            self.upper,
            self.integer,
            np.concatenate([self.row_lower, np.array(at_least, np.float64)]),
            np.concatenate([self.row_upper, np.array(at_most, np.float64)]),
            np.concatenate([self.start, (self.start[-1] + sizes).astype(np.int32)]),
            np.concatenate([self.index, *(each.astype(np.int32) for each in used)]),
            np.concatenate([self.value, *(row[each] for row, each in zip(coefficients, used, strict=True))]),
        )

    def within(self, lower: Array, upper: Array) -> "Matrix":
        """Return the matrix with tighter column bounds."""
        return Matrix(
            np.maximum(self.lower, lower),
            np.minimum(self.upper, upper),
            self.integer,
            self.row_lower,
            self.row_upper,
            self.start,
            self.index,
            self.value,
        )

    def times(self, x: Array) -> Array:
        """Return A x."""
        if len(self.row_lower) == 0:
            return np.zeros(0)
        sums: Array = np.add.reduceat(np.append(self.value * x[self.index], 0.0), self.start[:-1])
        return np.where(np.diff(self.start) > 0, sums, 0.0)

    def holds(self, x: Array, tolerance: float = 1e-6) -> bool:
        """Say whether `x` keeps every bound and row."""
        inside = (x >= self.lower - tolerance).all() and (x <= self.upper + tolerance).all()
        rows = self.times(x)
        return bool(
            inside and (rows >= self.row_lower - tolerance).all() and (rows <= self.row_upper + tolerance).all()
        )


class Builder:
    """Collects columns and rows; rows of one block are numbered from 0 within the block."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._upper: list[Array] = []
        self._integer: list[Array] = []
        self._columns = 0
        self._rows = 0
        self._bounds: list[tuple[Array, Array]] = []
        self._entries: list[tuple[Array, Array, Array]] = []

    def columns(self, upper: Array, *, integer: bool) -> Array:
        """Add columns between 0 and `upper`; return their numbers."""
        self._upper.append(np.asarray(upper, np.float64))
        self._integer.append(np.full(len(upper), integer))
        self._columns += len(upper)
        return np.arange(self._columns - len(upper), self._columns)

    def rows(self, entries: list[tuple[Array, Array, Array]], lower: Array, upper: Array) -> Array:
        """Add a block of rows from (row within the block, column, value) entries; return the rows' numbers."""
        for row, column, value in entries:
            values = np.broadcast_to(np.asarray(value, np.float64), row.shape)
            self._entries.append((row.astype(np.int64) + self._rows, column, values))
        self._bounds.append((np.asarray(lower, np.float64), np.asarray(upper, np.float64)))
        self._rows += len(upper)
        return np.arange(self._rows - len(upper), self._rows)

    def at_most(self, entries: list[tuple[Array, Array, Array]], upper: Array) -> Array:
        """Add rows `entries <= upper`."""
        return self.rows(entries, np.full(len(upper), -np.inf), upper)

    def matrix(self) -> Matrix:
        """Return what was collected."""
        row, column, value = (
            np.concatenate([entry[k] for entry in self._entries]) if self._entries else np.zeros(0) for k in range(3)
        )
        row, column, value = _merged(row, column, value)
        start = np.searchsorted(row, np.arange(self._rows + 1))
        upper = np.concatenate(self._upper) if self._upper else np.zeros(0)
        integer = np.concatenate(self._integer) if self._integer else np.zeros(0, bool)
        bounds = [np.concatenate([block[k] for block in self._bounds]) if self._bounds else np.zeros(0) for k in (0, 1)]
        value, most = _tidied(row, value, integer[column], bounds[0], bounds[1])
        return Matrix(np.zeros(len(upper)), upper, integer, bounds[0], most, start.astype(np.int32), column, value)


def _merged(row: Array, column: Array, value: Array) -> tuple[Array, Array, Array]:
    """Sort entries by row and column and add up those that meet: twice the same column hangs HiGHS's presolve."""
    settled = np.lexsort((column, row))
    row, column, value = row[settled].astype(np.int64), column[settled].astype(np.int32), value[settled]
    new = np.ones(len(row), bool)
    new[1:] = (np.diff(row) != 0) | (np.diff(column) != 0)
    sums = np.add.reduceat(value, np.flatnonzero(new)) if len(value) else value
    return row[new], column[new], sums


def _tidied(row: Array, value: Array, whole: Array, lower: Array, upper: Array) -> tuple[Array, Array]:
    """Divide `<=` rows of whole numbers by their greatest common divisor and round the bound down: a tighter row."""
    divisor = np.zeros(len(upper), np.int64)
    np.gcd.at(divisor, row, np.abs(np.rint(value)).astype(np.int64))
    fine = np.isinf(lower) & np.isfinite(upper) & (divisor > 1)
    fine &= np.bincount(row, ~whole | (value != np.rint(value)), minlength=len(upper)) == 0
    divisor = np.where(fine, divisor, 1)
    return value / divisor[row], np.where(fine, np.floor(upper / divisor), upper)
