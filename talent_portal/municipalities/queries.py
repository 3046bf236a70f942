"""Questions about the municipalities, their regions and the way between them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Organisation
from talent_portal.municipalities import rules
from talent_portal.municipalities.models import (
    Municipality,
    MunicipalityRegion,
    Place,
    Region,
    TravelLeg,
    TravelRevision,
)

KEPT_MATRICES = 4


@dataclass(frozen=True)
class Matrix:
    """The fastest trips between all municipalities, by slug, for one revision of the legs."""

    token: str
    trips: Mapping[str, Mapping[str, rules.Trip]]

    def trip(self, start: str, end: str) -> rules.Trip | None:
        """Return the fastest trip; None where no leg leads there."""
        return self.trips.get(start, {}).get(end)

    def minutes(self, start: str, end: str) -> int | None:
        """Return the minutes from door to door; None where no leg leads there."""
        trip = self.trip(start, end)
        return None if trip is None else trip.minutes

    @cached_property
    def rows(self) -> list[list[int | None]]:
        """Return the minutes as a square in the order of `trips`."""
        return [[self.minutes(start, end) for end in self.trips] for start in self.trips]


@dataclass(frozen=True, slots=True)
class Tile:
    """One municipality's place on the tile map."""

    slug: str
    code: str
    name_ja: str
    name_en: str
    short_ja: str
    short_en: str
    col: int
    row: int
    is_island: bool


@dataclass(frozen=True, slots=True)
class Way:
    """How one gets from one municipality to another."""

    start: Municipality
    minutes: int
    boardings: int
    day_trip: bool


_matrices: dict[str, Matrix] = {}


def municipalities(session: Session) -> list[Municipality]:
    """Return all municipalities in official order (行政順), each with its organisation."""
    return list(session.scalars(_in_order()))


def municipality(session: Session, slug: str) -> Municipality:
    """Return one municipality; raise `NoResultFound` (404) where there is none."""
    if not rules.SLUG.fullmatch(slug):
        raise NoResultFound
    return session.scalars(_in_order().where(Municipality.slug == slug)).one()


def municipality_of(session: Session, organisation_id: int) -> Municipality | None:
    """Return the municipality above an organisation, if it is one."""
    return session.scalars(_in_order().where(Municipality.organisation_id == organisation_id)).one_or_none()


def _in_order() -> sa.Select[Municipality]:
    return sa.select(Municipality).join(Municipality.organisation).order_by(Organisation.position, Organisation.code)


def prefecture(session: Session) -> Organisation | None:
    """Return the prefecture this instance serves, once its folder is loaded."""
    wanted = sa.select(Organisation).where(Organisation.kind == "prefecture").order_by(Organisation.position)
    return session.scalars(wanted.limit(1)).one_or_none()


def region_of(session: Session, day: date) -> dict[int, Region]:
    """Return the region of each municipality (by its id) as it is drawn on `day`."""
    held = sa.select(MunicipalityRegion).where(
        MunicipalityRegion.valid_from <= day,
        sa.or_(MunicipalityRegion.valid_to.is_(None), MunicipalityRegion.valid_to >= day),
    )
    return {row.municipality_id: row.region for row in session.scalars(held)}


def regions(session: Session, day: date) -> list[tuple[Region, list[Municipality]]]:
    """Return the regions drawn on `day` in order, each with its municipalities in official order."""
    drawn = region_of(session, day)
    grouped: dict[int, list[Municipality]] = {}
    for town in municipalities(session):
        if town.id in drawn:
            grouped.setdefault(drawn[town.id].id, []).append(town)
    known = {region.id: region for region in drawn.values()}
    return [(region, grouped[region.id]) for region in sorted(known.values(), key=lambda one: (one.position, one.code))]


def region_history(session: Session, municipality_id: int) -> list[MunicipalityRegion]:
    """Return the regions a municipality has been and will be in, oldest first."""
    wanted = sa.select(MunicipalityRegion).where(MunicipalityRegion.municipality_id == municipality_id)
    return list(session.scalars(wanted.order_by(MunicipalityRegion.valid_from)))


def legs(session: Session) -> list[TravelLeg]:
    """Return all legs in the order of the folder."""
    return list(session.scalars(sa.select(TravelLeg).order_by(TravelLeg.position, TravelLeg.id)))


def leg(session: Session, reference: str) -> TravelLeg:
    """Return one leg; raise `NoResultFound` (404) where there is none."""
    return session.scalars(sa.select(TravelLeg).where(TravelLeg.reference == reference)).one()


def leg_to_change(session: Session, reference: str) -> TravelLeg:
    """Return one leg for update, as the database has it now."""
    wanted = sa.select(TravelLeg).where(TravelLeg.reference == reference).with_for_update()
    return session.scalars(wanted.execution_options(populate_existing=True)).one()


def node_names(session: Session) -> dict[str, Municipality | Place]:
    """Return what stands behind each node of the legs, by slug or code of the place."""
    named: dict[str, Municipality | Place] = {place.code: place for place in session.scalars(sa.select(Place))}
    return named | {town.slug: town for town in municipalities(session)}


def revision(session: Session) -> str:
    """Return the token of the newest revision of the legs; empty while nothing is loaded."""
    newest = sa.select(TravelRevision.token).order_by(TravelRevision.id.desc()).limit(1)
    return session.scalar(newest) or ""


def matrix(session: Session) -> Matrix:
    """Return the matrix of the newest revision; computed once per revision and process, then kept."""
    token = revision(session)
    known = _matrices.get(token)
    if known is not None:
        return known
    slugs = [town.slug for town in municipalities(session)]
    found = Matrix(token, rules.matrix(slugs, [as_rule(one) for one in legs(session)]))
    if token:
        while len(_matrices) >= KEPT_MATRICES:
            _matrices.pop(next(iter(_matrices)), None)
        _matrices[token] = found
    return found


def ways_to(session: Session, town: Municipality) -> list[Way]:
    """Return the way to `town` from every other municipality that is joined to it, in official order."""
    known = matrix(session)
    others = [(other, known.trip(other.slug, town.slug)) for other in municipalities(session) if other.id != town.id]
    return [
        Way(other, trip.minutes, trip.boardings, rules.day_trip_ok(trip)) for other, trip in others if trip is not None
    ]


def as_rule(one: TravelLeg) -> rules.Leg:
    """Return the plain leg that the rules calculate with."""
    return rules.Leg(one.from_node, one.to_node, one.minutes, one.mode, one.boarding_buffer, one.departures)


def tiles(session: Session) -> list[Tile]:
    """Return the tile map in official order; a municipality without a tile is placed by its coordinates."""
    towns = municipalities(session)
    laid = {town.slug: (town.tile_col, town.tile_row) for town in towns}
    if any(None in cell for cell in laid.values()):
        laid = {**rules.tiles({town.slug: (town.lat, town.lon) for town in towns})}
    return [_tile(town, *laid[town.slug]) for town in towns]


def _tile(town: Municipality, col: int | None, row: int | None) -> Tile:
    return Tile(
        slug=town.slug,
        code=town.code,
        name_ja=town.name_ja,
        name_en=town.name_en,
        short_ja=town.short_ja,
        short_en=town.short_en,
        col=col or 0,
        row=row or 0,
        is_island=town.is_island,
    )
