"""Staffing requests, made through the actions: open and valid by default."""

from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from talent_portal.accounts.models import Organisation, OrganisationKind
from talent_portal.accounts.permissions import Role
from talent_portal.audit.models import AuditEntry
from talent_portal.core import clock
from talent_portal.core.db import transaction
from talent_portal.core.references import new_reference
from talent_portal.needs import actions
from talent_portal.needs.actions import NeedDraft, ShareDraft
from talent_portal.needs.models import Need, NeedState
from talent_portal.needs.rules.conditions import CONDITIONS
from talent_portal.professions import queries as professions
from talent_portal.professions.models import TaskTag
from talent_portal.professions.rules import Duty
from tests.makers import Makers, number

TOLD = {one.code: "なし" for one in CONDITIONS}


def task_tag(make: Makers, profession, **given):
    n = next(number)
    valid = {"profession_id": profession.id, "code": f"task{n}", "name_ja": f"仕事{n}", "name_en": f"Work {n}"}
    return make.keep(TaskTag(**(valid | {"duty": Duty.ADVICE} | given)))


def need_draft(make: Makers, **given) -> NeedDraft:
    """A complete text: two days a week for half a year. Makes its own role unless `profession` is given."""
    if "tasks" not in given:
        role = _role(make, given.get("profession"))
        known = make.session.scalar(sa.select(TaskTag.code).where(TaskTag.profession_id == role.id).limit(1))
        given |= {"profession": role.code, "tasks": (known or make.task_tag(role).code,)}
    valid = {
        "title_ja": "橋の点検の発注と確認",
        "title_en": "Ordering and checking bridge inspections",
        "duties_ja": "橋の点検業務の発注と成果の確認",
        "duties_en": "Ordering bridge inspections and checking the results",
        "half_days": 4,
        "starts_on": date(2026, 7, 1),
        "ends_on": date(2026, 12, 28),
        "conditions": TOLD,
        "advertised": ("open_call",),
        "travel_paid": "all",
    }
    return NeedDraft(**(valid | given))


def _role(make: Makers, code):
    return professions.profession(make.session, code) if code else make.profession()


def need(
    make: Makers,
    *,
    state=NeedState.OPEN,
    organisation=None,
    partners=(),
    confirmed=True,
    author=None,
    draft=None,
    **given,
) -> Need:
    """A request in any state up to open (others by `set_need_state`).

    `partners` are organisations that share it equally with the asking one; unless told otherwise each has said yes.
    `draft` is the whole text, or `given` are fields of `NeedDraft`.
    """
    author = author or make.officer(Role.MEMBER, organisation or make.organisation())
    text = draft or make.need_draft(**given)
    if partners:
        whole = text.half_days if "half_days" in given or draft else 4 * (1 + len(partners))
        text = replace(text, **joint_fields(make, author.organisation_id, partners, whole))
    made = actions.create_need(author, text, new_reference())
    if state is NeedState.DRAFT:
        return made
    sent = actions.submit(author, made.reference, made.version)
    for partner in partners if confirmed else ():
        actions.answer_share(make.officer(Role.MEMBER, partner), made.reference, yes=True)
    sent = make.fresh(sent)
    if state is NeedState.SUBMITTED:
        return sent
    opened = actions.open_need(make.officer(), sent.reference, sent.version)
    if state not in {NeedState.OPEN, NeedState.SUBMITTED}:
        make.set_need_state(opened, state)
        return make.fresh(opened)
    return opened


def joint_fields(make: Makers, own_id: int, partners, half_days: int) -> dict[str, object]:
    """The fields of a joint request: equal parts of days and cost, the rest to the asking municipality."""
    offices = [make.session.get(Organisation, own_id), *partners]
    count = len(offices)
    part, cost = half_days // count, 100 // count
    rest = {"half_days": half_days - part * (count - 1), "cost_percent": 100 - cost * (count - 1)}
    shares = [ShareDraft(organisation=offices[0].reference, **rest)]
    shares += [ShareDraft(organisation=office.reference, half_days=part, cost_percent=cost) for office in offices[1:]]
    return {"half_days": half_days, "shares": tuple(shares)}


def set_need_state(make: Makers, need: Need, state: NeedState, **given) -> None:
    """Put a request into a state, and columns to any value, past the table of transitions."""
    with transaction() as session:
        row = session.get(Need, need.id)
        for name, value in {"state": state, **given}.items():
            setattr(row, name, value)


def office_of(make: Makers, need: Need) -> Organisation:
    return make.session.get(Organisation, need.organisation_id)


def prefecture_office(make: Makers) -> Organisation:
    return make.organisation(kind=OrganisationKind.PREFECTURE)


def retain(make: Makers, rule) -> int:
    """Apply one retention rule as the nightly job does."""
    with transaction() as session:
        return rule.run(session, rule.before(clock.today()))


def erase_with(make: Makers, holder, subject: str) -> None:
    with transaction() as session:
        holder.erase(session, subject)


def entries(make: Makers) -> list[AuditEntry]:
    """The book of deeds, oldest first."""
    make.session.expire_all()
    return list(make.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.sequence)))
