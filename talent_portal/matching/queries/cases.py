"""Requests as cases: with the decision table in force and the ways, both kept in memory while they do not change."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.core import clock
from talent_portal.matching.models import PairDecision
from talent_portal.matching.rules.case import Case, Ways, case_of
from talent_portal.matching.rules.runs import DecisionKind
from talent_portal.matching.rules.travel import every_way
from talent_portal.municipalities import queries as municipalities
from talent_portal.needs import queries as needs
from talent_portal.needs.rules.facts import NeedFacts
from talent_portal.professions import queries as professions
from talent_portal.professions.models import RuleSet
from talent_portal.professions.rules import RuleTable

KEPT = 4
Key = TypeVar("Key")
Value = TypeVar("Value")
# Before the forms of a prefecture are loaded, nothing is known to be lawful.
NO_TABLE = RuleTable(0, {}, {}, 0, 0, "", date.max, "")
RULED_OUT = (PairDecision.kind == DecisionKind.FORBID, PairDecision.lifted_at.is_(None))
_ways: dict[str, Ways] = {}
_tables: dict[tuple[int, str], RuleTable] = {}


def ways(session: Session) -> Ways:
    """Return the fastest trips with and without ships and aeroplanes; worked out once per revision of the legs."""
    token = municipalities.revision(session)
    if token not in _ways:
        towns = [town.slug for town in municipalities.municipalities(session)]
        legs = [municipalities.as_rule(leg) for leg in municipalities.legs(session)]
        found = every_way(towns, legs)
        return keep(_ways, token, found) if token else found
    return _ways[token]


def table(session: Session) -> RuleTable:
    """Return the decision table in force today, an empty one while none is. A version never changes."""
    wanted = sa.select(RuleSet.version, RuleSet.sha256).where(RuleSet.valid_from <= clock.today())
    newest = session.execute(wanted.order_by(RuleSet.valid_from.desc(), RuleSet.version.desc()).limit(1)).one_or_none()
    if newest is None:
        return NO_TABLE
    key = (newest.version, newest.sha256)
    return _tables[key] if key in _tables else keep(_tables, key, _read(session, newest.version))


def _read(session: Session, version: int) -> RuleTable:
    return professions.rule_table_of_version(session, version)


def keep(kept: dict[Key, Value], key: Key, value: Value) -> Value:
    """Remember the newest few; another thread may do the same at the same time, and both come to the same."""
    while len(kept) >= KEPT:
        kept.pop(next(iter(kept)), None)
    kept[key] = value
    return value


def need_facts(session: Session, need_id: int) -> NeedFacts:
    """Return the facts of one request in any state."""
    (found,) = needs.facts(session, [need_id])
    return found


def case_for(session: Session, need: NeedFacts) -> Case:
    """Return the case of a request, stored or just being written; whoever was ruled out for it is barred."""
    return case_of(need, table(session), ways(session), barred=ruled_out(session, need.need_id))


def ruled_out(session: Session, need_id: int | None) -> set[int]:
    """Return the people whom coordinators have ruled out for a request; nobody for one that was never stored."""
    if need_id is None:
        return set()
    wanted = sa.select(PairDecision.specialist_id).where(*RULED_OUT, PairDecision.need_id == need_id)
    return set(session.scalars(wanted))


def all_ruled_out(session: Session) -> dict[int, set[int]]:
    """Return the people whom coordinators have ruled out, by request."""
    found: dict[int, set[int]] = {}
    wanted = sa.select(PairDecision.need_id, PairDecision.specialist_id).where(*RULED_OUT)
    for need_id, person in session.execute(wanted):
        found.setdefault(need_id, set()).add(person)
    return found


def open_cases(session: Session, professions_: frozenset[str], day: date) -> list[Case]:
    """Return the cases of all requests that look for people of these roles on `day`, the oldest first."""
    wanted = [need for need in needs.facts(session) if need.profession in professions_ and need.last_day >= day]
    return _cases(session, wanted)


def seeking_cases(session: Session, need_ids: Sequence[int], day: date) -> list[Case]:
    """Return the cases of those of these requests that still look for people on `day`."""
    wanted = set(need_ids)
    found = [need for need in needs.facts(session) if need.need_id in wanted and need.last_day >= day]
    return _cases(session, [need for need in found if need.open_posts > 0])


def _cases(session: Session, wanted: Sequence[NeedFacts]) -> list[Case]:
    law, trips, barred = table(session), ways(session), all_ruled_out(session)
    return [case_of(need, law, trips, barred=barred.get(need.need_id, ())) for need in wanted]
