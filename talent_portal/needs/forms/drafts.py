"""From the form to the frozen draft, and from a row or a template to the form."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from talent_portal.needs.actions import ContactDraft, NeedDraft, QualificationDraft, ShareDraft
from talent_portal.needs.forms.need import NeedForm
from talent_portal.needs.forms.offers import MUST
from talent_portal.needs.gateway.templates import Template
from talent_portal.needs.models import Audience, Need, Strength
from talent_portal.needs.rules.facts import PatternKind, halves_of, mask_of

TEXTS = (
    "title_ja", "title_en", "template", "profession", "duties_ja", "duties_en", "reason_needed", "place",
    "place_detail_ja", "place_detail_en", "remote_note", "cost_split", "why_not_public", "budget", "budget_line",
    "tools", "housing", "housing_note", "travel_paid",
)  # fmt: skip
FLAGS = ("daily_orders", "law_required", "single_holder_leaving", "mentoring", "child_contact")
DATES = ("starts_on", "ends_on", "closes_on")
LISTS = ("tasks", "forms", "advertised")
CONTACT = ("supervisor", "asked", "phone", "email")
MINUTES_PER_STEP = 15
DAYS_A_MONTH = 30.4375


def draft_of(form: NeedForm, alternatives: Mapping[str, str]) -> NeedDraft:
    """Return what was typed, once `validate()` has said yes. `alternatives` joins musts that replace one another."""
    pattern = PatternKind(form.pattern.data)
    halves = form.halves.chosen
    steps = len(halves_of(halves)) if pattern is PatternKind.HALVES else form.days.data or 0
    texts: dict[str, Any] = {name: form[name].data or "" for name in TEXTS}
    rest: dict[str, Any] = {name: form[name].data for name in (*DATES, *FLAGS)}
    rest |= {name: tuple(form[name].data or ()) for name in LISTS}
    return NeedDraft(
        **texts,
        **rest,
        head_count=form.head_count.data or 1,
        pattern=pattern,
        half_days=steps,
        halves=halves if pattern is PatternKind.HALVES else 0,
        weekly_minutes=form.hours.data * MINUTES_PER_STEP if form.hours.data else None,
        remote_percent=form.remote_percent.data or 0,
        conditions={one.code: field.data or "" for one, field in form.condition_fields()},
        audience=Audience(form.audience.data),
        qualifications=_qualifications(form, alternatives),
        shares=_shares(form),
        contact=ContactDraft(**{name: form[name].data or "" for name in CONTACT}),
    )


def _qualifications(form: NeedForm, alternatives: Mapping[str, str]) -> tuple[QualificationDraft, ...]:
    found = {}
    for row in form.licences:
        code, level = row.form.qualification.data, row.form.level.data
        if code and level == MUST:
            found[code] = QualificationDraft(
                qualification=code, strength=Strength.MUST, choice=alternatives.get(code, "")
            )
        elif code and level:
            found[code] = QualificationDraft(qualification=code, strength=Strength.HELPS, weight=int(level))
    return tuple(found.values())


def _shares(form: NeedForm) -> tuple[ShareDraft, ...]:
    """Return the lines that name a municipality and days; the asking one alone is no joint request."""
    rows = [row.form for row in form.shares if row.form.organisation.data and row.form.days.data]
    if len(rows) < 2:  # noqa: PLR2004 - two make a joint request
        return ()
    return tuple(
        ShareDraft(organisation=row.organisation.data, half_days=row.days.data, cost_percent=row.cost.data or 0)
        for row in rows
    )


def fill(form: NeedForm, need: Need) -> NeedForm:
    """Show a request as it stands. Needs its parts loaded."""
    for name in (*TEXTS, *DATES, *FLAGS, *LISTS, "head_count", "remote_percent", "halves"):
        form[name].data = getattr(need, name)
    form.version.data, form.pattern.data, form.audience.data = (
        str(need.version),
        need.pattern.value,
        need.audience.value,
    )
    form.days.data = need.half_days or None
    form.hours.data = need.weekly_minutes // MINUTES_PER_STEP if need.weekly_minutes else None
    for one, field in form.condition_fields():
        field.data = need.conditions.get(one.code, "")
    for name in CONTACT:
        form[name].data = getattr(need.contact, name) if need.contact else ""
    for licence in need.qualifications:
        level = MUST if licence.strength is Strength.MUST else str(licence.weight)
        form.licences.append_entry({"qualification": licence.qualification, "level": level})
    for share in need.shares:
        line = {"organisation": share.organisation.reference, "days": share.half_days, "cost": share.cost_percent}
        form.shares.append_entry(line)
    return form


def begin(form: NeedForm, template: Template | None, today: date) -> NeedForm:
    """Show a new request: empty, or in the words of a template that begins on the first of the month after next."""
    form.head_count.data, form.remote_percent.data = 1, 0
    if template is None:
        return form
    for name in ("profession", "duties_ja", "duties_en", "reason_needed", *(set(FLAGS) - NOT_IN_TEMPLATES)):
        form[name].data = getattr(template, name)
    form.template.data, form.title_ja.data, form.title_en.data = template.code, template.name_ja, template.name_en
    form.tasks.data, form.forms.data = list(template.tasks), list(template.forms)
    form.pattern.data, form.days.data = template.pattern.value, template.half_days or None
    form.halves.data = mask_of(template.halves)
    form.hours.data = template.weekly_minutes // MINUTES_PER_STEP
    form.remote_percent.data = template.remote_percent
    form.starts_on.data = first_of_month_after_next(today)
    form.ends_on.data = form.starts_on.data + timedelta(days=round(template.months * DAYS_A_MONTH) - 1)
    for code in template.musts:
        form.licences.append_entry({"qualification": code, "level": MUST})
    for code, weight in template.helps.items():
        form.licences.append_entry({"qualification": code, "level": str(weight)})
    return form


NOT_IN_TEMPLATES = frozenset({"daily_orders", "single_holder_leaving"})


def first_of_month_after_next(today: date) -> date:
    """Return the first day of the month after the next: two months are what asking and selecting take."""
    months = today.month + 1
    return date(today.year + months // 12, months % 12 + 1, 1)
