"""The municipalities above their organisations, their regions over time, and the legs between them."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent_portal.accounts.models import Organisation
from talent_portal.core import clock
from talent_portal.core.db import Base, reference_column
from talent_portal.core.references import LENGTH, new_reference
from talent_portal.municipalities.rules import PlaceKind, TravelMode

NODE_LENGTH = 40


class MunicipalityKind(StrEnum):
    """市・町・村 (地方自治法1条の3; a ward of Tokyo counts as a city here)."""

    CITY = "city"
    TOWN = "town"
    VILLAGE = "village"


class Municipality(Base):
    """What an organisation of kind municipality is on the map; its names live in the organisation."""

    __tablename__ = "municipality"
    __table_args__ = (
        UniqueConstraint("tile_col", "tile_row"),
        CheckConstraint("population >= 0", name="population_not_negative"),
        CheckConstraint("lat BETWEEN 20 AND 46 AND lon BETWEEN 122 AND 154", name="in_japan"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), unique=True)
    slug: Mapped[str] = mapped_column(sa.String(NODE_LENGTH), unique=True)
    kind: Mapped[MunicipalityKind]
    romaji: Mapped[str] = mapped_column(sa.String(60), default="")
    county_ja: Mapped[str] = mapped_column(sa.String(40), default="")
    county_en: Mapped[str] = mapped_column(sa.String(40), default="")
    population: Mapped[int] = mapped_column(default=0)
    area_km2: Mapped[float] = mapped_column(default=0.0)
    lat: Mapped[float]
    lon: Mapped[float]
    is_island: Mapped[bool] = mapped_column(default=False)
    island_group_ja: Mapped[str] = mapped_column(sa.String(60), default="")
    island_group_en: Mapped[str] = mapped_column(sa.String(60), default="")
    website: Mapped[str] = mapped_column(sa.String(200), default="")
    note_ja: Mapped[str] = mapped_column(sa.String(400), default="")
    note_en: Mapped[str] = mapped_column(sa.String(400), default="")
    tile_col: Mapped[int | None]
    tile_row: Mapped[int | None]

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)

    @property
    def name_ja(self) -> str:
        """Return the Japanese name."""
        return self.organisation.name_ja

    @property
    def name_en(self) -> str:
        """Return the English name."""
        return self.organisation.name_en

    @property
    def kana(self) -> str:
        """Return the reading, in hiragana as official lists print it."""
        return self.organisation.kana

    @property
    def code(self) -> str:
        """Return the six-digit code of local governments."""
        return self.organisation.code

    @property
    def short_ja(self) -> str:
        """Return the Japanese name without 市, 町 or 村, for narrow places such as tiles."""
        return self.name_ja[:-1] if self.name_ja[-1:] in "市町村" else self.name_ja

    @property
    def short_en(self) -> str:
        """Return the English name without its kind."""
        return self.romaji or self.name_en

    @property
    def reference(self) -> str:
        """Return the organisation's public reference."""
        return self.organisation.reference


class Region(Base):
    """An area of the prefecture, as its bureaus draw it; which municipality belongs when is dated."""

    __tablename__ = "region"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(NODE_LENGTH), unique=True)
    name_ja: Mapped[str] = mapped_column(sa.String(60))
    name_en: Mapped[str] = mapped_column(sa.String(60))
    position: Mapped[int] = mapped_column(default=0)


class RegionBasis(StrEnum):
    """Whether an area is as it stands or as it has been announced."""

    FACT = "fact"
    PLANNED = "planned"


class MunicipalityRegion(Base):
    """One municipality's membership of one region, first and last day included."""

    __tablename__ = "municipality_region"
    __table_args__ = (
        UniqueConstraint("municipality_id", "valid_from"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    basis: Mapped[RegionBasis] = mapped_column(default=RegionBasis.FACT)

    region: Mapped[Region] = relationship(lazy="joined", innerjoin=True)


class Place(Base):
    """A port, an airport or a station that legs run between; municipalities are nodes by their slug."""

    __tablename__ = "place"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(NODE_LENGTH), unique=True)
    name_ja: Mapped[str] = mapped_column(sa.String(60))
    name_en: Mapped[str] = mapped_column(sa.String(60))
    kind: Mapped[PlaceKind]


class LegBasis(StrEnum):
    """Whether the minutes were read in a timetable or judged."""

    FACT = "fact"
    ESTIMATE = "estimate"


class TravelLeg(Base):
    """One way to get from a node to another, the same in both directions; seed data for planning, no timetable.

    `loaded_mode` is the mode in the folder, by which a later load finds the leg again after an edit on the page.
    """

    __tablename__ = "travel_leg"
    __table_args__ = (
        UniqueConstraint("from_node", "to_node", "loaded_mode"),
        CheckConstraint("minutes > 0", name="minutes_positive"),
        CheckConstraint("boarding_buffer >= 0", name="buffer_not_negative"),
        CheckConstraint("from_node <> to_node", name="leads_somewhere"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = reference_column()
    version: Mapped[int] = mapped_column(default=1)
    position: Mapped[int] = mapped_column(default=0)
    from_node: Mapped[str] = mapped_column(sa.String(NODE_LENGTH))
    to_node: Mapped[str] = mapped_column(sa.String(NODE_LENGTH))
    minutes: Mapped[int]
    mode: Mapped[TravelMode]
    loaded_mode: Mapped[TravelMode]
    boarding_buffer: Mapped[int] = mapped_column(default=0)
    basis: Mapped[LegBasis] = mapped_column(default=LegBasis.ESTIMATE)
    basis_note: Mapped[str] = mapped_column(sa.String(200), default="")
    departures: Mapped[int | None]
    frequency: Mapped[str] = mapped_column(sa.String(80), default="")
    source: Mapped[str] = mapped_column(sa.String(300), default="")
    edited: Mapped[bool] = mapped_column(default=False)

    __mapper_args__ = {"version_id_col": version}


class TravelRevision(Base):
    """One state of all legs; its token names the matrix computed from them."""

    __tablename__ = "travel_revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(sa.String(LENGTH), default=new_reference, unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
