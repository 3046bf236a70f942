"""Loading roles, licences and the rules of appointment, as versioned data that offices can correct."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.audit import actions as audit
from talent_portal.core.actor import Actor
from talent_portal.core.db import Base, transaction
from talent_portal.core.folders import Folder
from talent_portal.professions import gateway
from talent_portal.professions.models import (
    AppointmentForm,
    FormRule,
    Profession,
    ProfessionQualification,
    Qualification,
    RuleSet,
    TaskTag,
)

Catalogued = Profession | Qualification | TaskTag | AppointmentForm


@dataclass(slots=True)
class Loaded:
    """What a load did, in rows; `version` is the new version of the rules, or None when they stand unchanged."""

    created: int = 0
    changed: int = 0
    retired: int = 0
    version: int | None = None

    @property
    def anything(self) -> bool:
        """Return whether a row was touched."""
        return bool(self.created or self.changed or self.retired or self.version)


def load(actor: Actor, path: Path) -> Loaded:
    """Load the folder of roles, licences and tasks; the same folder again changes nothing.

    What the folder no longer names is retired, not deleted: people and needs still point at it. Raises
    `FaultyFolder` naming every fault.
    """
    folder = Folder(path)
    draft = gateway.read_catalogue(folder)
    folder.check()
    with transaction() as session:
        done = Loaded()
        roles = _catalogue(session, Profession, draft.professions, done)
        licences = _catalogue(session, Qualification, draft.qualifications, done)
        session.flush()
        _requirements(session, draft, roles, licences, done)
        tasks = tuple({**values, "profession_id": roles[role].id} for role, values in draft.tasks)
        _catalogue(session, TaskTag, tasks, done)
        if done.anything:
            counts = {"created": done.created, "changed": done.changed, "retired": done.retired}
            audit.record(session, actor, "professions.loaded", "professions:catalogue", **counts)
    return done


def load_forms(actor: Actor, path: Path) -> Loaded:
    """Load the folder of appointment forms; changed content becomes a new version, the same content nothing.

    Older versions stay as they are, so that what was decided under them can be read again. Raises `FaultyFolder`.
    """
    folder = Folder(path)
    draft = gateway.read_forms(folder)
    folder.check()
    print_of = fingerprint(draft)
    with transaction() as session:
        newest = session.scalars(sa.select(RuleSet).order_by(RuleSet.version.desc()).limit(1)).one_or_none()
        if newest is not None and newest.sha256 == print_of:
            return Loaded()
        done = Loaded(version=1 if newest is None else newest.version + 1)
        _catalogue(session, AppointmentForm, draft.forms, done)
        rule_set = RuleSet(version=done.version, valid_from=draft.valid_from, source=draft.source, sha256=print_of)
        rule_set.content = draft.content
        rule_set.rules = [FormRule(**cell) for cell in draft.cells]
        session.add(rule_set)
        audit.record(session, actor, "rules.loaded", f"rules:{done.version}", sha256=print_of, cells=len(draft.cells))
    return done


def fingerprint(draft: gateway.FormsDraft) -> str:
    """Return the SHA-256 over everything a version says, whatever the order of rows or the spelling of the files."""
    cells = sorted(json.dumps(cell, sort_keys=True) for cell in draft.cells)
    whole = [draft.valid_from.isoformat(), draft.source, draft.content, cells]
    return hashlib.sha256(json.dumps(whole, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def _catalogue(
    session: Session, kind: type[Catalogued], wanted: tuple[dict[str, Any], ...], done: Loaded
) -> dict[str, Any]:
    """Bring the rows of one table in line with `wanted`, found by code, in that order; retire the others."""
    rows: Sequence[Any] = session.scalars(sa.select(kind)).all()
    known = {row.code: row for row in rows}
    found: dict[str, Any] = {}
    for position, values in enumerate(wanted):
        row = known.pop(values["code"], None)
        found[values["code"]] = _store(session, row, kind(), {**values, "position": position, "retired": False}, done)
    for row in [row for row in known.values() if not row.retired]:
        row.retired = True
        done.retired += 1
    return found


def _requirements(
    session: Session,
    draft: gateway.CatalogueDraft,
    roles: Mapping[str, Profession],
    licences: Mapping[str, Qualification],
    done: Loaded,
) -> None:
    rows = session.scalars(sa.select(ProfessionQualification))
    known = {(row.profession_id, row.qualification_id): row for row in rows}
    for position, one in enumerate(draft.requirements):
        key = (roles[one.profession].id, licences[one.qualification].id)
        values = {**one.values, "profession_id": key[0], "qualification_id": key[1], "position": position}
        _store(session, known.pop(key, None), ProfessionQualification(), values, done)
    for row in known.values():
        session.delete(row)
        done.retired += 1


def _store(session: Session, row: Base | None, fresh: Base, values: Mapping[str, Any], done: Loaded) -> Base:
    """Write `values` into the row that stands, or into a fresh one; count which it was; return the row."""
    target = fresh if row is None else row
    new = {name: value for name, value in values.items() if getattr(target, name) != value}
    for name, value in new.items():
        setattr(target, name, value)
    if row is None:
        session.add(fresh)
        done.created += 1
    elif new:
        done.changed += 1
    return target
