"""Roles, licences, the words of their work, appointment forms, and the versioned table that decides about them."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent_portal.core import clock
from talent_portal.core.db import Base
from talent_portal.professions.rules import CandidateKind, Duty, Relation, VerdictKind

CODE_LENGTH = 40


class Profession(Base):
    """One of the specialist roles. What it must have is only suggested to a need, which decides itself."""

    __tablename__ = "profession"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(CODE_LENGTH), unique=True)
    position: Mapped[int] = mapped_column(default=0, index=True)
    name_ja: Mapped[str] = mapped_column(sa.String(60))
    name_en: Mapped[str] = mapped_column(sa.String(80))
    group_code: Mapped[str] = mapped_column(sa.String(CODE_LENGTH))
    group_ja: Mapped[str] = mapped_column(sa.String(60))
    group_en: Mapped[str] = mapped_column(sa.String(60))
    stat_group: Mapped[str] = mapped_column(sa.String(60), default="")
    child_contact: Mapped[bool] = mapped_column(default=False)
    summary_ja: Mapped[str] = mapped_column(sa.String(300), default="")
    summary_en: Mapped[str] = mapped_column(sa.String(300), default="")
    retired: Mapped[bool] = mapped_column(default=False)

    qualifications: Mapped[list["ProfessionQualification"]] = relationship(
        order_by="ProfessionQualification.position", lazy="raise", cascade="all, delete-orphan"
    )
    tasks: Mapped[list["TaskTag"]] = relationship(order_by="TaskTag.position", lazy="raise")


class Expiry(StrEnum):
    """Whether and how a licence runs out."""

    NEVER = "never"
    YEARS = "years"
    TRAINING = "training"


class Qualification(Base):
    """A licence or certificate; `expiry_years` says after how many years it must be renewed, where it must."""

    __tablename__ = "qualification"
    __table_args__ = (
        CheckConstraint("(expiry = 'never') = (expiry_years IS NULL)", name="expiry_has_years"),
        CheckConstraint("expiry_years > 0", name="expiry_years_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(CODE_LENGTH), unique=True)
    position: Mapped[int] = mapped_column(default=0, index=True)
    name_ja: Mapped[str] = mapped_column(sa.String(80))
    name_en: Mapped[str] = mapped_column(sa.String(120))
    law_ja: Mapped[str] = mapped_column(sa.String(120), default="")
    law_en: Mapped[str] = mapped_column(sa.String(160), default="")
    expiry: Mapped[Expiry] = mapped_column(default=Expiry.NEVER)
    expiry_years: Mapped[int | None]
    expiry_note_ja: Mapped[str] = mapped_column(sa.String(200), default="")
    expiry_note_en: Mapped[str] = mapped_column(sa.String(200), default="")
    retired: Mapped[bool] = mapped_column(default=False)


class Strength(StrEnum):
    """Law or the usual condition of an examination; or something that merely helps."""

    MUST = "must"
    HELPS = "helps"


class ProfessionQualification(Base):
    """One licence that a role must have or that helps; musts of one `choice` are alternatives to one another."""

    __tablename__ = "profession_qualification"
    __table_args__ = (UniqueConstraint("profession_id", "qualification_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    profession_id: Mapped[int] = mapped_column(ForeignKey("profession.id"), index=True)
    qualification_id: Mapped[int] = mapped_column(ForeignKey("qualification.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    strength: Mapped[Strength]
    choice: Mapped[str] = mapped_column(sa.String(10), default="")
    article_ja: Mapped[str] = mapped_column(sa.String(120), default="")
    article_en: Mapped[str] = mapped_column(sa.String(160), default="")

    qualification: Mapped[Qualification] = relationship(lazy="raise")


class TaskTag(Base):
    """A piece of work in the words that people use for it; `duty` is what the law would call it."""

    __tablename__ = "task_tag"

    id: Mapped[int] = mapped_column(primary_key=True)
    profession_id: Mapped[int] = mapped_column(ForeignKey("profession.id"), index=True)
    code: Mapped[str] = mapped_column(sa.String(CODE_LENGTH), unique=True)
    position: Mapped[int] = mapped_column(default=0)
    name_ja: Mapped[str] = mapped_column(sa.String(80))
    name_en: Mapped[str] = mapped_column(sa.String(120))
    duty: Mapped[Duty] = mapped_column(default=Duty.LINE)
    retired: Mapped[bool] = mapped_column(default=False)


class RuleSet(Base):
    """One version of everything the law says about forms; never changed, only followed by the next."""

    __tablename__ = "rule_set"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(unique=True)
    valid_from: Mapped[date]
    source: Mapped[str] = mapped_column(sa.String(300))
    sha256: Mapped[str] = mapped_column(sa.String(64))
    content: Mapped[dict[str, object]]
    loaded_at: Mapped[datetime] = mapped_column(default=clock.now)

    rules: Mapped[list["FormRule"]] = relationship(order_by="FormRule.id", lazy="raise")


class AppointmentForm(Base):
    """One lawful way to bring a person and a post together, as the current version describes it."""

    __tablename__ = "appointment_form"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(CODE_LENGTH), unique=True)
    position: Mapped[int] = mapped_column(default=0)
    name_ja: Mapped[str] = mapped_column(sa.String(80))
    name_en: Mapped[str] = mapped_column(sa.String(120))
    law_ja: Mapped[str] = mapped_column(sa.String(160), default="")
    law_en: Mapped[str] = mapped_column(sa.String(200), default="")
    summary_ja: Mapped[str] = mapped_column(sa.String(400), default="")
    summary_en: Mapped[str] = mapped_column(sa.String(400), default="")
    facts: Mapped[dict[str, object]]
    retired: Mapped[bool] = mapped_column(default=False)


class FormRule(Base):
    """One cell of the decision table of one version. A cell that is absent means "ask the checker"."""

    __tablename__ = "form_rule"
    __table_args__ = (UniqueConstraint("rule_set_id", "candidate", "relation", "form"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rule_set_id: Mapped[int] = mapped_column(ForeignKey("rule_set.id"), index=True)
    candidate: Mapped[CandidateKind]
    relation: Mapped[Relation]
    form: Mapped[str] = mapped_column(sa.String(CODE_LENGTH))
    verdict: Mapped[VerdictKind]
    conditions: Mapped[list[str]]
    article: Mapped[str] = mapped_column(sa.String(CODE_LENGTH))
