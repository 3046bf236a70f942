"""The two machines: an offer from its draft to the appointment, and the placement that follows.

Source: the state tables of the product. Terms are the municipality's; the prefecture comments, records what people
said by telephone or on paper, and chases.
"""

from collections.abc import Mapping
from enum import StrEnum

from talent_portal.accounts.permissions import Permission


class OfferState(StrEnum):
    """From the draft to one of its ends. Whether each side has answered stands beside it."""

    DRAFT = "draft"
    SENT = "sent"
    CONDITIONS = "conditions"
    READY = "ready"
    APPOINTED = "appointed"
    DECLINED = "declined"
    LAPSED = "lapsed"
    RESCINDED = "rescinded"
    FAILED = "failed"
    SUPERSEDED = "superseded"
    DISCARDED = "discarded"


class OfferEvent(StrEnum):
    """What can happen to an offer."""

    EDIT = "edit"
    CHECK = "check"
    COMMENT = "comment"
    SEND = "send"
    DISCARD = "discard"
    PERSON_YES = "person_yes"
    PERSON_NO = "person_no"
    TOWN_YES = "town_yes"
    TOWN_NO = "town_no"
    NOTE = "note"
    CONFIRM = "confirm"
    EXTEND = "extend"
    CHANGE = "change"
    RESCIND = "rescind"
    LAPSE = "lapse"
    SUPERSEDE = "supersede"
    SETTLE = "settle"
    FAIL = "fail"
    APPOINT = "appoint"


class PlacementState(StrEnum):
    """From the appointment to the last day."""

    SCHEDULED = "scheduled"
    ACTIVE = "active"
    ENDED = "ended"
    ENDED_EARLY = "ended_early"
    CANCELLED = "cancelled"


class PlacementEvent(StrEnum):
    """What can happen to a placement."""

    START = "start"
    ASK = "ask"
    HEAR = "hear"
    END = "end"
    END_EARLY = "end_early"
    CANCEL = "cancel"
    REVIEW = "review"
    RELEASE = "release"


_S, _E = OfferState, OfferEvent
_ANSWERED = frozenset({_S.SENT, _S.CONDITIONS, _S.DECLINED})

# state → event → the states it may lead to. What is not here is refused.
TRANSITIONS: Mapping[OfferState, Mapping[OfferEvent, frozenset[OfferState]]] = {
    _S.DRAFT: {
        _E.EDIT: frozenset({_S.DRAFT}),
        _E.CHECK: frozenset({_S.DRAFT}),
        _E.COMMENT: frozenset({_S.DRAFT}),
        _E.SEND: frozenset({_S.SENT}),
        _E.DISCARD: frozenset({_S.DISCARDED}),
        _E.SUPERSEDE: frozenset({_S.SUPERSEDED}),
    },
    _S.SENT: {
        _E.COMMENT: frozenset({_S.SENT}),
        # New rules ask for a new check, however far the offer has come.
        _E.CHECK: frozenset({_S.SENT}),
        _E.PERSON_YES: _ANSWERED,
        _E.PERSON_NO: _ANSWERED,
        _E.TOWN_YES: _ANSWERED,
        _E.TOWN_NO: _ANSWERED,
        _E.NOTE: frozenset({_S.SENT}),
        _E.CONFIRM: _ANSWERED,
        _E.EXTEND: frozenset({_S.SENT}),
        _E.CHANGE: frozenset({_S.DRAFT}),
        _E.RESCIND: frozenset({_S.RESCINDED}),
        _E.LAPSE: frozenset({_S.LAPSED}),
        # The person has left the register.
        _E.SUPERSEDE: frozenset({_S.SUPERSEDED}),
    },
    _S.CONDITIONS: {
        _E.COMMENT: frozenset({_S.CONDITIONS}),
        _E.CHECK: frozenset({_S.CONDITIONS}),
        _E.SETTLE: frozenset({_S.CONDITIONS, _S.READY}),
        _E.FAIL: frozenset({_S.FAILED}),
        _E.SUPERSEDE: frozenset({_S.SUPERSEDED}),
    },
    _S.READY: {
        _E.COMMENT: frozenset({_S.READY}),
        _E.CHECK: frozenset({_S.READY}),
        _E.SETTLE: frozenset({_S.CONDITIONS, _S.READY}),
        _E.FAIL: frozenset({_S.FAILED}),
        _E.SUPERSEDE: frozenset({_S.SUPERSEDED}),
        _E.APPOINT: frozenset({_S.APPOINTED}),
    },
    **{end: {} for end in (_S.APPOINTED, _S.DECLINED, _S.LAPSED, _S.RESCINDED, _S.FAILED, _S.SUPERSEDED, _S.DISCARDED)},
}
OPEN = frozenset(state for state, events in TRANSITIONS.items() if events)
# While these last the half-days of the terms are taken out of the person's calendar.
HOLDING = frozenset({_S.SENT, _S.CONDITIONS, _S.READY})
AGREED = frozenset({_S.CONDITIONS, _S.READY})

# Who may do it: the permission, as far as its scope reaches. `SYSTEM` events belong to the clock.
WHO: Mapping[OfferEvent, Permission] = {
    _E.EDIT: Permission.OFFER_DRAFT,
    _E.CHECK: Permission.FORM_CHECK_RECORD,
    _E.COMMENT: Permission.FORM_CHECK_COMMENT,
    _E.SEND: Permission.OFFER_SEND,
    _E.DISCARD: Permission.OFFER_DRAFT,
    _E.PERSON_YES: Permission.OFFER_ANSWER,
    _E.PERSON_NO: Permission.OFFER_ANSWER,
    _E.TOWN_YES: Permission.OFFER_ANSWER,
    _E.TOWN_NO: Permission.OFFER_ANSWER,
    _E.NOTE: Permission.ANSWER_ON_PAPER,
    _E.CONFIRM: Permission.ANSWER_ON_PAPER,
    _E.EXTEND: Permission.OFFER_SEND,
    _E.CHANGE: Permission.OFFER_SEND,
    _E.RESCIND: Permission.OFFER_SEND,
    _E.SETTLE: Permission.OFFER_DRAFT,
    _E.FAIL: Permission.OFFER_SEND,
    _E.APPOINT: Permission.APPOINTMENT_RECORD,
}
OF_THE_PERSON = frozenset({_E.PERSON_YES, _E.PERSON_NO})
SYSTEM = frozenset({_E.LAPSE, _E.SUPERSEDE})

_P, _V = PlacementState, PlacementEvent
PLACEMENT_TRANSITIONS: Mapping[PlacementState, Mapping[PlacementEvent, frozenset[PlacementState]]] = {
    _P.SCHEDULED: {
        _V.START: frozenset({_P.ACTIVE}),
        _V.ASK: frozenset({_P.SCHEDULED}),
        _V.HEAR: frozenset({_P.SCHEDULED}),
        _V.CANCEL: frozenset({_P.CANCELLED}),
    },
    _P.ACTIVE: {
        _V.ASK: frozenset({_P.ACTIVE}),
        _V.HEAR: frozenset({_P.ACTIVE}),
        # An early end sets another last day; the clock ends the placement when that day is over.
        _V.END_EARLY: frozenset({_P.ACTIVE}),
        _V.END: frozenset({_P.ENDED, _P.ENDED_EARLY}),
    },
    _P.ENDED: {_V.REVIEW: frozenset({_P.ENDED}), _V.RELEASE: frozenset({_P.ENDED})},
    _P.ENDED_EARLY: {_V.REVIEW: frozenset({_P.ENDED_EARLY}), _V.RELEASE: frozenset({_P.ENDED_EARLY})},
    _P.CANCELLED: {},
}
RUNNING = frozenset({_P.SCHEDULED, _P.ACTIVE})
OVER = frozenset({_P.ENDED, _P.ENDED_EARLY})
PLACEMENT_WHO: Mapping[PlacementEvent, Permission] = {
    _V.ASK: Permission.PLACEMENT_CHANGE,
    _V.HEAR: Permission.PLACEMENT_CHANGE,
    _V.END_EARLY: Permission.PLACEMENT_CHANGE,
    _V.CANCEL: Permission.PLACEMENT_CHANGE,
    _V.REVIEW: Permission.REVIEW_WRITE,
}
# What those whose grant says "ask only" may do; the others decide.
ASKING = frozenset({_V.ASK})
PLACEMENT_SYSTEM = frozenset({_V.START, _V.END, _V.RELEASE})
