"""What the measurements of the engine share: CPU seconds of a piece of work, and figures of many draws in one."""

import statistics
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

Answer = TypeVar("Answer")


def timed(work: Callable[[], Answer]) -> tuple[float, Answer]:
    """Return the CPU seconds that the work takes, and its answer."""
    began = time.process_time()
    answer = work()
    return time.process_time() - began, answer


def joined(rows: Sequence[dict[str, float]]) -> dict[str, float]:
    """Return the mean of each figure, of `max_` and `least_` keys the extreme."""
    return {key: _joined(key, [row[key] for row in rows]) for key in rows[0]}


def _joined(key: str, values: list[float]) -> float:
    if key.startswith("max_"):
        return max(values)
    return min(values) if key.startswith("least_") else statistics.fmean(values)
