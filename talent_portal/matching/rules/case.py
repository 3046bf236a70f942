"""One request, made ready to be held against many people. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import TypeVar, cast

from talent_portal.matching.rules.plan import Plan, plan_of
from talent_portal.municipalities.rules import Trip
from talent_portal.needs.rules.facts import NeedFacts
from talent_portal.professions.rules import RuleTable

Found = TypeVar("Found")

# Fastest trips by start and end, for those who take (ships, aeroplanes) or do not.
Trips = Mapping[str, Mapping[str, Trip]]
Ways = Mapping[tuple[bool, bool], Trips]


class Rule(StrEnum):
    """The hard rules, in the order in which the first that fails is told."""

    ROLE = "role"
    MUST = "must"
    BARRED = "barred"
    PLACE = "place"
    TRAVEL = "travel"
    PERIOD = "period"
    DAYS = "days"
    FORM = "form"
    WAY = "way"
    PERMISSION = "permission"
    HOURS = "hours"


ORDER = tuple(Rule)


@dataclass(frozen=True, slots=True)
class Failure:
    """A hard rule that does not hold: its code, and in `params` the margin and what else the sentence needs."""

    rule: Rule
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """A request with its weeks, the decision table in force and the ways; `forms` are those that come into question.

    `barred` are ids of people whom the coordinator has ruled out for this request. With `declared_counts`, licences
    that nobody has checked count like checked ones (to tell how many a check would add); with `minutes_more`, a way may
    be so many minutes longer than people accept.
    """

    need: NeedFacts
    plan: Plan
    table: RuleTable
    ways: Ways
    forms: tuple[str, ...]
    barred: frozenset[int] = frozenset()
    declared_counts: bool = False
    minutes_more: int = 0
    # What has been worked out already, by what it depends on: people are much alike.
    known: dict[tuple[object, ...], object] = field(default_factory=dict, repr=False, compare=False)

    def once(self, key: tuple[object, ...], work_out: Callable[[], Found]) -> Found:
        """Return what `work_out` gives, asking it once for each key. The key must name all that it depends on."""
        try:
            return cast("Found", self.known[key])
        except KeyError:
            found = self.known[key] = work_out()
            return found

    @cached_property
    def asks_ages(self) -> bool:
        """Return whether any form in question depends on the age of the person."""
        rules = [self.table.facts[form] for form in self.forms if form in self.table.facts]
        return any(one.min_leaving_age is not None or one.max_age_at_fiscal_year_end is not None for one in rules)

    def relaxed(self, need: NeedFacts) -> "Case":
        """Return the case of a request that asks for less, over the same table and ways."""
        found = case_of(need, self.table, self.ways, barred=self.barred)
        return replace(found, declared_counts=self.declared_counts, minutes_more=self.minutes_more)

    def with_declared(self) -> "Case":
        """Return the case in which self-declared licences count."""
        return replace(self, declared_counts=True, known={})

    def with_minutes(self, more: int) -> "Case":
        """Return the case in which ways may be longer than people accept."""
        return replace(self, minutes_more=more, known={})


def case_of(need: NeedFacts, table: RuleTable, ways: Ways, *, barred: Iterable[int] = ()) -> Case:
    """Return the case of a request; a request that leaves the form open may take any form that the table knows."""
    forms = need.forms or tuple(sorted({form for _, _, form in table.cells}))
    return Case(need, plan_of(need), table, ways, forms, frozenset(barred))
