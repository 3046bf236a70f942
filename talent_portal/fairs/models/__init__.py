"""The tables of the joint recruitment sessions, and the rules one row can keep alone."""

from talent_portal.fairs.models.fair import TRANSITIONS, Fair, FairKind, FairState
from talent_portal.fairs.models.grid import Booth, Round, TalkSlot
from talent_portal.fairs.models.registration import (
    ACTIVE_STATES,
    AttendeeKind,
    Booking,
    Channel,
    CheckIn,
    Presence,
    Proof,
    Registration,
    RegistrationState,
)

__all__ = [
    "ACTIVE_STATES",
    "TRANSITIONS",
    "AttendeeKind",
    "Booking",
    "Booth",
    "Channel",
    "CheckIn",
    "Fair",
    "FairKind",
    "FairState",
    "Presence",
    "Proof",
    "Registration",
    "RegistrationState",
    "Round",
    "TalkSlot",
]
