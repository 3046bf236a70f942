"""Whom a list may show, what new rules touch, and who works in a week. Constant in rows."""

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.accounts.permissions import Permission
from talent_portal.core.actor import Actor, Scope
from talent_portal.placements.models import FormCheck, Offer, OfferTerms, Placement
from talent_portal.placements.queries import changing
from talent_portal.placements.queries.cases import PLACEMENT_PARTIES
from talent_portal.placements.queries.facts import people_at_law, posts
from talent_portal.placements.rules import conditions
from talent_portal.placements.rules.states import OVER, RUNNING
from talent_portal.placements.rules.terms import decide
from talent_portal.professions.rules import RuleTable, Verdict, VerdictKind
from talent_portal.specialists.models import HalfDay

MOST = 200


@dataclass(frozen=True, slots=True)
class Touched:
    """Open terms about which other rules say something else: before, and now."""

    offer: Offer
    terms: OfferTerms
    check: FormCheck
    now: Verdict


def reach(actor: Actor, thing: type[Offer | Placement]) -> sa.ColumnElement[bool]:
    """Return which cases concern the actor: those of its municipality, and those by which a person comes to it."""
    scope = actor.scope(Permission.FORM_CHECK_READ)
    if scope is Scope.ALL:
        return sa.true()
    if scope is not Scope.ORG:
        return sa.false()
    comes = sa.select(HalfDay.id).where(
        HalfDay.source == thing.__tablename__,
        HalfDay.source_reference == thing.reference,
        HalfDay.organisation_id == actor.organisation_id,
    )
    return sa.or_(thing.organisation_id == actor.organisation_id, comes.exists())


def touched(session: Session, actor: Actor, table: RuleTable) -> list[Touched]:
    """Return the open terms within the actor's reach about which `table` says something else than their check did.

    Terms whose check the clock has already set back, because rules changed, stay on the list until they are checked.
    """
    scope = actor.scope(Permission.FORM_CHECK_READ)
    rows = [
        row
        for row in changing.checks_of_open(session)
        if scope is Scope.ALL or (scope is Scope.ORG and row[0].organisation_id == actor.organisation_id)
    ]
    people = people_at_law(session, {offer.specialist_id for offer, _, _ in rows} - {None})
    at = posts(session, [row[0] for row in rows], {row[0].id: (row[2].starts_on, row[2].ends_on) for row in rows})
    found = []
    for offer, check, terms in rows:
        person = people.get(offer.specialist_id)
        if person is None:
            continue
        known = terms.form in table.facts
        gone = Verdict(VerdictKind.ASK, (), "", table.version)
        now = decide(table, terms.plain, person, at[offer.id]) if known else gone
        same = conditions.says_the_same(check.verdict, check.conditions, check.article, now)
        if check.changed_from or not same:
            found.append(Touched(offer, terms, check, now))
    return found


def people_of_week(session: Session, actor: Actor, monday: date) -> list[Placement]:
    """Return one placement per person who works in the week that begins on `monday`, within the actor's reach."""
    wanted = (
        sa.select(Placement)
        .where(
            reach(actor, Placement),
            Placement.state.in_((*RUNNING, *OVER)),
            Placement.starts_on <= monday + timedelta(days=6),
            Placement.last_day >= monday,
            Placement.specialist_id.is_not(None),
        )
        .options(*PLACEMENT_PARTIES)
        .order_by(Placement.starts_on, Placement.id)
        .limit(MOST)
    )
    return list({row.specialist_id: row for row in session.scalars(wanted)}.values())
