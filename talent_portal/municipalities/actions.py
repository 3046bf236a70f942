"""Changes of the map: loading a prefecture's folder, and mending single legs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Organisation, OrganisationKind
from talent_portal.audit import actions as audit
from talent_portal.core.actor import Actor
from talent_portal.core.db import Base, transaction
from talent_portal.core.errors import Stale
from talent_portal.core.folders import Folder
from talent_portal.municipalities import gateway, queries, rules
from talent_portal.municipalities.errors import AnotherPrefecture
from talent_portal.municipalities.models import (
    LegBasis,
    Municipality,
    MunicipalityRegion,
    Place,
    Region,
    TravelLeg,
    TravelRevision,
)


@dataclass(slots=True)
class Loaded:
    """What a load did, in rows; `kept` are legs edited on the page, which the folder does not overwrite."""

    created: int = 0
    changed: int = 0
    removed: int = 0
    kept: int = 0

    @property
    def anything(self) -> bool:
        """Return whether a row was touched."""
        return bool(self.created or self.changed or self.removed)


@dataclass(frozen=True, slots=True, kw_only=True)
class LegChange:
    """What may be edited of a leg: minutes, mode, minutes before boarding, departures a day, basis and source."""

    minutes: int
    mode: rules.TravelMode
    boarding_buffer: int
    departures: int | None
    basis: LegBasis
    source: str


def load(actor: Actor, path: Path) -> Loaded:
    """Load a prefecture's folder; loading the same folder again changes nothing.

    Raises `FaultyFolder` naming file, row and column of every fault, and `AnotherPrefecture` when this instance
    already serves another one. Municipalities that the folder no longer names are left alone.
    """
    folder = Folder(path)
    draft = gateway.read(folder)
    folder.check()
    with transaction() as session:
        done = Loaded()
        _prefecture(session, draft.prefecture, done)
        towns = _municipalities(session, draft.municipalities, done)
        _regions(session, draft, towns, done)
        _places(session, draft, done)
        _legs(session, draft.legs, done)
        if done.anything:
            counts = {"created": done.created, "changed": done.changed, "removed": done.removed, "kept": done.kept}
            audit.record(session, actor, "prefecture.loaded", f"prefecture:{draft.prefecture.code}", **counts)
    return done


def edit_leg(actor: Actor, reference: str, change: LegChange, expected_version: int) -> None:
    """Change one leg and start a new revision, so that every matrix is computed anew.

    Raises `Stale` when somebody else was faster, `NoResultFound` when the leg is gone.
    """
    with transaction() as session:
        leg = queries.leg_to_change(session, reference)
        if leg.version != expected_version:
            raise Stale
        if not _set(leg, _columns(change)):
            return
        leg.edited = True
        session.add(TravelRevision())
        audit.record(session, actor, "leg.edited", f"leg:{reference}", minutes=leg.minutes, mode=leg.mode.value)


def _columns(change: LegChange) -> dict[str, Any]:
    return {name: getattr(change, name) for name in LegChange.__slots__}


def _set(row: Base, values: Mapping[str, Any]) -> bool:
    """Write `values` into the row; return whether any of them was new."""
    new = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in new.items():
        setattr(row, name, value)
    return bool(new)


def _store(session: Session, row: Base | None, fresh: Base, values: Mapping[str, Any], done: Loaded) -> Any:
    """Write `values` into the row that stands, or into a fresh one; count which it was; return the row."""
    if row is None:
        _set(fresh, values)
        session.add(fresh)
        done.created += 1
        return fresh
    done.changed += _set(row, values)
    return row


def _prefecture(session: Session, draft: gateway.OfficeDraft, done: Loaded) -> None:
    known = queries.prefecture(session)
    if known is not None and known.code != draft.code:
        raise AnotherPrefecture(code=known.code)
    _office(session, draft, OrganisationKind.PREFECTURE, done)


def _office(session: Session, draft: gateway.OfficeDraft, kind: OrganisationKind, done: Loaded) -> Organisation:
    row = session.scalars(sa.select(Organisation).where(Organisation.code == draft.code)).one_or_none()
    values = {name: getattr(draft, name) for name in ("code", "name_ja", "name_en", "kana", "position")}
    found: Organisation = _store(session, row, Organisation(), {"kind": kind, **values}, done)
    return found


def _municipalities(
    session: Session, drafts: Sequence[gateway.MunicipalityDraft], done: Loaded
) -> dict[str, Municipality]:
    known = {town.code: town for town in queries.municipalities(session)}
    _free_moved_tiles(session, known, drafts)
    towns = {}
    for draft in drafts:
        office = _office(session, draft.office, OrganisationKind.MUNICIPALITY, done)
        row = known.get(draft.office.code)
        values = {**draft.values, "slug": draft.slug, "organisation": office}
        towns[draft.slug] = _store(session, row, Municipality(), values, done)
    session.flush()
    return towns


def _free_moved_tiles(
    session: Session, known: Mapping[str, Municipality], drafts: Sequence[gateway.MunicipalityDraft]
) -> None:
    """Take the tiles that will move off the map first: two that swap would otherwise meet on one tile."""
    for draft in drafts:
        town = known.get(draft.office.code)
        wanted = (draft.values["tile_col"], draft.values["tile_row"])
        if town is not None and (town.tile_col, town.tile_row) != wanted:
            town.tile_col = town.tile_row = None
    session.flush()


def _regions(session: Session, draft: gateway.PrefectureDraft, towns: Mapping[str, Municipality], done: Loaded) -> None:
    known = {region.code: region for region in session.scalars(sa.select(Region))}
    regions = {}
    for position, (code, name_ja, name_en) in enumerate(draft.regions):
        values = {"code": code, "name_ja": name_ja, "name_en": name_en, "position": position}
        regions[code] = _store(session, known.get(code), Region(), values, done)
    session.flush()
    held = {(row.municipality_id, row.valid_from): row for row in session.scalars(sa.select(MunicipalityRegion))}
    wanted = set()
    for one in draft.memberships:
        key = (towns[one.slug].id, one.valid_from)
        wanted.add(key)
        _store(session, held.get(key), MunicipalityRegion(), _membership(one, key[0], regions[one.region]), done)
    ours = {town.id for town in towns.values()}
    for key in [key for key in held if key not in wanted and key[0] in ours]:
        session.delete(held[key])
        done.removed += 1


def _membership(draft: gateway.MembershipDraft, municipality_id: int, region: Region) -> dict[str, Any]:
    days = {"valid_from": draft.valid_from, "valid_to": draft.valid_to}
    return {"municipality_id": municipality_id, "region": region, "basis": draft.basis, **days}


def _places(session: Session, draft: gateway.PrefectureDraft, done: Loaded) -> None:
    known = {place.code: place for place in session.scalars(sa.select(Place))}
    for code, name_ja, name_en, kind in draft.places:
        values = {"code": code, "name_ja": name_ja, "name_en": name_en, "kind": kind}
        _store(session, known.get(code), Place(), values, done)


def _legs(session: Session, drafts: Sequence[gateway.LegDraft], done: Loaded) -> None:
    """Bring the legs in line with the folder; one that was edited on the page keeps its edit, whatever its mode."""
    before = (done.created, done.changed, done.removed)
    rows = queries.legs(session)
    known = {(leg.from_node, leg.to_node, leg.loaded_mode): leg for leg in rows}
    for position, draft in enumerate(drafts):
        row = known.pop(draft.key, None)
        ends = {"from_node": draft.from_node, "to_node": draft.to_node, "loaded_mode": draft.mode}
        values: dict[str, Any] = {**ends, "position": position}
        if row is not None and row.edited:
            done.kept += 1
        else:
            values |= {"mode": draft.mode, **draft.values}
        _store(session, row, TravelLeg(), values, done)
    for row in known.values():
        session.delete(row)
        done.removed += 1
    if before != (done.created, done.changed, done.removed):
        session.add(TravelRevision())
