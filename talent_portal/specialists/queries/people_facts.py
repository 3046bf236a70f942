"""Plain facts about many people in a constant number of statements, however many they are."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.core import clock
from talent_portal.municipalities.models import Municipality
from talent_portal.privacy import queries as privacy
from talent_portal.specialists.models import (
    Availability,
    Credential,
    EmployerPermission,
    HalfDay,
    HideFrom,
    NeverPlace,
    Practice,
    Skill,
    Specialist,
    TravelRule,
    Unavailability,
)
from talent_portal.specialists.queries import kept_facts
from talent_portal.specialists.rules import facts as plain
from talent_portal.specialists.rules.choices import WorkingWay
from talent_portal.specialists.rules.states import REFERABLE, CredentialState

Fact = TypeVar("Fact")
SHARED = "specialist.share-anonymous"
# So many people are read by their ids; more, with everybody asked for.
FEW = 500
UNUSABLE = (CredentialState.REFUSED, CredentialState.EXPIRED)


def facts(
    session: Session,
    *,
    profession: str | None = None,
    ids: Collection[int] | None = None,
    referable_only: bool = True,
) -> list[plain.PersonFacts]:
    """Return what is known about people, in the order of their ids.

    Only those who may be found at all (active, and willing to be shown unnamed), unless `referable_only` is off, which
    is for whoever already has a right to the person (an offer, a placement, the person). Narrowed to a role or to ids.

    Who is wanted is asked each time; facts of people whose stamp has not changed since are taken from memory. Within a
    transaction everything is read: what it has changed so far bears no stamp yet.
    """
    wanted = _wanted(profession, ids, referable_only=referable_only)
    if session.info.get("in_transaction"):
        return read_facts(session, wanted, _wanted(profession, ids, referable_only=False))
    # Stamps first: a change that lands between the questions leaves an old stamp beside new facts, never the other
    # way round, and whoever asks next reads the person again.
    stamps = sa.select(Specialist.id, Specialist.facts_stamp).where(Specialist.id.in_(wanted)).order_by(Specialist.id)
    asked: list[kept_facts.Stamped] = [(one, stamp) for one, stamp in session.execute(stamps)]
    known = kept_facts.known(asked, _monday())
    missing = [one for one, _ in asked if one not in known]
    if missing:
        few = _wanted(None, missing, referable_only=False) if len(missing) <= FEW else None
        read = (
            read_facts(session, few, few)
            if few is not None
            else read_facts(session, wanted, _wanted(profession, ids, referable_only=False))
        )
        fresh = {one.id: one for one in read}
        kept_facts.keep(asked, _monday(), fresh)
        known |= fresh
    return [known[one] for one, _ in asked if one in known]


def read_facts(session: Session, wanted: sa.Select[int], parts_of: sa.Select[int]) -> list[plain.PersonFacts]:
    """Return the facts of `wanted` as the database has them; `parts_of` are people among whom they are.

    Consent and state are asked for once: parts of people who are not wanted are fetched and never looked at.
    """
    columns = [getattr(Specialist, name) for name in COLUMNS]
    people = session.execute(sa.select(*columns).where(Specialist.id.in_(wanted)).order_by(Specialist.id)).all()
    parts = _parts(session, parts_of) if people else {}
    return [_person(row, parts) for row in people]


COLUMNS = (
    "id",
    "reference",
    "kind",
    "candidate_kind",
    "regions",
    "ways",
    "available",
    "available_from",
    "disaster_call",
    "employer_sector",
    "former_organisation_id",
    "left_on",
    "turns_60_in",
    "weekly_minutes_elsewhere",
    "last_confirmed_on",
)


def _wanted(profession: str | None, ids: Collection[int] | None, *, referable_only: bool) -> sa.Select[int]:
    wanted = sa.select(Specialist.id)
    if referable_only:
        named = sa.literal("specialist:") + Specialist.reference
        willing = privacy.standing_subjects(SHARED, "all")
        wanted = wanted.where(Specialist.state.in_(REFERABLE), named.in_(willing))
    if profession is not None:
        wanted = wanted.where(Specialist.id.in_(sa.select(Practice.specialist_id).where(_in_role(profession))))
    if ids is not None:
        wanted = wanted.where(Specialist.id.in_(ids))
    return wanted


def _in_role(profession: str) -> sa.ColumnElement[bool]:
    return Practice.profession == profession


Parts = dict[str, dict[int, list[Any]]]


def _parts(session: Session, wanted: sa.Select[int]) -> Parts:
    """Return every kind of part by the id of its person: one statement per kind."""
    return {
        "practices": _grouped(session, wanted, Practice, Practice.profession, Practice.years),
        "licences": _grouped(
            session, wanted, Credential, Credential.qualification, Credential.state, Credential.expires_on
        ),
        "skills": _grouped(session, wanted, Skill, Skill.task, Skill.level),
        "patterns": _grouped(
            session,
            wanted,
            Availability,
            Availability.valid_from,
            Availability.valid_to,
            Availability.halves,
            Availability.days_a_week,
        ),
        "away": _grouped(session, wanted, Unavailability, Unavailability.first_day, Unavailability.last_day),
        "taken": _grouped(session, wanted, HalfDay, HalfDay.day, HalfDay.half, only=HalfDay.day >= _monday()),
        "travel": _travel(session, wanted),
        "never": _grouped(session, wanted, NeverPlace, NeverPlace.organisation_id),
        "hidden": _grouped(session, wanted, HideFrom, HideFrom.organisation_id),
        "permissions": _grouped(
            session,
            wanted,
            EmployerPermission,
            EmployerPermission.state,
            EmployerPermission.valid_to,
            EmployerPermission.weekly_minutes,
        ),
    }


def _monday() -> date:
    """Return the first day of this week: earlier claims bind nobody any more."""
    today = clock.today()
    return today.fromordinal(today.toordinal() - today.weekday())


def _grouped(
    session: Session, wanted: sa.Select[int], table: Any, *columns: Any, only: Any = None
) -> dict[int, list[Any]]:
    chosen = sa.select(table.specialist_id, *columns).where(table.specialist_id.in_(wanted)).order_by(table.id)
    grouped: dict[int, list[Any]] = defaultdict(list)
    for owner, *values in session.execute(chosen if only is None else chosen.where(only)):
        grouped[owner].append(values)
    return grouped


def _travel(session: Session, wanted: sa.Select[int]) -> dict[int, list[Any]]:
    rule = TravelRule
    columns = (rule.max_minutes, rule.boat, rule.air, rule.overnight, rule.drives, rule.remote)
    chosen = (
        sa.select(rule.specialist_id, Municipality.slug, *columns)
        .outerjoin(Municipality, Municipality.id == rule.municipality_id)
        .where(rule.specialist_id.in_(wanted))
    )
    return {owner: [values] for owner, *values in session.execute(chosen)}


def _person(row: Any, parts: Parts) -> plain.PersonFacts:
    def each(name: str, make: Callable[..., Fact]) -> tuple[Fact, ...]:
        return tuple(make(*values) for values in parts[name].get(row.id, ()))

    return plain.PersonFacts(
        id=row.id,
        reference=row.reference,
        kind=row.kind,
        candidate_kind=row.candidate_kind,
        professions=each("practices", plain.Practice),
        licences=_licences(parts["licences"].get(row.id, ())),
        skills=each("skills", plain.Skill),
        patterns=each("patterns", plain.Pattern),
        away=each("away", plain.Away),
        taken=frozenset((day, half) for day, half in parts["taken"].get(row.id, ())),
        travel=_rule(parts, row.id),
        regions=frozenset(row.regions),
        ways=frozenset(WorkingWay(way) for way in row.ways),
        available=row.available,
        available_from=row.available_from,
        disaster_call=row.disaster_call,
        employer_sector=row.employer_sector,
        former_organisation_id=row.former_organisation_id,
        left_on=row.left_on,
        turns_60_in=row.turns_60_in,
        side_job=next(iter(each("permissions", plain.SideJob)), plain.SideJob()),
        weekly_minutes_elsewhere=row.weekly_minutes_elsewhere,
        hidden_from=frozenset(organisation for (organisation,) in parts["hidden"].get(row.id, ())),
        last_confirmed_on=row.last_confirmed_on,
    )


def _licences(rows: Iterable[Any]) -> tuple[plain.Licence, ...]:
    return tuple(
        plain.Licence(code, state is CredentialState.VERIFIED, expires_on)
        for code, state, expires_on in rows
        if state not in UNUSABLE
    )


def _rule(parts: Parts, owner: int) -> plain.Travel:
    never = frozenset(organisation for (organisation,) in parts["never"].get(owner, ()))
    found = parts["travel"].get(owner)
    if not found:
        return plain.Travel(never=never)
    base, minutes, boat, air, overnight, drives, remote = found[0]
    return plain.Travel(
        base=base or "",
        max_minutes=minutes,
        boat=boat,
        air=air,
        overnight=overnight,
        drives=drives,
        remote=remote,
        never=never,
    )
