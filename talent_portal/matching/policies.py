"""For which requests people may be looked for."""

from sqlalchemy.exc import NoResultFound

from talent_portal.needs.models import Need, NeedState

# A draft stays with its municipality, also one that was returned to it.
THEIRS = frozenset({NeedState.DRAFT, NeedState.RETURNED})


def must_be_ours(need: Need) -> None:
    """Raise `NoResultFound` (404) for a request that has not reached the prefecture."""
    if need.state in THEIRS or need.submitted_at is None:
        raise NoResultFound
