"""A market as flat columns of numbers, as the compiled day reads it (`proposals`), and its outcome back as names.

People and programmes are numbered in the order of the market, so that a day takes the same course as in plain Python.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, chain
from typing import NamedTuple

import numpy as np

from talent_portal.matching.engine.market import Cap, Market, order, ranks
from talent_portal.matching.engine.model import Array

ABSENT = -1


class Books(NamedTuple):
    """P people, H programmes, W wishes, R ranked people, L caps, C caps by programme; all int32.

    Each cap has a tree over its programmes, in the order of equals: `tree_size` leaves, a power of two, and as many
    nodes above them (the first is unused), laid from `tree_first` on.
    """

    wish_first: Array  # (P + 1)
    wish: Array  # (W,) programme, best first
    wish_rank: Array  # (W,) the person's place on that programme's list, or ABSENT
    rank_first: Array  # (H + 1)
    ranked: Array  # (R,) person, best first, or ABSENT where somebody takes no part
    seats: Array  # (H,)
    aims: Array  # (H,)
    cap_first: Array  # (H + 1)
    cap: Array  # (C,) the caps around a programme, innermost first
    leaf: Array  # (C,) the programme's leaf in the tree of that cap
    limit: Array  # (L,)
    tree_first: Array  # (L,)
    tree_size: Array  # (L,)
    member: Array  # the programme at each leaf of each tree, from half of `tree_first` on


class Ended(NamedTuple):
    """How a day ended: who is held, and which seats were given up for a cap, in the order in which they were."""

    held: Array  # (R,) places on the list of those whom each programme holds, from `rank_first` on
    seated: Array  # (H,) how many
    given: Array  # positions in `ranked`
    given_for: Array  # cap


def books_of(market: Market, seats: Mapping[str, int], caps: Sequence[Cap], aims: Mapping[str, int]) -> Books:
    """Return the columns of a usable market; `caps` innermost first."""
    number = {name: h for h, name in enumerate(market.programmes)}
    person = {name: d for d, name in enumerate(market.people)}
    rank = ranks(market)
    people, everybody = market.people.items(), chain.from_iterable(market.programmes.values())
    return Books(
        wish_first=_firsts(map(len, market.people.values())),
        wish=_column([number[wish] for _, wishes in people for wish in wishes]),
        wish_rank=_column([rank[wish].get(name, ABSENT) for name, wishes in people for wish in wishes]),
        rank_first=_firsts(map(len, market.programmes.values())),
        ranked=_column([person.get(name, ABSENT) for name in everybody]),
        seats=_column(seats[name] for name in number),
        aims=_column(aims.get(name, 0) for name in number),
        **_trees(market, caps, number),
    )


def _trees(market: Market, caps: Sequence[Cap], number: Mapping[str, int]) -> dict[str, Array]:
    place = order(market) if caps else {}
    inside = [sorted(cap.programmes & number.keys(), key=place.__getitem__) for cap in caps]
    around: list[list[tuple[int, int]]] = [[] for _ in number]
    for c, names in enumerate(inside):
        for leaf, name in enumerate(names):
            around[number[name]].append((c, leaf))
    sizes = [1 << max(len(names) - 1, 0).bit_length() for names in inside]
    return {
        "cap_first": _firsts(map(len, around)),
        "cap": _column(c for those in around for c, _ in those),
        "leaf": _column(leaf for those in around for _, leaf in those),
        "limit": _column(cap.limit for cap in caps),
        "tree_first": _firsts(2 * size for size in sizes)[:-1],
        "tree_size": _column(sizes),
        "member": _column(
            number[names[k]] if k < len(names) else ABSENT
            for names, size in zip(inside, sizes, strict=True)
            for k in range(size)
        ),
    }


def matched_of(market: Market, books: Books, ended: Ended) -> dict[str, str]:
    """Return who goes where."""
    firsts, counts = books.rank_first.tolist(), ended.seated.tolist()
    held = [ended.held[first : first + count].tolist() for first, count in zip(firsts, counts, strict=False)]
    lists = zip(market.programmes.items(), held, strict=True)
    return {ranked[rank]: name for (name, ranked), those in lists for rank in those}


def given_up_of(market: Market, books: Books, ended: Ended, caps: Sequence[Cap]) -> dict[tuple[str, str], str]:
    """Return the cap for which each seat was given up, by (person, programme)."""
    owner = np.searchsorted(books.rank_first, ended.given, side="right") - 1
    rank = ended.given - books.rank_first[owner]
    lists = list(market.programmes.items())
    found = zip(owner.tolist(), rank.tolist(), ended.given_for.tolist(), strict=True)
    return {(lists[h][1][k], lists[h][0]): caps[c].name for h, k, c in found}


def _firsts(sizes: Iterator[int]) -> Array:
    return _column([0, *accumulate(sizes)])


def _column(values: Sequence[int] | Iterator[int]) -> Array:
    return np.array(values if isinstance(values, list) else list(values), np.int32)
