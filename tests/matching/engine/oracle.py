"""Slow and obvious versions of what the engine does fast. They share no code with it."""

from itertools import combinations


def eligible(world):
    """Return {(specialist, need): (terms, mask, most, least)} by asking every rule of every pair, from the rows."""
    found = {}
    places = [str(place) for place in world.geography.ids]
    for s in world.people:
        for n in world.needs:
            minutes = int(world.geography.minutes[places.index(s.home), places.index(n.place)])
            modes = int(world.geography.modes[places.index(s.home), places.index(n.place)])
            at_home = n.remote == 100 and s.remote
            reach = s.minutes * (2 if s.remote and n.remote >= 50 else 1)
            forms = (s.forms_former if s.former == n.owner else s.forms) & n.forms
            if n.role not in s.roles or not n.musts <= s.verified or not forms or s.years < n.years:
                continue
            if not at_home and (minutes > reach or modes & ~s.modes):
                continue
            if n.owner in s.hidden_from or n.place in s.never_places or (s.id, n.id) in world.settings.forbidden:
                continue
            trips = 0 if at_home or n.remote >= 50 else (minutes > 120) + (minutes > 240)
            time = shared(world, s, n, trips)
            if time:
                found[s.id, n.id] = time
    return found


def shared(world, s, n, trips):
    """Return (terms, mask, most, least) if the two share enough time."""
    least = n.asked if n.whole else max(n.least, n.unit)
    terms, mask, room = set(), (1 << 14) - 1, []
    for term in n.terms:
        taken = s.taken[term] if s.taken else 0
        free = s.halves[term] & ~taken & n.halves
        left = max(s.limit[term] - taken.bit_count(), 0) - trips
        if n.unit == 2:
            free = sum(0b11 << k for k in range(0, 14, 2) if free >> k & 0b11 == 0b11)
        if free.bit_count() >= least and left >= least:
            terms.add(term)
            mask &= free
            room.append(left)
    if not terms or 100 * len(terms) < world.settings.rules.overlap_share * len(n.terms):
        return None
    step = n.asked if n.whole else n.unit
    most = min([n.asked, mask.bit_count(), *room]) // step * step
    least = -(-least // step) * step
    return (frozenset(terms), mask, most, least) if most >= least else None


def slots(contracts):
    """Return some disjoint half-days for (mask, halves, days, terms) contracts by trying everything, or None."""
    if not contracts:
        return []
    (mask, halves, days, terms), rest = contracts[0], contracts[1:]
    units = [0b11 << k for k in range(0, 14, 2) if mask >> k & 0b11 == 0b11] if days else one_by_one(mask)
    for chosen in combinations(units, halves // 2 if days else halves):
        used = sum(chosen)
        left = [(m & ~used if terms & t else m, h, d, t) for m, h, d, t in rest]
        found = slots(left)
        if found is not None:
            return [used, *found]
    return None


def one_by_one(mask):
    return [1 << k for k in range(14) if mask >> k & 1]
