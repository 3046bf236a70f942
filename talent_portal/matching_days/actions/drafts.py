"""What forms end in: frozen, plain, already checked for shape, still to be judged by the rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SeatsDraft:
    """One municipality (the reference of its organisation) and its seats."""

    organisation: str
    seats: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayDraft:
    """Everything about a matching day but its applicants. Times are aware; `caps` are limits by code of area."""

    title_ja: str
    title_en: str = ""
    profession: str
    most_wishes: int = 3
    wishes_until: datetime
    ranks_until: datetime
    programmes: tuple[SeatsDraft, ...]
    caps: Mapping[str, int] = field(default_factory=dict)
