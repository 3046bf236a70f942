"""How many could do the work, and what giving up one condition would add. Counts only; nobody is shown. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from talent_portal.matching.rules.case import Case, Rule
from talent_portal.matching.rules.eligibility import first_failure, is_hidden
from talent_portal.matching.rules.room import whole_days_only
from talent_portal.matching.rules.travel import FULLY_REMOTE, MOSTLY_REMOTE
from talent_portal.needs.rules.facts import NeedFacts, PatternKind, ShareFacts
from talent_portal.specialists.rules.facts import PersonFacts

HALVES_A_DAY = 2
FULL_TIME, PART_TIME = "fy_full", "fy_part"
LATER_DAYS = 30
MOST_SHOWN = 3


# Which rules each group of offers can heal, as the first that fails; nobody else needs to be tried again.
_LAW = frozenset({Rule.FORM, Rule.WAY, Rule.PERMISSION, Rule.HOURS})
CURES = {
    "licence": frozenset({Rule.MUST}),
    "must": frozenset({Rule.MUST}),
    "remote": frozenset({Rule.TRAVEL}),
    "form": _LAW,
    "days": _LAW | {Rule.DAYS},
    "start": _LAW | {Rule.PERIOD, Rule.DAYS},
}


@dataclass(frozen=True, slots=True)
class Relaxed:
    """One condition given up: its code, what it costs the municipality (small is cheap), how many it leads to."""

    code: str
    cost: int
    people: int
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Count:
    """How many could do the work as it stands, and the cheapest ways to more."""

    people: int
    relaxed: tuple[Relaxed, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A relaxation to try. Of one `group` only the cheapest that adds somebody is told."""

    group: str
    code: str
    cost: int
    case: Case
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Return the group without its number."""
        return self.group.rstrip("0123456789")


def count_with_relaxations(case: Case, people: Sequence[PersonFacts]) -> Count:
    """Return the count and, cheapest first, the relaxations that would add at least one person."""
    now, waiting = 0, []
    for person in people:
        if not is_hidden(case, person):
            failure = first_failure(case, person)
            now += failure is None
            waiting += [(person, failure.rule)] if failure else []
    found: dict[str, Relaxed] = {}
    for offer in offers(case) if waiting else ():
        if offer.group in found:
            continue
        curable = [person for person, rule in waiting if rule in CURES[offer.kind]]
        added = sum(1 for person in curable if first_failure(offer.case, person) is None)
        if added:
            found[offer.group] = Relaxed(offer.code, offer.cost, now + added, offer.params)
    cheapest = sorted(found.values(), key=lambda one: (one.cost, -one.people, one.code))
    return Count(now, tuple(cheapest[:MOST_SHOWN]))


def offers(case: Case) -> Iterator[Offer]:
    """Yield what a municipality could give up, within each group the smallest step first.

    Giving up only widens a request: whoever could do the work as it stands is counted in any case.
    """
    yield Offer("licence", "licences_checked", 0, case.with_declared())
    yield from _forms(case)
    yield from _any_days(case)
    yield from _later(case)
    yield from _fewer(case)
    yield from _remote(case)
    yield from _without(case)


def _forms(case: Case) -> Iterator[Offer]:
    if case.need.forms:
        yield Offer("form", "any_form", 1, case.relaxed(replace(case.need, forms=())))


def _any_days(case: Case) -> Iterator[Offer]:
    need = case.need
    if need.pattern is PatternKind.HALVES and whole_days_only(case.plan.halves):
        halves = case.plan.halves.bit_count()
        free = replace(need, pattern=PatternKind.DAYS, halves=0, half_days=halves)
        yield Offer("days", "any_days", 1, case.relaxed(free), {"days": halves / HALVES_A_DAY})


def _later(case: Case) -> Iterator[Offer]:
    start = case.need.starts_on + timedelta(days=LATER_DAYS) if case.plan.is_told else None
    if start is not None and start < case.need.ends_on:
        yield Offer("start", "start_later", 2, case.relaxed(replace(case.need, starts_on=start)), {"day": start})


def _fewer(case: Case) -> Iterator[Offer]:
    """Offer one day less, two days less, down to one: for the rest somebody else would be found.

    Each body of a joint request keeps half a day at least.
    """
    need = case.need
    if need.pattern is PatternKind.HALVES:
        return
    least = max(len(need.shares), 1)
    for step, half_days in enumerate(range(need.half_days - HALVES_A_DAY, least - 1, -HALVES_A_DAY)):
        said = {"days": half_days / HALVES_A_DAY, "instead": need.half_days / HALVES_A_DAY, "month": _is_monthly(need)}
        yield Offer("days", "fewer_days", 2 + step, case.relaxed(with_half_days(need, half_days)), said)


def _is_monthly(need: NeedFacts) -> bool:
    return need.pattern is PatternKind.MONTHLY


def with_half_days(need: NeedFacts, half_days: int) -> NeedFacts:
    """Return the request for fewer half-days, its hours and shares in proportion; as many as it has shares at least."""
    minutes = None if need.weekly_minutes is None else need.weekly_minutes * half_days // need.half_days
    # Fewer hours than full time turn the full-time form of an appointment for a fiscal year into its part-time form.
    forms = (*need.forms, PART_TIME) if FULL_TIME in need.forms and PART_TIME not in need.forms else need.forms
    shares = _spread(need.shares, half_days)
    return replace(need, half_days=half_days, weekly_minutes=minutes, shares=shares, forms=forms)


def _spread(shares: tuple[ShareFacts, ...], half_days: int) -> tuple[ShareFacts, ...]:
    """Return shares that add up to `half_days`: one for each, what is left in proportion, by largest remainders."""
    beyond = [share.half_days - 1 for share in shares]
    whole, left = max(sum(beyond), 1), half_days - len(shares)
    given = [left * each // whole for each in beyond]
    by_remainder = sorted(range(len(shares)), key=lambda k: (-(left * beyond[k] % whole), k))
    for k in by_remainder[: left - sum(given)]:
        given[k] += 1
    return tuple(replace(share, half_days=1 + more) for share, more in zip(shares, given, strict=True))


def _remote(case: Case) -> Iterator[Offer]:
    for cost, percent in ((3, MOSTLY_REMOTE), (5, FULLY_REMOTE)):
        if case.need.remote_percent < percent:
            relaxed = replace(case.need, remote_percent=percent)
            yield Offer("remote", "remote", cost, case.relaxed(relaxed), {"percent": percent})


def _without(case: Case) -> Iterator[Offer]:
    """Offer to do without each must; whoever fills a post that the law demands needs the licence that it names."""
    if case.need.law_required:
        return
    for number, must in enumerate(case.need.musts):
        kept = case.need.musts[:number] + case.need.musts[number + 1 :]
        said = {"qualification": min(must.any_of), "others": len(must.any_of) - 1}
        yield Offer(f"must{number}", "without_licence", 8, case.relaxed(replace(case.need, musts=kept)), said)
