"""A matching day and its applicants: states, and what may happen to them. Pure."""

from enum import StrEnum


class DayState(StrEnum):
    """From a draft to the end; a second chance goes through the middle once more."""

    DRAFT = "draft"
    WISHING = "wishing"
    RANKING = "ranking"
    MATCHED = "matched"
    PUBLISHED = "published"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class DayEvent(StrEnum):
    """What can happen to a matching day."""

    OPEN = "open"
    CLOSE_WISHES = "close-wishes"
    MATCH = "match"
    PUBLISH = "publish"
    SECOND_CHANCE = "second-chance"
    CLOSE = "close"
    CANCEL = "cancel"
    # The second round is called off; what the first one came to stands.
    ABANDON = "abandon"


_S, _E = DayState, DayEvent
TRANSITIONS: dict[tuple[DayState, DayEvent], DayState] = {
    (_S.DRAFT, _E.OPEN): _S.WISHING,
    (_S.WISHING, _E.CLOSE_WISHES): _S.RANKING,
    (_S.RANKING, _E.MATCH): _S.MATCHED,
    (_S.MATCHED, _E.PUBLISH): _S.PUBLISHED,
    (_S.PUBLISHED, _E.SECOND_CHANCE): _S.WISHING,
    (_S.PUBLISHED, _E.CLOSE): _S.CLOSED,
    (_S.DRAFT, _E.CANCEL): _S.CANCELLED,
    (_S.WISHING, _E.CANCEL): _S.CANCELLED,
    (_S.RANKING, _E.CANCEL): _S.CANCELLED,
    (_S.MATCHED, _E.CANCEL): _S.CANCELLED,
    (_S.WISHING, _E.ABANDON): _S.CLOSED,
    (_S.RANKING, _E.ABANDON): _S.CLOSED,
    (_S.MATCHED, _E.ABANDON): _S.CLOSED,
}
FIRST, LAST = 1, 2
# Steps that exist in one of the two rounds only.
ROUND_OF = {_E.OPEN: FIRST, _E.CANCEL: FIRST, _E.SECOND_CHANCE: FIRST, _E.ABANDON: LAST}
# Everybody may see it; a draft is the office's own affair.
PUBLIC = frozenset(DayState) - {_S.DRAFT}
# A round is under way: what it is over has not been given out yet.
RUNNING = frozenset({_S.WISHING, _S.RANKING, _S.MATCHED})
# Nothing has been decided yet: people may still leave.
BEFORE_MATCH = frozenset({_S.DRAFT, _S.WISHING, _S.RANKING})
# The municipalities see who named them, never at which place, and no longer than they need it: of a published round
# they see whom it brings them.
SHEETS_SHOWN = frozenset({_S.RANKING, _S.MATCHED})


def after(state: DayState, event: DayEvent, number: int) -> DayState | None:
    """Return the state that an event leads to in round `number`; None where there is no such step."""
    target = TRANSITIONS.get((state, event))
    return target if ROUND_OF.get(event, number) == number else None


class ApplicantState(StrEnum):
    """Where one applicant stands in the present round."""

    INVITED = "invited"
    WISHED = "wished"
    PLACED = "placed"
    WITHDRAWN = "withdrawn"


class ApplicantEvent(StrEnum):
    """What can happen to an applicant."""

    WISH = "wish"
    WITHDRAW = "withdraw"
    PLACE = "place"
    # Found nothing in the first round: asked again in the second.
    ASK_AGAIN = "ask-again"


_A, _W = ApplicantState, ApplicantEvent
APPLICANT_TRANSITIONS: dict[tuple[ApplicantState, ApplicantEvent], ApplicantState] = {
    (_A.INVITED, _W.WISH): _A.WISHED,
    (_A.WISHED, _W.WISH): _A.WISHED,
    (_A.INVITED, _W.WITHDRAW): _A.WITHDRAWN,
    (_A.WISHED, _W.WITHDRAW): _A.WITHDRAWN,
    (_A.WISHED, _W.PLACE): _A.PLACED,
    (_A.WISHED, _W.ASK_AGAIN): _A.INVITED,
    (_A.INVITED, _W.ASK_AGAIN): _A.INVITED,
}
TAKING_PART = frozenset({_A.INVITED, _A.WISHED})
