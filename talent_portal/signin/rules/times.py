"""How long things live, and how long a lock lasts. Pure."""

from datetime import datetime, timedelta

IDLE = {"staff": timedelta(minutes=30), "specialist": timedelta(hours=2)}
ABSOLUTE = {"staff": timedelta(hours=8), "specialist": timedelta(hours=24)}
LINK_LIFE = {
    "invitation": timedelta(hours=48),
    "reset": timedelta(minutes=30),
    "mail": timedelta(minutes=10),
}
# Between the first factor and the second.
HALF_WAY = timedelta(minutes=10)
CHALLENGE_LIFE = timedelta(minutes=5)
CODE_TRIES = 5

TRIES = 10
FIRST_LOCK = timedelta(minutes=15)
LONGEST_LOCK = timedelta(hours=4)
FORGOTTEN_AFTER = timedelta(hours=24)
# Letters to one address: enough for an impatient person, too few to be a nuisance.
LETTERS = 5
LETTERS_PAUSE = timedelta(hours=1)


def lock_after(count: int) -> timedelta | None:
    """Return how long the account is locked after its `count`-th wrong try in a row, or None.

    Every tenth locks: 15 minutes, 30, 60, … up to four hours.
    """
    if count == 0 or count % TRIES:
        return None
    doubled: int = 2 ** min(count // TRIES - 1, 10)
    return min(FIRST_LOCK * doubled, LONGEST_LOCK)


def is_forgotten(last_at: datetime, now: datetime) -> bool:
    """Return whether earlier tries no longer count."""
    return now - last_at >= FORGOTTEN_AFTER
