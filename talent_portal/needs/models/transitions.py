"""What may happen to a request in which state, and what it becomes then. The one table; nothing else moves a state."""

from enum import StrEnum

from talent_portal.accounts.permissions import Permission
from talent_portal.needs.models.need import NeedState


class NeedEvent(StrEnum):
    """What can happen to a request."""

    SUBMIT = "submit"
    TAKE_BACK = "take-back"
    DISCARD = "discard"
    RETURN = "return"
    OPEN = "open"
    WITHDRAW = "withdraw"
    CLOSE = "close"
    REOPEN = "reopen"
    EXPIRE = "expire"
    PROPOSE = "propose"
    PLACE = "place"
    FILL = "fill"
    RELEASE = "release"
    EMPTY = "empty"


_S, _E = NeedState, NeedEvent
_SEEKING = (_S.OPEN, _S.MATCHING, _S.PARTLY_FILLED)


def _from(*states: NeedState, event: NeedEvent, to: NeedState) -> dict[tuple[NeedState, NeedEvent], NeedState]:
    return {(state, event): to for state in states}


TRANSITIONS: dict[tuple[NeedState, NeedEvent], NeedState] = {
    **_from(_S.DRAFT, _S.RETURNED, event=_E.SUBMIT, to=_S.SUBMITTED),
    **_from(_S.SUBMITTED, event=_E.TAKE_BACK, to=_S.DRAFT),
    **_from(_S.DRAFT, _S.RETURNED, event=_E.DISCARD, to=_S.WITHDRAWN),
    **_from(_S.SUBMITTED, event=_E.RETURN, to=_S.RETURNED),
    **_from(_S.SUBMITTED, event=_E.OPEN, to=_S.OPEN),
    **_from(_S.SUBMITTED, *_SEEKING, event=_E.WITHDRAW, to=_S.WITHDRAWN),
    **_from(*_SEEKING, event=_E.CLOSE, to=_S.UNFILLED),
    **_from(_S.SUBMITTED, *_SEEKING, event=_E.EXPIRE, to=_S.EXPIRED),
    **_from(_S.FILLED, _S.UNFILLED, _S.WITHDRAWN, _S.EXPIRED, event=_E.REOPEN, to=_S.OPEN),
    **_from(_S.OPEN, _S.MATCHING, event=_E.PROPOSE, to=_S.MATCHING),
    **_from(_S.PARTLY_FILLED, event=_E.PROPOSE, to=_S.PARTLY_FILLED),
    **_from(*_SEEKING, event=_E.PLACE, to=_S.PARTLY_FILLED),
    **_from(*_SEEKING, event=_E.FILL, to=_S.FILLED),
    **_from(_S.FILLED, _S.PARTLY_FILLED, event=_E.RELEASE, to=_S.PARTLY_FILLED),
    **_from(_S.FILLED, _S.PARTLY_FILLED, event=_E.EMPTY, to=_S.MATCHING),
}
# Who may let it happen; what is missing here comes from the clock, or from introductions and placements.
PERMISSIONS: dict[NeedEvent, Permission] = {
    _E.SUBMIT: Permission.NEED_EDIT,
    _E.TAKE_BACK: Permission.NEED_EDIT,
    _E.DISCARD: Permission.NEED_EDIT,
    _E.RETURN: Permission.NEED_OPEN,
    _E.OPEN: Permission.NEED_OPEN,
    _E.CLOSE: Permission.NEED_OPEN,
    _E.REOPEN: Permission.NEED_OPEN,
    _E.WITHDRAW: Permission.NEED_WITHDRAW,
}
