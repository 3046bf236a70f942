"""What forms end in: frozen, plain, already checked for shape, still to be judged by the rules."""

from dataclasses import dataclass
from datetime import datetime

from talent_portal.fairs.models import AttendeeKind, FairKind, Presence
from talent_portal.fairs.rules.grid import Break


@dataclass(frozen=True, slots=True, kw_only=True)
class FairDraft:
    """Everything about a session but its grid. Times are aware."""

    title_ja: str
    title_en: str = ""
    title_kana: str = ""
    kind: FairKind
    summary_ja: str = ""
    summary_en: str = ""
    description_ja: str = ""
    description_en: str = ""
    venue_name_ja: str = ""
    venue_name_en: str = ""
    address: str = ""
    lat: float | None = None
    lon: float | None = None
    access_ja: str = ""
    access_en: str = ""
    online_url: str = ""
    doors_at: datetime
    starts_at: datetime
    ends_at: datetime
    sign_up_opens_at: datetime
    sign_up_closes_at: datetime
    cancel_until: datetime
    capacity: int
    overbooking_percent: int = 100
    max_talks: int = 6
    audience: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    nickname_allowed: bool = False
    weather_rule_ja: str = ""
    weather_rule_en: str = ""
    weather_decided_at: datetime | None = None
    contact: str = ""
    accommodation_contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridDraft:
    """Rounds × booths in a few numbers: every booth gets a slot of `seats` in every round."""

    municipalities: tuple[str, ...]
    first_starts_at: datetime
    talk_minutes: int = 20
    gap_minutes: int = 5
    rounds: int = 6
    breaks: tuple[Break, ...] = ()
    seats: int = 1
    walk_in: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BoothDraft:
    """What a municipality says at its own booth."""

    label: str | None = None
    room_url: str = ""
    message_ja: str = ""
    message_en: str = ""
    roles: tuple[str, ...] = ()
    exam_url: str = ""
    jobs_url: str = ""
    staff: int = 1
    materials: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterDraft:
    """What somebody types to sign up: the minimum lawful set. `talks` and `follow_up` hold references."""

    family_name: str
    given_name: str = ""
    family_kana: str = ""
    given_kana: str = ""
    email: str = ""
    phone: str = ""
    attendee_kind: AttendeeKind
    school_kind: str = ""
    school_year: int | None = None
    interests: tuple[str, ...] = ()
    prefecture: str = ""
    presence: Presence | None = None
    accommodation: str = ""
    heard: str = ""
    language: str = "ja"
    talks: tuple[str, ...] = ()
    # Organisations that may contact them afterwards; off by default, one consent each.
    follow_up: tuple[str, ...] = ()
    # Whether they want to hear of later sessions (ends by itself after two years).
    invitations: bool = False
    # Which versions of the texts they read.
    handling_version: str = "1"
    follow_up_version: str = "1"
    invitations_version: str = "1"


@dataclass(frozen=True, slots=True)
class SignUp:
    """The one answer to every sign-up: where to type the code, and until when the places are held."""

    reference: str
    held_until: datetime
