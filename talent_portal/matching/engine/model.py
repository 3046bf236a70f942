"""What the engine is told, as frozen arrays in a canonical order (ids ascending), and its digest.

S specialists, N needs, P places, T terms. Every text lives in `ids` and `names`; everything else is a small integer.
Qualifications and appointment forms are bit masks, roles several words of them: bit k is the k-th code of `Names`.
"""

import hashlib
from dataclasses import dataclass, field, fields
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]

SLOTS = 14
WEEK = (1 << SLOTS) - 1
MORNINGS = 0b01_0101_0101_0101
WHOLE_DAY = 2
WORD = 64
FULL = 100
NO_BUDGET = 65_535
FULL_SCORE = 1000
NOBODY = -1
UNREACHABLE = 65_535


@dataclass(frozen=True, slots=True)
class Specialists:
    """S people; what is already promised elsewhere (placements, open offers) is taken out of `halves` and `limit`."""

    ids: Array  # text, ascending
    home: Array  # int16, place
    roles: Array  # uint64 (S, words): role k is bit k % 64 of word k // 64
    verified: Array  # uint64 mask: checked, valid for the whole period
    claimed: Array  # uint64 mask: verified or self-declared
    forms: Array  # uint32 mask: lawful for this person at any organisation
    forms_former: Array  # uint32 mask: lawful at the organisation that the person retired from
    former: Array  # int16, organisation or NOBODY
    years: Array  # uint8
    minutes: Array  # uint16, longest one-way trip
    modes: Array  # uint8 mask: boat, aeroplane, overnight stay accepted
    remote: Array  # bool: works from home willingly
    known: Array  # int16, place that the person has ties with, or NOBODY
    halves: Array  # uint16 (S, T): half-days of the week still free
    limit: Array  # uint8 (S, T): half-days a week still wanted
    places: Array  # uint8: at most so many municipalities at once
    budget: Array  # uint16: minutes of travel a week, NO_BUDGET for none


@dataclass(frozen=True, slots=True)
class Needs:
    """N needs. `asked` counts half-days a week; one contract has at least `least`, in multiples of `unit`."""

    ids: Array  # text, ascending
    place: Array  # int16
    owner: Array  # int16, organisation
    role: Array  # int16
    musts: Array  # uint64 mask
    helpful: Array  # uint64 mask
    forms: Array  # uint32 mask: lawful for this post
    years: Array  # uint8
    halves: Array  # uint16 mask of the half-days that suit
    asked: Array  # uint8, half-days a week
    least: Array  # uint8, half-days a week of one contract
    unit: Array  # uint8: 1 half-days, 2 whole days
    whole: Array  # bool: one person for all of it, or nobody
    people: Array  # uint8: at most so many people share it
    terms: Array  # uint8 mask
    remote: Array  # uint8, per cent that can be done from home
    priority: Array  # uint8, 1 unless somebody weighs it


@dataclass(frozen=True, slots=True)
class AreaCap:
    """At most `limit` half-days a week (times terms) in these places together."""

    name: str
    places: tuple[int, ...]
    limit: int


@dataclass(frozen=True, slots=True)
class Geography:
    """P places; `minutes[a, b]` is one way from a to b, `modes[a, b]` what the trip needs."""

    ids: Array  # text, ascending
    minutes: Array  # uint16 (P, P)
    modes: Array  # uint8 (P, P)
    island: Array  # bool
    area: Array  # int16
    caps: tuple[AreaCap, ...] = ()


@dataclass(frozen=True, slots=True)
class Shortage:
    """Heads by place as the municipalities reported them; `authorised` is NOBODY where no report came in."""

    authorised: Array  # int32
    filled: Array  # int32


@dataclass(frozen=True, slots=True)
class Pins:
    """What a coordinator decided beforehand. `halves` 0 pins the pair, more pins at least so many half-days."""

    specialist: Array  # int32
    need: Array  # int32
    halves: Array  # int16
    exact: Array  # bool


@dataclass(frozen=True, slots=True)
class Forbidden:
    """Pairs that must not come about: by need, and by organisation (hide-from) or place (never there)."""

    pairs: Array  # int32 (k, 2): specialist, need
    owners: Array  # int32 (k, 2): specialist, organisation
    places: Array  # int32 (k, 2): specialist, place


@dataclass(frozen=True, slots=True)
class Names:
    """The codes behind the bits and numbers."""

    roles: tuple[str, ...]
    qualifications: tuple[str, ...]
    forms: tuple[str, ...]
    owners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """What the prefecture decides about matching in general.

    `overhead` says how many half-days a week the trip itself costs from how many minutes one way (mostly on site).
    Work that is at least `remote_share` per cent from home may lie `remote_reach` times as far for the willing.
    `overlap_share` per cent of a need's terms must be served. `exclusive_forms` allow no second contract.
    """

    overhead: tuple[tuple[int, int], ...] = ((120, 1), (240, 2))
    remote_share: int = 50
    remote_reach: int = 2
    overlap_share: int = 50
    exclusive_forms: int = 0


@dataclass(frozen=True, slots=True)
class Weights:
    """What makes a pair fit well; 1000 in all keeps scores between 0 and 1000."""

    helpful: int = 300
    travel: int = 200
    days: int = 150
    years: int = 150
    ties: int = 100
    form: int = 100

    def __post_init__(self) -> None:
        """Keep scores inside their integer range."""
        if min(self.parts()) < 0 or not 0 < sum(self.parts()) <= FULL_SCORE:
            raise ValueError("weights are at least 0 and sum to between 1 and 1000")

    def parts(self) -> tuple[int, ...]:
        """Return the weights in the order of the score's parts."""
        return tuple(getattr(self, part) for part in PARTS)


PARTS = ("helpful", "travel", "days", "years", "ties", "form")


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything one run depends on; equal digests mean equal questions."""

    terms: int
    specialists: Specialists
    needs: Needs
    geography: Geography
    shortage: Shortage
    pins: Pins
    forbidden: Forbidden
    names: Names
    rules: Rules = field(default_factory=Rules)
    weights: Weights = field(default_factory=Weights)

    def digest(self) -> str:
        """Return the SHA-256 of all arrays, names and rules, in hexadecimal."""
        seal = hashlib.sha256()
        for part in fields(self):
            _feed(seal, part.name, getattr(self, part.name))
        return seal.hexdigest()


@dataclass(frozen=True, slots=True)
class Pairs:
    """E eligible pairs, by specialist, then need; `first` is where each specialist's pairs begin (S + 1)."""

    specialist: Array  # int32
    need: Array  # int32
    minutes: Array  # uint16, one way; 0 where everything is done from home
    form: Array  # int8, the first lawful form, an exclusive one only where no other is lawful
    exclusive: Array  # bool
    mask: Array  # uint16: half-days that suit both, in every term of the pair
    terms: Array  # uint8 mask: terms in which both are there
    lower: Array  # uint8, half-days
    upper: Array  # uint8, half-days
    unit: Array  # uint8: the contract's half-days are a multiple of it
    overhead: Array  # uint8: half-days a week that the trips cost
    first: Array  # int32 (S + 1)

    def __len__(self) -> int:
        """Count the pairs."""
        return len(self.specialist)


def _feed(seal: "hashlib._Hash", name: str, value: Any) -> None:
    if isinstance(value, np.ndarray):
        settled = np.ascontiguousarray(value)
        # A text array's width follows its longest entry, so texts are hashed as one joined string.
        body = "\0".join(settled.tolist()).encode() if settled.dtype.kind == "U" else settled.tobytes()
        seal.update(f"{name}{settled.dtype.kind}{settled.shape}".encode() + body)
    elif hasattr(value, "__dataclass_fields__"):
        for part in fields(value):
            _feed(seal, f"{name}.{part.name}", getattr(value, part.name))
    else:
        seal.update(f"{name}={value!r}".encode())


def popcount(masks: Array) -> Array:
    """Count the half-days in each mask."""
    return np.bitwise_count(masks)


def in_role(words: Array, role: Array | int) -> Array:
    """Say, row by row, whether the words of roles hold the role."""
    word, bit = np.divmod(np.asarray(role, np.int64), WORD)
    found: Array = (words[np.arange(len(words)), word] >> bit.astype(np.uint64)) & np.uint64(1)
    return found.astype(bool)


def whole_days(masks: Array) -> Array:
    """Keep only days of which both halves are there."""
    days = masks & (masks >> np.uint16(1)) & np.uint16(MORNINGS)
    kept: Array = days | (days << np.uint16(1))
    return kept
