"""The terms a municipality offers to one person: versions of them, their check, the answers, and what is still open."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent_portal.accounts.models import Organisation
from talent_portal.core import clock
from talent_portal.core.calendar import is_over
from talent_portal.core.db import Base, reference_column
from talent_portal.core.vault import Sealed
from talent_portal.introductions.models import Proposal
from talent_portal.needs.models import Need
from talent_portal.placements.rules.next_steps import CheckState, OfferAt
from talent_portal.placements.rules.states import HOLDING, OPEN, TRANSITIONS, OfferEvent, OfferState
from talent_portal.placements.rules.terms import Terms
from talent_portal.professions.rules import VerdictKind
from talent_portal.specialists.models import Specialist

ANONYMOUS = {"class": "anonymous"}
IDENTIFIED = {"class": "identified"}
SECRET = {"class": "secret"}
_IS_OPEN = sa.text("state IN ('draft', 'sent', 'conditions', 'ready')")


class Side(StrEnum):
    """The two who must agree."""

    PERSON = "person"
    TOWN = "town"


class Channel(StrEnum):
    """How an answer came."""

    LINK = "link"
    CODE = "code"
    SIGN_IN = "sign_in"
    PHONE = "phone"
    PAPER = "paper"
    OFFICE = "office"


BY_STAFF = frozenset({Channel.PHONE, Channel.PAPER})


class Offer(Base):
    """One offer of one municipality to one person, from the draft to the appointment or another end."""

    __tablename__ = "offer"
    __table_args__ = (
        # Two officials of one town may press "Prepare terms" at the same moment; in a joint request each
        # municipality offers its own terms.
        Index(
            "uq_offer_open",
            "proposal_id",
            "organisation_id",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
        Index("ix_offer_organisation_id", "organisation_id", "state"),
        Index("ix_offer_specialist_id", "specialist_id", "state"),
        Index("ix_offer_respond_by", "state", "respond_by"),
        CheckConstraint("state <> 'sent' OR respond_by IS NOT NULL", name="sent_has_deadline"),
        {"info": ANONYMOUS},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = reference_column()
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    # Empty once the person is forgotten.
    specialist_id: Mapped[int | None] = mapped_column(ForeignKey("specialist.id"))
    state: Mapped[OfferState] = mapped_column(default=OfferState.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    # Which version of the terms is offered now; what was answered before it no longer counts.
    terms_number: Mapped[int] = mapped_column(default=0)
    # The newest version that was sent; its half-days stay held while a change of terms is prepared.
    sent_number: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    created_by: Mapped[str] = mapped_column(sa.String(12), default="")
    # Since when it is as it is: the next step is counted from here.
    since: Mapped[datetime] = mapped_column(default=clock.now)
    sent_at: Mapped[datetime | None]
    respond_by: Mapped[datetime | None]
    extended: Mapped[bool] = mapped_column(default=False)
    # 0 none, 1 half time, 2 two working days before.
    reminded: Mapped[int] = mapped_column(default=0)
    person_answer: Mapped[str] = mapped_column(sa.String(3), default="")
    town_answer: Mapped[str] = mapped_column(sa.String(3), default="")
    agreed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str] = mapped_column(sa.String(40), default="")
    token_version: Mapped[int] = mapped_column(default=1)
    code: Mapped[str | None] = mapped_column(Sealed, info=SECRET)
    code_tries: Mapped[int] = mapped_column(default=0)
    idempotency_key: Mapped[str] = mapped_column(sa.String(12), unique=True, info=SECRET)
    erased_at: Mapped[datetime | None]

    proposal: Mapped[Proposal] = relationship(lazy="raise")
    need: Mapped[Need] = relationship(lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")
    specialist: Mapped[Specialist | None] = relationship(lazy="raise")

    @property
    def number(self) -> str:
        """Return what people say on the telephone."""
        return f"T{self.id:05}"

    @property
    def open(self) -> bool:
        """Return whether something can still happen to it."""
        return self.state in OPEN

    @property
    def holds(self) -> bool:
        """Return whether half-days are taken out of the person's calendar for it."""
        return self.state in HOLDING

    def may(self, event: OfferEvent) -> bool:
        """Return whether the one table of transitions has this step."""
        return event in TRANSITIONS[self.state]

    def answerable(self, now: datetime) -> bool:
        """Return whether an answer is still in time (the last second of the last day included)."""
        return self.state is OfferState.SENT and self.respond_by is not None and not is_over(self.respond_by, now)

    def at(self, terms: Terms | None, check: CheckState, *, unconfirmed: bool = False) -> OfferAt:
        """Return where the offer stands, as the rule of the next step wants it."""
        return OfferAt(
            state=self.state,
            check=check,
            since=self.since.astimezone(clock.JAPAN).date(),
            starts_on=terms.starts_on if terms else self.since.astimezone(clock.JAPAN).date(),
            written=terms is not None,
            person_answer=self.person_answer,
            town_answer=self.town_answer,
            respond_by=self.respond_by,
            unconfirmed=unconfirmed,
        )


class OfferTerms(Base):
    """One version of the terms, kept as it was offered. A change is a new row."""

    __tablename__ = "offer_terms"
    __table_args__ = (
        UniqueConstraint("offer_id", "number"),
        CheckConstraint("ends_on >= starts_on", name="period_in_order"),
        CheckConstraint("halves BETWEEN 1 AND 16383", name="halves_of_a_week"),
        {"info": ANONYMOUS},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"))
    number: Mapped[int]
    form: Mapped[str] = mapped_column(sa.String(40))
    starts_on: Mapped[date] = mapped_column(index=True)
    ends_on: Mapped[date]
    halves: Mapped[int]
    every_weeks: Mapped[int] = mapped_column(default=1)
    on_holidays: Mapped[bool] = mapped_column(default=False)
    weekly_minutes: Mapped[int]
    # Texts may name people, so they go with the person.
    hours: Mapped[str] = mapped_column(sa.Text, default="", info=IDENTIFIED)
    pay: Mapped[str] = mapped_column(sa.Text, default="", info=IDENTIFIED)
    travel: Mapped[str] = mapped_column(sa.Text, default="", info=IDENTIFIED)
    place: Mapped[str] = mapped_column(sa.Text, default="", info=IDENTIFIED)
    duties: Mapped[str] = mapped_column(sa.Text, default="", info=IDENTIFIED)
    duty_kinds: Mapped[list[str]] = mapped_column(default=list)
    daily_orders: Mapped[bool] = mapped_column(default=True)
    insurance: Mapped[str] = mapped_column(sa.Text, default="", info=IDENTIFIED)
    trial: Mapped[str] = mapped_column(sa.Text, default="", info=IDENTIFIED)
    renewal: Mapped[str] = mapped_column(sa.Text, default="", info=IDENTIFIED)
    reason: Mapped[str] = mapped_column(sa.Text, default="", info=IDENTIFIED)
    notes: Mapped[str] = mapped_column(sa.Text, default="", info=IDENTIFIED)
    # Pairs of `rules.parts.Part`; empty where one municipality asked alone.
    parts: Mapped[list[list[int]]] = mapped_column(sa.JSON, default=list)
    written_by: Mapped[str] = mapped_column(sa.String(12), default="")
    written_at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def plain(self) -> Terms:
        """Return the terms as a value."""
        values = {name: getattr(self, name) for name in Terms.__slots__}
        parts = tuple((where, mask) for where, mask in self.parts)
        return Terms(**values | {"duty_kinds": tuple(self.duty_kinds), "parts": parts})


class FormCheck(Base):
    """What the rules say about one version of the terms, and what the municipality's personnel office said to it."""

    __tablename__ = "form_check"
    __table_args__ = (UniqueConstraint("offer_id", "terms_number"), {"info": ANONYMOUS})

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"))
    terms_number: Mapped[int]
    # The verdict of the decision table, under the version it was asked in.
    rule_version: Mapped[int]
    verdict: Mapped[VerdictKind]
    conditions: Mapped[list[str]] = mapped_column(default=list)
    article: Mapped[str] = mapped_column(sa.String(40), default="")
    # The version under which it had been checked, when other rules set the check back; None otherwise.
    changed_from: Mapped[int | None]
    state: Mapped[CheckState] = mapped_column(default=CheckState.PENDING)
    # Of the conditions: settled already, or to be settled before the first day.
    settled: Mapped[list[str]] = mapped_column(default=list)
    before_start: Mapped[list[str]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(sa.Text, default="", info=IDENTIFIED)
    checked_by: Mapped[str] = mapped_column(sa.String(12), default="")
    checked_at: Mapped[datetime | None]


class FormComment(Base):
    """What the prefecture says about the terms. It stops nothing."""

    __tablename__ = "form_comment"
    __table_args__ = {"info": ANONYMOUS}

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), index=True)
    terms_number: Mapped[int]
    text: Mapped[str] = mapped_column(sa.Text, info=IDENTIFIED)
    written_by: Mapped[str] = mapped_column(sa.String(12))
    written_at: Mapped[datetime] = mapped_column(default=clock.now)


class OfferAnswer(Base):
    """One yes or no of one side to one version of the terms; kept as it came, also when it no longer counts.

    What staff wrote down from a call or a paper counts once a second person has confirmed it.
    """

    __tablename__ = "offer_answer"
    __table_args__ = (Index("ix_offer_answer_offer_id", "offer_id", "id"), {"info": ANONYMOUS})

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = reference_column()
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"))
    terms_number: Mapped[int]
    side: Mapped[Side]
    yes: Mapped[bool]
    reason: Mapped[str] = mapped_column(sa.String(40), default="")
    channel: Mapped[Channel]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    # For a call or a paper: the day it came, who else was there, who wrote it down, who confirmed or refused it.
    told_on: Mapped[date | None]
    witness: Mapped[str | None] = mapped_column(Sealed, info=SECRET)
    noted_by: Mapped[str] = mapped_column(sa.String(12), default="")
    confirmed_by: Mapped[str] = mapped_column(sa.String(12), default="")
    confirmed_at: Mapped[datetime | None]
    refused: Mapped[bool] = mapped_column(default=False)

    @property
    def waits(self) -> bool:
        """Return whether a second person still has to look."""
        return self.channel in BY_STAFF and self.confirmed_at is None


class OfferCondition(Base):
    """One thing that must be settled between the agreement and the first day."""

    __tablename__ = "offer_condition"
    __table_args__ = (UniqueConstraint("offer_id", "code"), {"info": ANONYMOUS})

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"))
    code: Mapped[str] = mapped_column(sa.String(40))
    position: Mapped[int] = mapped_column(default=0)
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str] = mapped_column(sa.String(12), default="")
