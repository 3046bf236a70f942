"""Who plays the moves: plain Python, or the very same functions compiled by numba where it is installed."""

import hashlib
from collections.abc import Mapping
from functools import cache
from types import FunctionType, SimpleNamespace
from typing import Any

from talent_portal.matching.engine import kernels, moves, renewals

# Each calls only those before it.
PLAYED = (
    kernels.bits,
    kernels.week_fits,
    kernels.person_fits,
    kernels.room,
    kernels.wanting,
    kernels.idle,
    kernels.put,
    kernels.raised,
    moves.fill,
    moves.hold,
    moves.refill,
    moves.reuse,
    moves.undo,
    moves.fit_change,
    moves.room_in_need,
    moves.eject,
    moves.relieve,
    moves.improve,
    renewals.draw,
    renewals.clear,
    renewals.cleared_around,
    renewals.ranked,
    renewals.renew,
)
UNCOUNTED: dict[str, Any] = {"cache": True, "_nrt": False}


@cache
def compiled() -> SimpleNamespace | None:
    """Return `fill`, `hold`, `improve` and `renew` compiled, or None where numba is missing; the code is kept.

    Each function is made anew over one namespace, so that compiled ones call compiled ones and the plain ones stay.
    None of them makes or drops a column, so none counts who holds one: counting took seven eighths of the time.
    """
    try:
        from numba import njit  # noqa: PLC0415 only where it is wanted
    except ImportError:
        return None
    space: dict[str, Any] = vars(kernels) | vars(moves) | vars(renewals)
    named = stamp(space)
    for function in PLAYED:
        twin = FunctionType(function.__code__, space, function.__name__)
        twin.__qualname__ = f"{function.__name__}_{named}"
        space[function.__name__] = njit(**UNCOUNTED)(twin)
    return SimpleNamespace(**{name: space[name] for name in ("fill", "hold", "improve", "renew")})


def stamp(space: Mapping[str, Any]) -> str:
    """Return a digest of all that is compiled, for the names under which the machine code is kept.

    Compiled functions hold those that they call and the numbers that they read, but numba looks only into the file of
    the function itself for changes: after one elsewhere it would go on playing what it kept.
    """
    told = [(each.__code__.co_code, each.__code__.co_consts, each.__code__.co_names) for each in PLAYED]
    numbers = sorted((name, value) for name, value in space.items() if isinstance(value, int))
    return hashlib.sha256(repr((told, numbers)).encode()).hexdigest()[:12]


plain = SimpleNamespace(fill=moves.fill, hold=moves.hold, improve=moves.improve, renew=renewals.renew)
