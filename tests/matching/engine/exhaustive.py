"""The best plan of a tiny world by trying every plan, with explicit half-days. It shares no code with the engine."""

from collections import defaultdict
from fractions import Fraction
from itertools import product
from math import ceil

from tests.matching.engine import oracle

MOST = 30_000


class TooLargeError(Exception):
    """There are too many plans to try."""


def best(world, fit, pins=(), previous=None):
    """Return ((fairness, coverage, fit), plans tried) for the best lawful plan; `fit` is {pair: score}.

    With a previous plan {pair: half-days} it is (fairness, coverage, minus the changed pairs, fit).
    """
    pairs = oracle.eligible(world)
    keys = sorted(pairs)
    values = [_sizes(world, key, pairs[key]) for key in keys]
    count = 1
    for each in values:
        count *= len(each)
    if count > MOST:
        raise TooLargeError
    found = None
    for chosen in product(*values):
        plan = {key: halves for key, halves in zip(keys, chosen, strict=True) if halves}
        if all(plan.get(key, 0) >= halves for key, halves in pins) and lawful(world, plan, pairs):
            worth = value(world, plan, pairs, fit)
            if previous is not None:
                changed = sum(plan.get(key, 0) != previous.get(key, 0) for key in keys)
                worth = (*worth[:2], -changed, worth[2])
            found = worth if found is None else max(found, worth)
    return found, count


def _sizes(world, key, time):
    _, _, most, least = time
    need = next(n for n in world.needs if n.id == key[1])
    step = need.asked if need.whole else need.unit
    return [0, *range(least, most + 1, step)]


def lawful(world, plan, pairs):
    return all(_week(world, person, plan, pairs) for person in world.people) and all(
        _need(world, need, plan, pairs) for need in world.needs
    )


def _trip(world, person, need):
    places = [str(place) for place in world.geography.ids]
    if need.remote == 100 and person.remote:
        return 0
    return int(world.geography.minutes[places.index(person.home), places.index(need.place)])


def _week(world, person, plan, pairs):
    mine = [n for n in world.needs if (person.id, n.id) in plan]
    if not mine:
        return True
    if len({n.place for n in mine}) > person.places:
        return False
    if len(mine) > 1 and any(_only_exclusive(world, person, n) for n in mine):
        return False
    for term in range(world.settings.terms):
        here = [n for n in mine if term in pairs[person.id, n.id][0]]
        taken = person.taken[term].bit_count() if person.taken else 0
        trips = [
            0 if n.remote >= 50 else (_trip(world, person, n) > 120) + (_trip(world, person, n) > 240) for n in here
        ]
        if sum(plan[person.id, n.id] for n in here) + sum(trips) > max(person.limit[term] - taken, 0):
            return False
        if person.budget is not None and sum(_minutes(world, person, n, plan) for n in here) > person.budget:
            return False
    contracts = [
        (pairs[person.id, n.id][1], plan[person.id, n.id], n.unit == 2, _mask(pairs[person.id, n.id][0])) for n in mine
    ]
    return oracle.slots(contracts) is not None


def _mask(terms):
    return sum(1 << term for term in terms)


def _only_exclusive(world, person, need):
    own = person.forms_former if person.former == need.owner else person.forms
    return own & need.forms <= world.settings.exclusive_forms


def _minutes(world, person, need, plan):
    step = need.asked if need.whole else need.unit
    days = step // 2 if need.unit == 2 else step
    return plan[person.id, need.id] // step * (2 * _trip(world, person, need) * (100 - need.remote) * days // 100)


def _need(world, need, plan, pairs):
    given = [key for key in plan if key[1] == need.id]
    sums = [sum(plan[key] for key in given if term in pairs[key][0]) for term in range(world.settings.terms)]
    return len(given) <= need.people and max(sums) <= need.asked


def value(world, plan, pairs, fit):
    covered = defaultdict(int)
    for key, halves in plan.items():
        covered[next(n.place for n in world.needs if n.id == key[1])] += halves * len(pairs[key][0])
    amounts = {key: halves * len(pairs[key][0]) for key, halves in plan.items()}
    fairness = sum(_level(world, place, count) for place, count in covered.items())
    return fairness, sum(amounts.values()), sum(fit[key] * amount for key, amount in amounts.items())


def _level(world, place, count):
    terms = world.settings.terms
    asked = sum(n.asked * len(n.terms) for n in world.needs if n.place == place)
    missing, base = ceil(Fraction(asked, terms)), ceil(Fraction(asked, terms))
    if place in world.settings.reports:
        authorised, filled = world.settings.reports[place]
        missing, base = 10 * max(authorised - filled, 0), 10 * authorised
    base = max(base, missing, 1)
    return sum(max(ceil(Fraction(1000 * max(missing - k // terms, 0), base)), 1) for k in range(min(count, asked)))
