"""The requests of the demo's story, made by each municipality from the templates everybody starts from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from talent_portal.accounts.models import Organisation
from talent_portal.core import clock
from talent_portal.core.actor import Actor
from talent_portal.core.db import reading
from talent_portal.demo.actions.cast import next_april
from talent_portal.demo.actions.staff import acting
from talent_portal.needs import actions, queries
from talent_portal.needs.actions import ContactDraft, NeedDraft, QualificationDraft, ShareDraft
from talent_portal.needs.gateway.templates import Template, templates
from talent_portal.needs.models import Audience, Need, Strength
from talent_portal.needs.rules.facts import PatternKind, mask_of

MONTH = timedelta(days=30)
SOON = timedelta(days=45)
CONDITIONS = {
    "duties_change": "なし",
    "renewal": "勤務成績により1回まで更新することがあります",
    "place_change": "なし",
    "hours": "9:00から16:45まで",
    "breaks": "12:00から13:00まで",
    "overtime": "なし",
    "days_off": "勤務日以外の日、祝日、年末年始",
    "pay": "日額14,000円（見本）",
    "insurance": "労災保険。勤務時間により雇用保険・健康保険・厚生年金",
    "trial": "1か月（条件は同じ）",
    "smoking": "敷地内禁煙",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One request: who asks (the address of an official), from which template, and what differs from it.

    `partners` are (address of an official, half-days); the asking town takes the rest.
    """

    by: str
    template: str
    partners: tuple[tuple[str, int], ...] = ()
    april: bool = False
    months: int | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)
    opened: bool = True


STORY = (
    Wanted(
        by="higashisonogi-approver@example.com",
        template="bridge_inspection",
        partners=(("kawatana@example.com", 1), ("hasami@example.com", 1)),
        changes={
            "title_ja": "橋の点検の発注と確認（3町共同）",
            "title_en": "Ordering and checking bridge inspections (three towns)",
        },
    ),
    Wanted(
        by="shinkamigoto@example.com",
        template="nurse_leave",
        changes={"remote_percent": 20, "remote_note": "冬の荒天時は電話・オンラインに替えます", "housing": "room"},
    ),
    Wanted(
        by="ojika@example.com",
        template="waterworks_successor",
        changes={"housing": "room", "housing_note": "滞在用の部屋を用意します"},
    ),
    Wanted(by="hasami@example.com", template="design_check", april=True),
    Wanted(
        by="matsuura@example.com",
        template="security_review",
        partners=(("hirado@example.com", 1), ("saza@example.com", 1)),
        changes={"half_days": 3, "remote_percent": 100, "pattern": PatternKind.DAYS},
    ),
    Wanted(
        by="minamishimabara@example.com",
        template="disaster_survey",
        months=3,
        changes={"half_days": 10, "pattern": PatternKind.DAYS},
    ),
    Wanted(by="unzen@example.com", template="childcare_worker"),
    # One that waits on the coordinator, so that the demo's home has something to open.
    Wanted(by="hirado@example.com", template="dx_procurement", opened=False),
)


def make_requests(coordinator: Actor) -> dict[str, Need]:
    """Write, confirm, send and open the requests of the story; return them by their template."""
    return {wanted.template: ask(coordinator, wanted, f"story-{number}") for number, wanted in enumerate(STORY, 1)}


def ask(coordinator: Actor, wanted: Wanted, key: str, start: date | None = None) -> Need:
    """Write, confirm, send and open one request; `start` is its first day where the story does not say it."""
    town = acting(wanted.by)
    need = actions.create_need(town, _draft(wanted, town, start), f"{key}-demo-request")
    actions.submit(town, need.reference, need.version)
    for partner, _ in wanted.partners:
        actions.answer_share(acting(partner), need.reference, yes=True)
    if wanted.opened:
        actions.open_need(coordinator, need.reference, queries.need(reading(), need.reference).version)
    return need


def _draft(wanted: Wanted, town: Actor, start: date | None = None) -> NeedDraft:
    template = templates()[wanted.template]
    given = _from(template) | dict(wanted.changes)
    start = start or (next_april(clock.today()) if wanted.april else monday(clock.today() + SOON))
    end = start + MONTH * (wanted.months or template.months)
    return NeedDraft(
        **given,
        starts_on=start,
        ends_on=end,
        closes_on=start,
        conditions=CONDITIONS,
        shares=_shares(wanted, town, given["half_days"]),
        contact=ContactDraft(supervisor="建設課 汐路谷", asked="総務課", phone="0957-00-0000", email=wanted.by),
    )


def _from(template: Template) -> dict[str, Any]:
    """Return what a template says, as the form would fill it in."""
    licences = [
        *(QualificationDraft(qualification=code, strength=Strength.MUST) for code in template.musts),
        *(
            QualificationDraft(qualification=code, strength=Strength.HELPS, weight=weight)
            for code, weight in template.helps.items()
        ),
    ]
    same = (
        *("profession", "tasks", "duties_ja", "duties_en", "pattern", "weekly_minutes", "forms"),
        *("remote_percent", "reason_needed", "law_required", "mentoring", "child_contact"),
    )
    return {
        **{name: getattr(template, name) for name in same},
        "half_days": template.half_days or len(template.halves),
        "halves": mask_of(template.halves),
        "title_ja": template.name_ja,
        "title_en": template.name_en,
        "template": template.code,
        "qualifications": tuple(licences),
        "advertised": ("website", "open_call"),
        "budget": "secured",
        "travel_paid": "all",
        "audience": Audience.PUBLIC,
    }


def _shares(wanted: Wanted, town: Actor, half_days: int) -> tuple[ShareDraft, ...]:
    """Return the parts of a joint request, the asking town's first; costs follow the half-days."""
    if not wanted.partners:
        return ()
    others = sum(count for _, count in wanted.partners)
    parts = [(town, half_days - others), *((acting(address), count) for address, count in wanted.partners)]
    costs = [100 * count // half_days for _, count in parts]
    costs[0] += 100 - sum(costs)
    references = dict(reading().execute(sa.select(Organisation.id, Organisation.reference)).all())
    return tuple(
        ShareDraft(organisation=references[actor.organisation_id or 0], half_days=count, cost_percent=cost)
        for (actor, count), cost in zip(parts, costs, strict=True)
    )


def monday(day: date) -> date:
    """Return the Monday of a week."""
    return day - timedelta(days=day.weekday())
