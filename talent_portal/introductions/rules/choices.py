"""Words of the case as screens and letters say them (message ids). Pure."""

from collections.abc import Mapping

from talent_portal.core.marks import _n
from talent_portal.introductions.rules.deadlines import Party
from talent_portal.introductions.rules.states import Event, ProposalState

_S, _E = ProposalState, Event
# (words, tone) for the coordinator.
STATES: Mapping[ProposalState, tuple[str, str]] = {
    _S.SUGGESTED: (_n("Candidate"), "plain"),
    _S.SHORTLISTED: (_n("Shortlisted"), "plain"),
    _S.SOUNDED: (_n("Asked, waiting for the answer"), "info"),
    _S.NO_ANSWER: (_n("No answer"), "warn"),
    _S.INTERESTED: (_n("Interested"), "ok"),
    _S.REFERRED: (_n("Introduced"), "info"),
    _S.SELECTED: (_n("Selected by the municipality"), "ok"),
    _S.OFFERED: (_n("Terms offered"), "info"),
    _S.PLACED: (_n("Appointed"), "ok"),
    _S.DROPPED: (_n("Closed"), "stop"),
    _S.NOT_INTERESTED: (_n("Not this time"), "stop"),
    _S.WITHDRAWN: (_n("Interest withdrawn"), "stop"),
    _S.NOT_SELECTED: (_n("Not selected"), "stop"),
    _S.ENDED: (_n("Ended"), "stop"),
}
# A municipality sees less: whether somebody was asked, said no or did not answer is the person's own business.
FOR_MUNICIPALITY: Mapping[ProposalState, tuple[str, str]] = {
    _S.SHORTLISTED: (_n("Candidate"), "plain"),
    _S.SOUNDED: (_n("The prefecture is asking the person"), "info"),
    _S.NO_ANSWER: (_n("The prefecture is asking the person"), "info"),
    _S.INTERESTED: (_n("The person is interested"), "ok"),
    _S.REFERRED: (_n("Introduced: your turn"), "warn"),
    _S.SELECTED: (_n("Selected: offer the terms"), "warn"),
    _S.OFFERED: (_n("Terms offered"), "info"),
    _S.PLACED: (_n("Appointed"), "ok"),
    _S.NOT_SELECTED: (_n("Not selected"), "stop"),
    _S.ENDED: (_n("Ended"), "stop"),
}
GONE_FOR_MUNICIPALITY = (_n("Not available any longer"), "stop")
# The person reads coarse stages: nothing hangs on a word of the office.
FOR_PERSON: Mapping[ProposalState, tuple[str, str]] = {
    _S.SOUNDED: (_n("Waiting for your answer"), "warn"),
    _S.NO_ANSWER: (_n("Waiting for your answer"), "warn"),
    _S.INTERESTED: (_n("Being arranged"), "info"),
    _S.REFERRED: (_n("The municipality has received your name"), "info"),
    _S.SELECTED: (_n("Selected: the terms will follow"), "ok"),
    _S.OFFERED: (_n("The terms wait for your answer"), "warn"),
    _S.PLACED: (_n("Appointed"), "ok"),
    _S.DROPPED: (_n("This request is closed"), "stop"),
    _S.NOT_INTERESTED: (_n("You said: not this time"), "plain"),
    _S.WITHDRAWN: (_n("You have withdrawn"), "plain"),
    _S.NOT_SELECTED: (_n("Not selected this time"), "plain"),
    _S.ENDED: (_n("Ended"), "plain"),
}
PARTIES: Mapping[Party, str] = {
    Party.COORDINATOR: _n("Prefectural coordinator"),
    Party.SECOND: _n("A second coordinator"),
    Party.PERSON: _n("The person"),
    Party.MUNICIPALITY: _n("The municipality"),
    Party.NOBODY: _n("Nobody"),
}
EVENTS: Mapping[Event, str] = {
    _E.SHORTLIST: _n("Shortlisted"),
    _E.SHOW: _n("Card shown to the municipality"),
    _E.ASK: _n("Asked for interest"),
    _E.REMIND: _n("Reminded"),
    _E.INTEREST: _n("The person is interested"),
    _E.DECLINE: _n("The person said: not this time"),
    _E.TIME_OUT: _n("No answer in time"),
    _E.CHECK: _n("Answer checked by a second person"),
    _E.DISPUTE: _n("Answer found wrong by a second person"),
    _E.CONSENT: _n("The person agreed that the name is passed on"),
    _E.WITHDRAW: _n("The person withdrew"),
    _E.REFER: _n("Introduced: name passed to the municipality"),
    _E.INVITE: _n("Interview arranged"),
    _E.SELECT: _n("Selected by the municipality"),
    _E.REJECT: _n("Not selected"),
    _E.DROP: _n("Closed by the prefecture"),
    _E.OFFER: _n("Terms offered"),
    _E.OFFER_AGAIN: _n("Terms will be offered anew"),
    _E.PLACE: _n("Appointment agreed"),
    _E.END: _n("Ended"),
}
# What a municipality may read of the history: nothing about who was asked, when, or what they said.
MUNICIPAL_EVENTS = frozenset(
    {_E.SHOW, _E.REFER, _E.INVITE, _E.SELECT, _E.REJECT, _E.OFFER, _E.OFFER_AGAIN, _E.PLACE, _E.END}
)  # fmt: skip
ANSWERS: Mapping[str, str] = {
    "interest": _n("I would like to hear more"),
    "decline": _n("Not this time"),
    "consent": _n("My name may be passed to the municipality"),
    "withdraw": _n("I withdraw"),
}
# In the order in which a form offers them.
SPOKEN = (_E.INTEREST, _E.DECLINE, _E.CONSENT, _E.WITHDRAW)
CHANNELS: Mapping[str, str] = {
    "link": _n("Link in the letter"),
    "code": _n("Number and code"),
    "web": _n("Signed in"),
    "phone": _n("By phone"),
    "paper": _n("On paper"),
}
MEETINGS: Mapping[str, str] = {
    "onsite": _n("Meeting at the office"),
    "online": _n("Online meeting"),
    "phone": _n("By phone"),
    "papers": _n("On the papers alone"),
}
WAYS: Mapping[str, str] = {
    "phone": _n("Phone"),
    "mail": _n("E-mail"),
    "paper": _n("Letter on paper"),
    "visit": _n("Visit"),
    "online": _n("Online meeting"),
}
PARTNERS: Mapping[str, str] = {
    "person": _n("The person"),
    "municipality": _n("The municipality"),
    "prefecture": _n("The prefecture"),
}
OUTCOMES: Mapping[str, str] = {
    "spoke": _n("Spoken to"),
    "call_back": _n("Will call back"),
    "not_reached": _n("Not reached"),
    "sent": _n("Sent"),
    "received": _n("Received"),
}


def spoken(reference: str) -> str:
    """Return a reference as letters print it and people say it: capitals, four by four."""
    return "-".join(reference[at : at + 4] for at in range(0, len(reference), 4)).upper()


# What letters are called in lists of letters, and why somebody must be called.
LETTER_NAMES: Mapping[str, str] = {
    "introductions/ask": _n("Asking for interest"),
    "introductions/remind": _n("Reminder to answer"),
    "introductions/late": _n("No answer in time"),
    "introductions/copy": _n("Copy of an answer"),
    "introductions/consent": _n("Asking for consent"),
    "introductions/introduced": _n("You have been introduced"),
    "introductions/interview": _n("Invitation to a meeting"),
    "introductions/selected": _n("Selected"),
    "introductions/not_selected": _n("Not selected"),
    "introductions/closed": _n("Request closed"),
    "introductions/town_cards": _n("Cards shown to the municipality"),
    "introductions/town_interested": _n("A candidate is interested"),
    "introductions/town_gone": _n("A candidate is not available any longer"),
    "introductions/town_introduced": _n("Introduction to the municipality"),
    "introductions/town_chase": _n("Reminder to the municipality"),
    "introductions/desk_answer": _n("An answer for the coordinator"),
    "introductions/desk_no_answer": _n("No answer, to the coordinator"),
    "introductions/desk_closed": _n("A case closed by itself"),
    "introductions/desk_interview": _n("Interview arranged, to the coordinator"),
    "introductions/desk_result": _n("Result of the selection"),
    "introductions/desk_chase": _n("Reminder to the coordinator"),
    "introductions/desk_wishes": _n("A candidate has changed a wish, to the coordinator"),
}
CALLS: Mapping[str, str] = {
    "introductions.ask": _n("Ask for interest by phone, and post the letter"),
    "introductions.remind": _n("Remind of the answer"),
    "introductions.late": _n("Ask once more: no answer came in time"),
    "introductions.late_call": _n("Ask once more: no answer came in time"),
    "introductions.copy": _n("Post the copy of the answer"),
    "introductions.disputed": _n("Ask again: what was written down is not right"),
    "introductions.consent": _n("Ask whether the name may be passed on"),
    "introductions.introduced": _n("Tell of the introduction"),
    "introductions.interview": _n("Tell the day of the meeting"),
    "introductions.selected": _n("Tell of the selection"),
    "introductions.not_selected": _n("Tell that somebody else was chosen"),
    "introductions.closed": _n("Tell that the request is closed"),
    "introductions.town_cards": _n("Tell the municipality: cards to look at"),
    "introductions.town_interested": _n("Tell the municipality: a candidate is interested"),
    "introductions.town_gone": _n("Tell the municipality: a candidate is not available"),
    "introductions.town_introduced": _n("Tell the municipality of the introduction"),
    "introductions.town_chase": _n("Ask the municipality for its decision"),
}
