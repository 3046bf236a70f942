"""Everything a run is asked with, read at once in a constant number of statements."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.matching.models import PairDecision
from talent_portal.matching.queries.cases import all_ruled_out, table, ways
from talent_portal.matching.rules.case import Case, case_of
from talent_portal.matching.rules.runs import DecisionKind, RunOptions
from talent_portal.municipalities import queries as municipalities
from talent_portal.needs import queries as needs
from talent_portal.shortages.queries import picture
from talent_portal.specialists import queries as specialists
from talent_portal.specialists.rules.facts import PersonFacts


@dataclass(frozen=True, slots=True)
class Known:
    """Open requests as cases, everybody who may be found, the towns, their reports, and what was decided.

    `towns` are slugs by organisation id; `reports` are heads required and in post by organisation id, over the roles
    of the requests. `keep` are pairs (request id, person id).
    """

    cases: tuple[Case, ...]
    people: tuple[PersonFacts, ...]
    towns: Mapping[int, str]
    islands: frozenset[int]
    reports: Mapping[int, tuple[int, int]]
    keep: frozenset[tuple[int, int]]


def read(session: Session, options: RunOptions, day: date) -> Known:
    """Return what is known today; drafts and requests that have closed are nobody's question."""
    wanted = [one for one in needs.facts(session) if one.last_day >= day and one.open_posts > 0]
    if options.professions:
        wanted = [one for one in wanted if one.profession in options.professions]
    law, trips = table(session), ways(session)
    barred = all_ruled_out(session)
    roles = frozenset(one.profession for one in wanted)
    towns = municipalities.municipalities(session)
    return Known(
        cases=tuple(case_of(one, law, trips, barred=barred.get(one.need_id, ())) for one in wanted),
        people=tuple(specialists.facts(session)) if wanted else (),
        towns={town.organisation_id: town.slug for town in towns},
        islands=frozenset(town.organisation_id for town in towns if town.is_island),
        reports=_reports(session, roles),
        keep=_to_keep(session),
    )


def _to_keep(session: Session) -> frozenset[tuple[int, int]]:
    """Return the pairs (request, person) that coordinators want to keep."""
    in_force = (PairDecision.kind == DecisionKind.KEEP, PairDecision.lifted_at.is_(None))
    wanted = sa.select(PairDecision.need_id, PairDecision.specialist_id).where(*in_force)
    return frozenset((row.need_id, row.specialist_id) for row in session.execute(wanted))


def _reports(session: Session, roles: frozenset[str]) -> dict[int, tuple[int, int]]:
    found: dict[int, tuple[int, int]] = {}
    for (organisation_id, role), figure in picture.newest(session).items():
        if role in roles:
            required, filled = found.get(organisation_id, (0, 0))
            found[organisation_id] = (required + figure.required, filled + figure.required - figure.vacant)
    return found
