"""The folder of a prefecture, read into plain drafts. Its format: docs/prefecture-folder.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from talent_portal.core.folders import Folder, Row
from talent_portal.core.marks import _n
from talent_portal.municipalities import rules
from talent_portal.municipalities.models import LegBasis, MunicipalityKind, RegionBasis

MUNICIPALITY_COLUMNS = (
    "code", "slug", "type", "name_ja", "name_en", "kana", "romaji", "county_ja", "county_en", "population",
    "area_km2", "lat", "lon", "is_island", "island_group_ja", "island_group_en", "website", "note_ja", "note_en",
)  # fmt: skip
LEG_COLUMNS = (
    "from", "to", "minutes", "mode", "basis", "basis_note", "boarding_buffer", "departures", "frequency", "source",
)  # fmt: skip
DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class OfficeDraft:
    """The names of an organisation; `position` is its place in official order."""

    code: str
    name_ja: str
    name_en: str
    kana: str
    position: int


@dataclass(frozen=True, slots=True)
class MunicipalityDraft:
    """One municipality: its office, and the columns of its row on the map."""

    office: OfficeDraft
    slug: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class MembershipDraft:
    """One municipality in one region, first and last day included."""

    slug: str
    region: str
    valid_from: date
    valid_to: date | None
    basis: RegionBasis


@dataclass(frozen=True, slots=True)
class LegDraft:
    """One leg: its ends and mode, and the other columns of its row."""

    from_node: str
    to_node: str
    mode: rules.TravelMode
    values: dict[str, Any]

    @property
    def key(self) -> tuple[str, str, rules.TravelMode]:
        """Return what tells one leg from another."""
        return self.from_node, self.to_node, self.mode


@dataclass(frozen=True, slots=True)
class PrefectureDraft:
    """Everything that a prefecture's folder says about the map."""

    prefecture: OfficeDraft
    municipalities: tuple[MunicipalityDraft, ...]
    regions: tuple[tuple[str, str, str], ...]
    memberships: tuple[MembershipDraft, ...]
    places: tuple[tuple[str, str, str, rules.PlaceKind], ...]
    legs: tuple[LegDraft, ...]


def read(folder: Folder) -> PrefectureDraft:
    """Return the draft; faults are collected in `folder` (call `folder.check()` before using the draft)."""
    prefecture = _prefecture(folder)
    rows = folder.table("municipalities.csv", MUNICIPALITY_COLUMNS)
    folder.unique(rows, "code")
    folder.unique(rows, "slug")
    tiles = _tiles(folder, rows)
    rows.sort(key=lambda row: str(row.values["code"]))
    towns = [_municipality(row, place, prefecture, tiles) for place, row in enumerate(rows, start=1)]
    slugs = [town.slug for town in towns]
    regions = _regions(folder)
    places = _places(folder)
    return PrefectureDraft(
        prefecture=prefecture,
        municipalities=tuple(towns),
        regions=regions,
        memberships=_memberships(folder, slugs, [code for code, _, _ in regions]),
        places=places,
        legs=_legs(folder, slugs, [place[0] for place in places]),
    )


def _prefecture(folder: Folder) -> OfficeDraft:
    row = folder.settings("prefecture.toml")
    for key in sorted(set(row.values) - {"code", "name_ja", "name_en", "kana"}):
        row.fault(key, _n("This column is not known."))
    return OfficeDraft(_code(row), row.text("name_ja", 120), row.text("name_en", 120), row.text("kana", 120), 0)


def _code(row: Row) -> str:
    code = row.text("code", 6)
    if code and not rules.is_code(code):
        row.fault("code", _n("“%(value)s” is no code of a local government (six digits with check digit)."), value=code)
    return code


def _slug(row: Row, column: str = "slug") -> str:
    slug = row.text(column, 40)
    if slug and not rules.SLUG.fullmatch(slug):
        row.fault(column, _n("“%(value)s” may only have small letters, digits and hyphens."), value=slug)
    return slug


def _municipality(
    row: Row, place: int, prefecture: OfficeDraft, tiles: dict[str, tuple[int, int]]
) -> MunicipalityDraft:
    code = _code(row)
    if code[:2] != prefecture.code[:2]:
        row.fault("code", _n("“%(value)s” belongs to another prefecture."), value=code)
    slug = _slug(row)
    col, tile_row = tiles.get(slug, (None, None))
    website = row.text("website", 200, required=False)
    if website and not website.startswith(("https://", "http://")):
        row.fault("website", _n("“%(value)s” is no address of a website."), value=website)
    optional = {
        name: row.text(name, longest, required=False)
        for name, longest in (("county_ja", 40), ("county_en", 40), ("island_group_ja", 60), ("island_group_en", 60),
                              ("note_ja", 400), ("note_en", 400))
    }  # fmt: skip
    values = optional | {
        "kind": row.choice("type", MunicipalityKind),
        "romaji": row.text("romaji", 60),
        "population": row.integer("population"),
        "area_km2": row.number_between("area_km2", 0, 10_000),
        "lat": row.number_between("lat", 20, 46),
        "lon": row.number_between("lon", 122, 154),
        "is_island": row.flag("is_island"),
        "website": website,
        "tile_col": col,
        "tile_row": tile_row,
    }
    office = OfficeDraft(code, row.text("name_ja", 120), row.text("name_en", 120), row.text("kana", 120), place)
    return MunicipalityDraft(office, slug, values)


def _tiles(folder: Folder, towns: Sequence[Row]) -> dict[str, tuple[int, int]]:
    """Return the tiles of `tiles.csv`; without the file they are laid out from the coordinates later."""
    if not folder.has("tiles.csv"):
        return {}
    rows = folder.table("tiles.csv", ("slug", "col", "row"))
    folder.unique(rows, "slug")
    folder.unique(rows, "col", "row")
    slugs = {str(town.values["slug"]) for town in towns}
    laid = {row.one_of("slug", slugs): (row.integer("col", 0, 99), row.integer("row", 0, 99)) for row in rows}
    for slug in sorted(slugs - set(laid)):
        folder.fault("tiles.csv", 0, "slug", _n("“%(value)s” has no tile."), value=slug)
    return laid


def _regions(folder: Folder) -> tuple[tuple[str, str, str], ...]:
    rows = folder.table("regions.csv", ("code", "name_ja", "name_en"))
    folder.unique(rows, "code")
    return tuple((_slug(row, "code"), row.text("name_ja", 60), row.text("name_en", 60)) for row in rows)


def _memberships(folder: Folder, slugs: Sequence[str], regions: Sequence[str]) -> tuple[MembershipDraft, ...]:
    rows = folder.table("municipality_regions.csv", ("slug", "region", "valid_from", "valid_to", "basis"))
    found = [(row, _membership(row, slugs, regions)) for row in rows]
    found.sort(key=lambda pair: (pair[1].slug, pair[1].valid_from))
    for (_, before), (row, after) in pairwise(found):
        ends = before.valid_to or date.max
        if before.slug == after.slug and ends >= after.valid_from:
            row.fault("valid_from", _n("The row overlaps the one before it for the same municipality."))
        elif before.slug == after.slug and ends + timedelta(days=1) != after.valid_from:
            row.fault("valid_from", _n("There is a gap after the row before it for the same municipality."))
    for slug in sorted(set(slugs) - {one.slug for _, one in found}):
        folder.fault("municipality_regions.csv", 0, "slug", _n("“%(value)s” is in no region."), value=slug)
    return tuple(one for _, one in found)


def _membership(row: Row, slugs: Sequence[str], regions: Sequence[str]) -> MembershipDraft:
    first, last = row.day("valid_from"), row.day_or_none("valid_to")
    if last is not None and last < first:
        row.fault("valid_to", _n("The last day is before the first."))
    return MembershipDraft(
        row.one_of("slug", slugs), row.one_of("region", regions), first, last, row.choice("basis", RegionBasis)
    )


def _places(folder: Folder) -> tuple[tuple[str, str, str, rules.PlaceKind], ...]:
    rows = folder.table("places.csv", ("code", "name_ja", "name_en", "kind"))
    folder.unique(rows, "code")
    return tuple(
        (row.text("code", 40), row.text("name_ja", 60), row.text("name_en", 60), row.choice("kind", rules.PlaceKind))
        for row in rows
    )


def _legs(folder: Folder, slugs: Sequence[str], places: Sequence[str]) -> tuple[LegDraft, ...]:
    rows = folder.table("travel_legs.csv", LEG_COLUMNS)
    folder.unique(rows, "from", "to", "mode")
    nodes = {*slugs, *places}
    legs = tuple(_leg(row, nodes) for row in rows)
    plain = [rules.Leg(one.from_node, one.to_node, 1, one.mode) for one in legs]
    reached = set(rules.trips_from(slugs[0], plain)) if slugs else set()
    for slug in [slug for slug in slugs if slug not in reached]:
        folder.fault("travel_legs.csv", 0, "from", _n("No leg leads to “%(value)s”."), value=slug)
    return legs


def _leg(row: Row, nodes: set[str]) -> LegDraft:
    start, end = row.one_of("from", nodes), row.one_of("to", nodes)
    if start and start == end:
        row.fault("to", _n("The leg leads nowhere."))
    values = {
        "minutes": row.integer("minutes", 1, DAY_MINUTES),
        "boarding_buffer": row.integer("boarding_buffer", 0, DAY_MINUTES),
        "basis": row.choice("basis", LegBasis),
        "basis_note": row.text("basis_note", 200, required=False),
        "departures": row.integer_or_none("departures", 0, 999),
        "frequency": row.text("frequency", 80, required=False),
        "source": row.text("source", 300, required=False),
    }
    return LegDraft(start, end, row.choice("mode", rules.TravelMode), values)
