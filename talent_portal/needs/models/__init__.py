"""The tables of staffing requests, and the rules one row can keep alone."""

from talent_portal.needs.models.need import ENDED, SEEKING, Audience, Need, NeedState
from talent_portal.needs.models.parts import NeedContact, NeedQualification, NeedShare, ShareState, Strength
from talent_portal.needs.models.transitions import TRANSITIONS, NeedEvent

__all__ = [
    "ENDED",
    "SEEKING",
    "TRANSITIONS",
    "Audience",
    "Need",
    "NeedContact",
    "NeedEvent",
    "NeedQualification",
    "NeedShare",
    "NeedState",
    "ShareState",
    "Strength",
]
