"""Why a case ends, in codes: reasons are counted, never argued about. Pure."""

from collections.abc import Mapping

from talent_portal.core.marks import _n
from talent_portal.introductions.rules.states import Event, ProposalState

# What a person may say; saying nothing is as good.
DECLINE: Mapping[str, str] = {
    "far": _n("The place is too far"),
    "days": _n("The days or the number of days do not suit me"),
    "period": _n("The period does not suit me"),
    "duties": _n("The work is not what I can or want to do"),
    "form": _n("The form of appointment does not suit me"),
    "pay": _n("The pay does not suit me"),
    "family": _n("Circumstances at home"),
    "taken": _n("I have found other work"),
    "other": _n("Something else"),
}
DROP: Mapping[str, str] = {
    "requirements": _n("A requirement is not met"),
    "schedule": _n("The days or the period do not fit"),
    "others_first": _n("Other candidates are asked first"),
    "no_contact": _n("The person could not be reached"),
    "mistake": _n("Entered by mistake"),
    "need_changed": _n("The request has changed"),
    "other": _n("Something else"),
}
# Written by the clock, never chosen.
BY_ITSELF: Mapping[str, str] = {
    "need_filled": _n("The request has been filled"),
    "need_ended": _n("The request has been withdrawn or has ended"),
    "person_unavailable": _n("The person is not available any longer"),
}
# Facts about the post and the work only: no reason here says anything about a person's character.
REJECT: Mapping[str, str] = {
    "other_candidate": _n("Another candidate was selected"),
    "experience": _n("Other experience is needed for this work"),
    "qualification": _n("A qualification needed for this work is missing"),
    "schedule": _n("No agreement on days or period"),
    "conditions": _n("No agreement on the working conditions"),
    "cancelled": _n("The post is not filled for now"),
    "other": _n("Something else"),
}
UNNAMED: Mapping[str, str] = {
    "not_announced": _n("The staffing change has not been announced yet"),
    "small_office": _n("The post would show who is leaving"),
    "local_talks": _n("Talks inside the municipality are still going on"),
}
# Told by placements when terms or a placement come to their end.
ENDED: Mapping[str, str] = {
    "terms_declined": _n("The terms were declined"),
    "terms_lapsed": _n("The terms were not answered in time"),
    "terms_rescinded": _n("The terms were taken back"),
    "conditions_failed": _n("A condition of the appointment was not met"),
    "superseded": _n("The days were agreed with another municipality first"),
    "placement_ended": _n("The placement has ended"),
    "placement_cancelled": _n("The placement was cancelled before it began"),
    "other": _n("Something else"),
}
OF_EVENT: Mapping[Event, Mapping[str, str]] = {
    Event.DECLINE: DECLINE,
    Event.WITHDRAW: DECLINE,
    Event.DROP: {**DROP, **BY_ITSELF},
    Event.REJECT: REJECT,
    Event.OFFER_AGAIN: ENDED,
    Event.END: ENDED,
}
# A person owes nobody a reason; an office does.
OPTIONAL = frozenset({Event.DECLINE, Event.WITHDRAW})
# Known to the person and to the coordinator only: decline reasons never reach a municipality.
PRIVATE_STATES = frozenset({ProposalState.NOT_INTERESTED, ProposalState.WITHDRAWN})


def accepts(event: Event, code: str) -> bool:
    """Return whether `code` is a reason of this step; an empty one counts where none is owed."""
    if event not in OF_EVENT:
        return code == ""
    return code in OF_EVENT[event] or (code == "" and event in OPTIONAL)


def words(state: ProposalState, code: str) -> str:
    """Return the sentence (a message id) for the reason of an end; empty where none was given."""
    by_state = {
        ProposalState.DROPPED: OF_EVENT[Event.DROP],
        ProposalState.NOT_INTERESTED: DECLINE,
        ProposalState.WITHDRAWN: DECLINE,
        ProposalState.NOT_SELECTED: REJECT,
        ProposalState.ENDED: ENDED,
    }
    return by_state.get(state, {}).get(code, "")
