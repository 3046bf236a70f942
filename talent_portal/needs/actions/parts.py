"""Check what a draft says against what exists, and write it into a row."""

from collections.abc import Sequence
from dataclasses import asdict

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Organisation
from talent_portal.core import clock
from talent_portal.core.actor import Actor
from talent_portal.municipalities.models import Municipality
from talent_portal.needs.actions.drafts import ContactDraft, NeedDraft, ShareDraft
from talent_portal.needs.errors import CostsDoNotAddUp, PeriodInDisorder, SharesDoNotAddUp, UnknownChoice
from talent_portal.needs.models import Need, NeedContact, NeedQualification, NeedShare, ShareState
from talent_portal.needs.rules import conditions
from talent_portal.needs.rules.facts import PatternKind, halves_of
from talent_portal.professions.models import AppointmentForm, Profession, Qualification, TaskTag

PARTS = ("qualifications", "shares", "contact")
WHOLE_COST = 100


def values(draft: NeedDraft) -> dict[str, object]:
    """Return the columns of a draft. For certain half-days their number follows from the mask."""
    row: dict[str, object] = {
        name: getattr(draft, name) for name in NeedDraft.__dataclass_fields__ if name not in PARTS
    }
    row |= {name: list(getattr(draft, name)) for name in ("tasks", "forms", "advertised")}
    row["conditions"] = conditions.cleaned(draft.conditions)
    if draft.pattern is PatternKind.HALVES:
        row["half_days"] = len(halves_of(draft.halves))
    else:
        row["halves"] = 0
    return row


def write_parts(session: Session, actor: Actor, need: Need, draft: NeedDraft) -> list[str]:
    """Check the draft and write licences, shares and contact into the row; return the names of what changed.

    Raises `UnknownChoice`, `PeriodInDisorder`, `SharesDoNotAddUp` or `CostsDoNotAddUp`.
    """
    _check_dates(draft)
    _check_choices(session, draft)
    written = {
        "qualifications": _write_qualifications(need, draft),
        "shares": _write_shares(session, actor, need, draft.shares),
        "contact": _write_contact(need, draft.contact),
    }
    return [name for name, changed in written.items() if changed]


def _check_dates(draft: NeedDraft) -> None:
    if draft.starts_on and draft.ends_on and draft.starts_on > draft.ends_on:
        raise PeriodInDisorder(field="ends_on")
    if draft.closes_on and draft.ends_on and draft.closes_on > draft.ends_on:
        raise PeriodInDisorder(field="closes_on")


def _check_choices(session: Session, draft: NeedDraft) -> None:
    """Refuse what no list offers: forms of ours cannot send it, others can."""
    role = {draft.profession} - {""}
    _known(session, "profession", sa.select(Profession.code).where(Profession.code.in_(role)), role)
    of_role = sa.select(TaskTag.code).join(Profession, Profession.id == TaskTag.profession_id)
    tasks = of_role.where(Profession.code == draft.profession, TaskTag.code.in_(draft.tasks))
    _known(session, "tasks", tasks, set(draft.tasks))
    licences = {one.qualification for one in draft.qualifications}
    found = sa.select(Qualification.code).where(Qualification.code.in_(licences))
    _known(session, "qualifications", found, licences)
    forms = sa.select(AppointmentForm.code).where(AppointmentForm.code.in_(draft.forms))
    _known(session, "forms", forms, set(draft.forms))
    place = {draft.place} - {""}
    _known(session, "place", sa.select(Municipality.slug).where(Municipality.slug.in_(place)), place)


def _known(session: Session, field: str, found: sa.Select[str], given: set[str]) -> None:
    if given and set(session.scalars(found)) != given:
        raise UnknownChoice(field=field)


def _write_qualifications(need: Need, draft: NeedDraft) -> bool:
    """Keep the row of a licence that stays: a new one beside it would break the unique key."""
    before = [(one.qualification, one.strength, one.choice, one.weight) for one in need.qualifications]
    kept = {one.qualification: one for one in need.qualifications}
    rows = []
    for position, wanted in enumerate(draft.qualifications):
        row = kept.get(wanted.qualification) or NeedQualification(qualification=wanted.qualification)
        row.position, row.strength = position, wanted.strength
        row.choice, row.weight = wanted.choice, wanted.weight
        rows.append(row)
    need.qualifications = rows
    return before != [(one.qualification, one.strength, one.choice, one.weight) for one in rows]


def _write_shares(session: Session, actor: Actor, need: Need, drafts: Sequence[ShareDraft]) -> bool:
    """Write who takes what. A partner whose part changed is asked again; the asking municipality needs no asking."""
    offices = _offices(session, drafts)
    before = {share.organisation_id: (share.half_days, share.cost_percent) for share in need.shares}
    kept = {share.organisation_id: share for share in need.shares}
    asked = {offices[one.organisation].id: (one.half_days, one.cost_percent) for one in drafts}
    if asked != before:
        _check_shares(need, drafts, set(asked))
    rows = []
    for position, wanted in enumerate(drafts):
        office = offices[wanted.organisation]
        row = kept.get(office.id) or NeedShare(organisation_id=office.id, state=ShareState.ASKED)
        if before.get(office.id) != (wanted.half_days, wanted.cost_percent):
            row.state, row.answered_at, row.answered_by = ShareState.ASKED, None, ""
        if office.id == need.organisation_id and row.state is not ShareState.CONFIRMED:
            row.state, row.answered_at, row.answered_by = ShareState.CONFIRMED, clock.now(), actor.reference
        row.position, row.half_days, row.cost_percent = position, wanted.half_days, wanted.cost_percent
        rows.append(row)
    need.shares = rows
    return before != {share.organisation_id: (share.half_days, share.cost_percent) for share in rows}


def _offices(session: Session, drafts: Sequence[ShareDraft]) -> dict[str, Organisation]:
    wanted = {one.organisation for one in drafts}
    found = session.scalars(sa.select(Organisation).where(Organisation.reference.in_(wanted)))
    offices = {office.reference: office for office in found}
    if set(offices) != wanted or len(wanted) != len(drafts):
        raise UnknownChoice(field="shares")
    return offices


def _check_shares(need: Need, drafts: Sequence[ShareDraft], office_ids: set[int]) -> None:
    """Want at least two bodies, the asking one among them, and parts that make the whole.

    Parts that stay as they are were looked at before: whoever changes the days of the request on one page must be
    able to save it before the parts are mended on another. Until then the request cannot be sent (`complete`).
    """
    if not drafts:
        return
    if need.organisation_id not in office_ids or len(drafts) == 1:
        raise UnknownChoice(field="shares")
    given = sum(one.half_days for one in drafts)
    if given != need.half_days:
        raise SharesDoNotAddUp(given=given, whole=need.half_days)
    cost = sum(one.cost_percent for one in drafts)
    if cost != WHOLE_COST:
        raise CostsDoNotAddUp(given=cost)


def _write_contact(need: Need, draft: ContactDraft) -> bool:
    wanted = asdict(draft)
    if need.contact is None:
        if not any(wanted.values()):
            return False
        need.contact = NeedContact(**wanted)
        return True
    changed = {name: value for name, value in wanted.items() if getattr(need.contact, name) != value}
    for name, value in changed.items():
        setattr(need.contact, name, value)
    return bool(changed)
