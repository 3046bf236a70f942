"""What the form of a request ends in: frozen, plain, checked for shape, still to be judged by the rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from talent_portal.needs.models import Audience, Strength
from talent_portal.needs.rules.facts import PatternKind


@dataclass(frozen=True, slots=True, kw_only=True)
class QualificationDraft:
    """A licence that is asked for; musts of one `choice` are alternatives."""

    qualification: str
    strength: Strength
    choice: str = ""
    weight: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareDraft:
    """One municipality's part of a joint request; `organisation` is its reference."""

    organisation: str
    half_days: int
    cost_percent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDraft:
    """Who guides on site, and whom the prefecture asks."""

    supervisor: str = ""
    asked: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedDraft:
    """Everything a municipality writes. `shares` is empty for a request of one municipality alone."""

    title_ja: str
    title_en: str = ""
    template: str = ""
    profession: str = ""
    tasks: tuple[str, ...] = ()
    duties_ja: str = ""
    duties_en: str = ""
    head_count: int = 1
    pattern: PatternKind = PatternKind.DAYS
    half_days: int = 0
    halves: int = 0
    weekly_minutes: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    closes_on: date | None = None
    place: str = ""
    place_detail_ja: str = ""
    place_detail_en: str = ""
    remote_percent: int = 0
    remote_note: str = ""
    forms: tuple[str, ...] = ()
    conditions: Mapping[str, str] = field(default_factory=dict)
    daily_orders: bool = False
    advertised: tuple[str, ...] = ()
    why_not_public: str = ""
    budget: str = ""
    budget_line: str = ""
    cost_split: str = ""
    tools: str = ""
    housing: str = ""
    housing_note: str = ""
    travel_paid: str = ""
    reason_needed: str = ""
    law_required: bool = False
    single_holder_leaving: bool = False
    mentoring: bool = False
    child_contact: bool = False
    audience: Audience = Audience.MUNICIPALITIES
    qualifications: tuple[QualificationDraft, ...] = ()
    shares: tuple[ShareDraft, ...] = ()
    contact: ContactDraft = ContactDraft()
