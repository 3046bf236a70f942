"""What a run answers: whole numbers and codes only, ready for JSON, the same bytes for the same plan."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from talent_portal.matching.engine.fairness import FairnessReport


@dataclass(frozen=True, slots=True, order=True)
class Assignment:
    """One contract: half-days a week, which ones (mask), the form, the terms (mask), and the score with its parts."""

    specialist: str
    need: str
    halves: int
    slots: int
    form: str
    terms: int
    score: int
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tier:
    """One aim in its turn: what was reached, what is proven to be the most possible, and how that ended.

    `gap` is in millionths of the bound. `status` is optimal (proven, all earlier tiers kept) or feasible.
    """

    name: str
    value: int
    bound: int
    gap: int
    status: str
    ended_by: str
    milliseconds: int = 0


@dataclass(frozen=True, slots=True, order=True)
class PinConflict:
    """A pin that could not be kept, and the rule that it breaks together with the kept ones."""

    specialist: str
    need: str
    code: str


@dataclass(frozen=True, slots=True, order=True)
class Unmet:
    """A need that did not get all it asked for."""

    need: str
    asked: int
    given: int


@dataclass(frozen=True, slots=True)
class Change:
    """One pair that differs from the previous plan, in half-days a week."""

    specialist: str
    need: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class AllocationResult:
    """A verified plan with its proof. `status`: optimal | feasible | repaired. `log` names every stage in order."""

    digest: str
    status: str
    route: str
    assignments: tuple[Assignment, ...]
    tiers: tuple[Tier, ...]
    unmet: tuple[Unmet, ...]
    conflicts: tuple[PinConflict, ...]
    changes: tuple[Change, ...]
    before: FairnessReport
    after: FairnessReport
    log: tuple[str, ...] = ()

    def canonical(self) -> str:
        """Return the result as JSON without timings and log: equal plans give equal bytes."""
        settled = replace(self, log=(), tiers=tuple(replace(tier, milliseconds=0) for tier in self.tiers))
        return json.dumps(asdict(settled), sort_keys=True, separators=(",", ":"))

    def compared_with(self, previous: Sequence[Assignment]) -> "AllocationResult":
        """Return the same result with the changes against another plan."""
        return replace(self, changes=changes(previous, self.assignments))

    def to_json(self) -> dict[str, Any]:
        """Return everything as plain lists, texts and whole numbers."""
        return asdict(self)


def changes(previous: Sequence[Assignment], plan: Sequence[Assignment]) -> tuple[Change, ...]:
    """Return the pairs whose half-days differ, by ids; nothing where there was no previous plan."""
    if not previous:
        return ()
    before = {(a.specialist, a.need): a.halves for a in previous}
    after = {(a.specialist, a.need): a.halves for a in plan}
    return tuple(
        Change(s, n, before.get((s, n), 0), after.get((s, n), 0))
        for s, n in sorted(before.keys() | after.keys())
        if before.get((s, n), 0) != after.get((s, n), 0)
    )
