"""What the forms hand over."""

from dataclasses import dataclass, field
from datetime import date

from talent_portal.professions.rules import CandidateKind
from talent_portal.specialists.models import Channel
from talent_portal.specialists.rules.choices import (
    AvailableWhen,
    EmployerSector,
    Level,
    Remote,
    SideJobState,
    SpecialistKind,
    WorkingWay,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """How somebody told staff: by phone or on paper, on which day, and who can confirm it."""

    channel: Channel
    told_on: date | None
    witness: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionalDraft:
    """The three minutes: who, how to reach them, what, when, where, and the consent."""

    kind: SpecialistKind
    family_name: str
    given_name: str
    family_kana: str
    given_kana: str
    email: str = ""
    phone: str = ""
    professions: tuple[str, ...] = ()
    available: AvailableWhen = AvailableWhen.NOW
    available_from: date | None = None
    regions: tuple[str, ...] = ()
    language: str = "ja"
    register_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutDraft:
    """Name, contact, and what somebody has done."""

    family_name: str
    given_name: str
    family_kana: str
    given_kana: str
    phone: str = ""
    candidate_kind: CandidateKind
    professions: tuple[tuple[str, int | None], ...] = ()
    regions: tuple[str, ...] = ()
    employer_sector: EmployerSector = EmployerSector.OTHER
    former_organisation: str = ""
    employer: str = ""
    last_post: str = ""
    was_manager: bool | None = None
    left_on: date | None = None
    turns_60_in: int | None = None
    weekly_minutes_elsewhere: int = 0
    career: str = ""
    help_needed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialDraft:
    """One qualification; `number` empty keeps the number that is in the vault already."""

    qualification: str
    number: str = ""
    issued_on: date | None = None
    expires_on: date | None = None
    can_show: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkDraft:
    """What somebody can do: task → level."""

    skills: dict[str, Level] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysDraft:
    """When somebody can work: one pattern from a day on, and one stretch away, where given. Halves 0: by agreement."""

    available: AvailableWhen
    available_from: date | None = None
    disaster_call: bool = False
    days_a_week: int
    halves: int = 0
    valid_from: date | None = None
    valid_to: date | None = None
    away_from: date | None = None
    away_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TravelDraft:
    """How far somebody goes; `base` is a slug, `never` are references of organisations."""

    base: str = ""
    max_minutes: int
    boat: bool = False
    air: bool = False
    overnight: bool = False
    drives: bool = False
    remote: Remote = Remote.NO
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WaysDraft:
    """How somebody would like to work, and what the present employer says."""

    ways: tuple[WorkingWay, ...]
    side_job: SideJobState = SideJobState.NOT_NEEDED
    document: str = ""
    valid_to: date | None = None
    weekly_minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HideDraft:
    """References of the organisations that must not learn of somebody."""

    organisations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentsDraft:
    """Which purposes somebody agrees to now, and the versions of the texts they read."""

    given: tuple[str, ...]
    versions: dict[str, str]


PartDraft = AboutDraft | CredentialDraft | WorkDraft | DaysDraft | TravelDraft | WaysDraft | HideDraft | ConsentsDraft
