"""The answer to "how many people could do this?", without showing anyone. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# Fewer than so many people could be told apart; their number is never told to a municipality.
FEW = 5


def is_few(people: int) -> bool:
    """Return whether so few people must not be counted aloud."""
    return 0 < people < FEW


def told(people: int) -> str:
    """Return a number as a municipality may read it: nobody, 1–4, or the number itself."""
    return f"1–{FEW - 1}" if is_few(people) else str(people)


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One condition given up, and how many people could do it then.

    `code` is a key of the words lent beside the counter; `params` fill them.
    """

    code: str
    people: int
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LiveCount:
    """How many registered people fulfil every condition, and the cheapest ways to more, best first."""

    people: int
    relaxations: tuple[Relaxation, ...] = ()
