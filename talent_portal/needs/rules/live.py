"""The answer to "how many people could do this?", without showing anyone. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field


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
