"""The tables of the talent register, and the rules one row can keep alone."""

from talent_portal.specialists.models.credential import Credential, Evidence, EvidenceFile
from talent_portal.specialists.models.person import Channel, Proof, Specialist, SpecialistEntry
from talent_portal.specialists.models.stamps import of as of_people
from talent_portal.specialists.models.wishes import (
    Availability,
    EmployerPermission,
    HideFrom,
    NeverPlace,
    Practice,
    Skill,
    TravelRule,
    Unavailability,
)
from talent_portal.specialists.models.work import ClaimState, HalfDay, NeedAlias
from talent_portal.specialists.rules.states import SpecialistState

__all__ = [
    "Availability",
    "Channel",
    "ClaimState",
    "Credential",
    "EmployerPermission",
    "Evidence",
    "EvidenceFile",
    "HalfDay",
    "HideFrom",
    "NeedAlias",
    "NeverPlace",
    "Practice",
    "Proof",
    "Skill",
    "Specialist",
    "SpecialistEntry",
    "SpecialistState",
    "TravelRule",
    "Unavailability",
    "of_people",
]
