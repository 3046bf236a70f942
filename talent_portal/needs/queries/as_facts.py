"""Requests as matching reads them, in five statements whatever their number."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from talent_portal.municipalities.models import Municipality
from talent_portal.needs.models import SEEKING, Need, NeedQualification, ShareState, Strength
from talent_portal.needs.rules.facts import Helpful, Must, NeedFacts, PatternKind, ShareFacts
from talent_portal.professions.models import TaskTag
from talent_portal.professions.rules import Duty

NEVER = date.max


def facts(session: Session, need_ids: Sequence[int] | None = None) -> list[NeedFacts]:
    """Return the facts of the requests given, in any state, or of all that look for people now, oldest first."""
    wanted = sa.select(Need).options(selectinload(Need.shares), selectinload(Need.qualifications))
    which = Need.state.in_(SEEKING) if need_ids is None else Need.id.in_(need_ids)
    needs = list(session.scalars(wanted.where(which).order_by(Need.id)))
    slugs, duties = known_places(session), known_duties(session)
    return [facts_of(need, slugs, duties) for need in needs]


def known_places(session: Session) -> dict[int, str]:
    """Return the slug of each municipality by the id of its organisation."""
    named = sa.select(Municipality.organisation_id, Municipality.slug)
    return {row.organisation_id: row.slug for row in session.execute(named)}


def known_duties(session: Session) -> dict[str, Duty]:
    """Return what each task is in the words of the law."""
    return {row.code: row.duty for row in session.execute(sa.select(TaskTag.code, TaskTag.duty))}


def facts_of(need: Need, slugs: dict[int, str], duties: dict[str, Duty]) -> NeedFacts:
    """Return the facts of one request whose shares and licences are loaded; also of one that was never stored."""
    place = need.place or slugs.get(need.organisation_id, "")
    return NeedFacts(
        need_id=need.id,
        reference=need.reference,
        version=need.version,
        organisation_id=need.organisation_id,
        profession=need.profession,
        tasks=frozenset(need.tasks),
        duties=frozenset(duties[code] for code in need.tasks if code in duties),
        pattern=need.pattern,
        half_days=need.half_days,
        halves=need.halves if need.pattern is PatternKind.HALVES else 0,
        starts_on=need.starts_on or NEVER,
        ends_on=need.ends_on or NEVER,
        last_day=need.last_day or NEVER,
        place=place,
        remote_percent=need.remote_percent,
        shares=_shares(need, place, slugs),
        forms=tuple(need.forms),
        musts=musts_of(need.qualifications),
        helpfuls=tuple(
            Helpful(one.qualification, one.weight) for one in need.qualifications if one.strength is Strength.HELPS
        ),
        weekly_minutes=need.weekly_minutes,
        open_posts=need.open_posts,
        child_contact=need.child_contact,
        law_required=need.law_required,
        single_holder_leaving=need.single_holder_leaving,
        housing=need.housing in {"room", "allowance"},
        mentoring=need.mentoring,
        daily_orders=need.daily_orders,
    )


def _shares(need: Need, place: str, slugs: dict[int, str]) -> tuple[ShareFacts, ...]:
    """Return the parts, the asking municipality's first; a part that was declined is nobody's work."""
    parts = [share for share in need.shares if share.state is not ShareState.DECLINED]
    mine = sum(share.half_days for share in parts if share.organisation_id == need.organisation_id)
    others = [
        ShareFacts(
            organisation_id=share.organisation_id,
            place=slugs.get(share.organisation_id, ""),
            half_days=share.half_days,
        )
        for share in parts
        if share.organisation_id != need.organisation_id
    ]
    own = ShareFacts(organisation_id=need.organisation_id, place=place, half_days=mine if parts else need.half_days)
    return (own, *others)


def musts_of(qualifications: Sequence[NeedQualification]) -> tuple[Must, ...]:
    """Return what must be held: alternatives of one choice together, everything else each for itself."""
    grouped: dict[str, set[str]] = {}
    for one in qualifications:
        if one.strength is Strength.MUST:
            grouped.setdefault(one.choice or f"={one.qualification}", set()).add(one.qualification)
    return tuple(Must(frozenset(codes)) for codes in grouped.values())
