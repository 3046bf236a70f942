"""The one state machine of a candidate (候補者), and who may take which step of it. Pure.

The prefecture keeps candidates, asks and introduces; selection belongs to the municipality alone; a person answers for
themselves, and staff may only write down what they said. What a placement becomes is told from the floor above.
"""

from collections.abc import Mapping
from enum import StrEnum

from talent_portal.accounts.permissions import Permission


class ProposalState(StrEnum):
    """Where one person is on the way to one request."""

    SUGGESTED = "suggested"
    SHORTLISTED = "shortlisted"
    SOUNDED = "sounded"
    NO_ANSWER = "no_answer"
    INTERESTED = "interested"
    REFERRED = "referred"
    SELECTED = "selected"
    OFFERED = "offered"
    PLACED = "placed"
    # Ends. Each of them has told everybody whom the case has reached.
    DROPPED = "dropped"
    NOT_INTERESTED = "not_interested"
    WITHDRAWN = "withdrawn"
    NOT_SELECTED = "not_selected"
    ENDED = "ended"


class Event(StrEnum):
    """What can happen. Facts that change no state stand here too, so that one table says when they may happen."""

    SHORTLIST = "shortlist"
    SHOW = "show"
    ASK = "ask"
    REMIND = "remind"
    INTEREST = "interest"
    DECLINE = "decline"
    TIME_OUT = "time_out"
    CHECK = "check"
    DISPUTE = "dispute"
    CONSENT = "consent"
    WITHDRAW = "withdraw"
    REFER = "refer"
    INVITE = "invite"
    SELECT = "select"
    REJECT = "reject"
    DROP = "drop"
    OFFER = "offer"
    OFFER_AGAIN = "offer_again"
    PLACE = "place"
    END = "end"


_S, _E = ProposalState, Event
TRANSITIONS: Mapping[ProposalState, Mapping[Event, ProposalState]] = {
    _S.SUGGESTED: {_E.SHORTLIST: _S.SHORTLISTED, _E.DROP: _S.DROPPED},
    _S.SHORTLISTED: {_E.SHOW: _S.SHORTLISTED, _E.ASK: _S.SOUNDED, _E.DROP: _S.DROPPED},
    _S.SOUNDED: {
        _E.SHOW: _S.SOUNDED,
        _E.REMIND: _S.SOUNDED,
        _E.INTEREST: _S.INTERESTED,
        _E.DECLINE: _S.NOT_INTERESTED,
        _E.TIME_OUT: _S.NO_ANSWER,
        _E.DROP: _S.DROPPED,
    },
    # A late answer still counts: many of those asked are over seventy, and some of them on an island without mail.
    _S.NO_ANSWER: {
        _E.ASK: _S.SOUNDED,
        _E.INTEREST: _S.INTERESTED,
        _E.DECLINE: _S.NOT_INTERESTED,
        _E.DROP: _S.DROPPED,
    },
    _S.INTERESTED: {
        _E.SHOW: _S.INTERESTED,
        _E.CHECK: _S.INTERESTED,
        _E.DISPUTE: _S.NO_ANSWER,
        _E.CONSENT: _S.INTERESTED,
        _E.REFER: _S.REFERRED,
        _E.WITHDRAW: _S.WITHDRAWN,
        _E.DROP: _S.DROPPED,
    },
    _S.REFERRED: {
        _E.INVITE: _S.REFERRED,
        _E.SELECT: _S.SELECTED,
        _E.REJECT: _S.NOT_SELECTED,
        _E.WITHDRAW: _S.WITHDRAWN,
        _E.DROP: _S.DROPPED,
    },
    _S.SELECTED: {_E.OFFER: _S.OFFERED, _E.WITHDRAW: _S.WITHDRAWN, _E.DROP: _S.DROPPED, _E.END: _S.ENDED},
    _S.OFFERED: {_E.OFFER_AGAIN: _S.SELECTED, _E.PLACE: _S.PLACED, _E.END: _S.ENDED},
    _S.PLACED: {_E.END: _S.ENDED},
    # What was written down from a call or from paper is checked even after the end; nothing else happens then.
    _S.NOT_INTERESTED: {_E.CHECK: _S.NOT_INTERESTED, _E.DISPUTE: _S.NO_ANSWER},
    _S.DROPPED: {},
    _S.WITHDRAWN: {_E.CHECK: _S.WITHDRAWN},
    _S.NOT_SELECTED: {},
    _S.ENDED: {},
}
ENDS = frozenset({_S.DROPPED, _S.NOT_INTERESTED, _S.WITHDRAWN, _S.NOT_SELECTED, _S.ENDED})
OPEN = tuple(state for state in _S if state not in ENDS)
# The name was released; before it, a municipality sees at most a card.
NAMED = frozenset({_S.REFERRED, _S.SELECTED, _S.OFFERED, _S.PLACED, _S.NOT_SELECTED, _S.ENDED})
# What a municipality may be shown as a card.
SHOWABLE = frozenset({_S.SHORTLISTED, _S.SOUNDED, _S.NO_ANSWER, _S.INTERESTED})

# Which permission each step needs. None: only the clock or the floor above takes it.
NEEDS: Mapping[Event, Permission | None] = {
    _E.SHORTLIST: Permission.MATCH_RUN,
    _E.SHOW: Permission.MATCH_RUN,
    _E.ASK: Permission.ENQUIRY_SEND,
    _E.REMIND: None,
    _E.INTEREST: Permission.CONSENT_DECIDE,
    _E.DECLINE: Permission.CONSENT_DECIDE,
    _E.TIME_OUT: None,
    _E.CHECK: Permission.ANSWER_ON_PAPER,
    _E.DISPUTE: Permission.ANSWER_ON_PAPER,
    _E.CONSENT: Permission.CONSENT_DECIDE,
    _E.WITHDRAW: Permission.CONSENT_DECIDE,
    _E.REFER: Permission.REFERRAL_MAKE,
    _E.INVITE: Permission.SELECTION_PREPARE,
    _E.SELECT: Permission.SELECTION_RECORD,
    _E.REJECT: Permission.SELECTION_RECORD,
    _E.DROP: Permission.MATCH_RUN,
    _E.OFFER: None,
    _E.OFFER_AGAIN: None,
    _E.PLACE: None,
    _E.END: None,
}
# What a person does, and staff may write down for them (channel, date, witness; a second person checks).
ON_BEHALF = frozenset({_E.INTEREST, _E.DECLINE, _E.CONSENT, _E.WITHDRAW})


def after(state: ProposalState, event: Event) -> ProposalState | None:
    """Return where the step leads, or None where the table has no such step."""
    return TRANSITIONS[state].get(event)


class Step(StrEnum):
    """The five steps of a case as screens show them (依頼 → 候補者 → 意向確認 → 面談・選考 → 任用)."""

    NEED = "need"
    CANDIDATE = "candidate"
    ENQUIRY = "enquiry"
    SELECTION = "selection"
    APPOINTMENT = "appointment"


STEPS = tuple(Step)
STEP_OF: Mapping[ProposalState, Step] = {
    _S.SUGGESTED: Step.CANDIDATE,
    _S.SHORTLISTED: Step.CANDIDATE,
    _S.SOUNDED: Step.ENQUIRY,
    _S.NO_ANSWER: Step.ENQUIRY,
    _S.NOT_INTERESTED: Step.ENQUIRY,
    _S.INTERESTED: Step.ENQUIRY,
    _S.REFERRED: Step.SELECTION,
    _S.NOT_SELECTED: Step.SELECTION,
    _S.SELECTED: Step.APPOINTMENT,
    _S.OFFERED: Step.APPOINTMENT,
    _S.PLACED: Step.APPOINTMENT,
    _S.ENDED: Step.APPOINTMENT,
}


def step_of(state: ProposalState, *, asked: bool, referred: bool) -> Step:
    """Return the step a case stands on; one that was dropped or withdrawn stays where it had come to."""
    if state in STEP_OF:
        return STEP_OF[state]
    return Step.SELECTION if referred else Step.ENQUIRY if asked else Step.CANDIDATE
