"""From a part's form to the frozen draft, and from a draft, or a template, to the form."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Any

from talent_portal.needs.actions import ContactDraft, NeedDraft, QualificationDraft, ShareDraft
from talent_portal.needs.forms.need import PartForm
from talent_portal.needs.forms.offers import MUST
from talent_portal.needs.gateway.templates import Template
from talent_portal.needs.models import Audience, Strength
from talent_portal.needs.rules.facts import PatternKind, halves_of, mask_of
from talent_portal.needs.rules.form_parts import Part

# What has the same name and the same shape in the form and in the draft.
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


def written(part: Part, form: Any, base: NeedDraft, alternatives: Mapping[str, str]) -> NeedDraft:
    """Return the draft with what was typed in this part, once `validate()` has said yes.

    The other parts stay as `base` has them. `alternatives` joins musts that replace one another.
    """
    typed: dict[str, Any] = {name: form[name].data or "" for name in TEXTS if name in form}
    typed |= {name: form[name].data for name in (*DATES, *FLAGS) if name in form}
    typed |= {name: tuple(form[name].data or ()) for name in LISTS if name in form}
    if part is Part.WORK:
        typed |= {"head_count": form.head_count.data or 1, "qualifications": _qualifications(form, alternatives)}
    elif part is Part.WHEN:
        typed |= _days(form)
    elif part is Part.JOINT:
        typed["shares"] = _shares(form)
    elif part is Part.CONDITIONS:
        typed["conditions"] = {one.code: field.data or "" for one, field in form.condition_fields()}
    else:
        contact = ContactDraft(**{name: form[name].data or "" for name in CONTACT})
        typed |= {"audience": Audience(form.audience.data), "contact": contact}
    return replace(base, **typed)


def _days(form: Any) -> dict[str, Any]:
    pattern = PatternKind(form.pattern.data)
    halves = form.halves.chosen if pattern is PatternKind.HALVES else 0
    return {
        "pattern": pattern,
        "half_days": len(halves_of(halves)) if pattern is PatternKind.HALVES else form.days.data or 0,
        "halves": halves,
        "weekly_minutes": form.hours.data * MINUTES_PER_STEP if form.hours.data else None,
        "remote_percent": form.remote_percent.data or 0,
    }


def _qualifications(form: Any, alternatives: Mapping[str, str]) -> tuple[QualificationDraft, ...]:
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


def _shares(form: Any) -> tuple[ShareDraft, ...]:
    """Return the lines that name a municipality and days; the asking one alone is no joint request."""
    rows = [row.form for row in form.shares if row.form.organisation.data and row.form.days.data]
    if len(rows) < 2:  # noqa: PLR2004 - two make a joint request
        return ()
    return tuple(
        ShareDraft(organisation=row.organisation.data, half_days=row.days.data, cost_percent=row.cost.data or 0)
        for row in rows
    )


def fill(part: Part, form: PartForm, draft: NeedDraft) -> PartForm:
    """Show this part of a draft."""
    for name in (*TEXTS, *FLAGS, *DATES):
        if name in form:
            form[name].data = getattr(draft, name)
    for name in LISTS:
        if name in form:
            form[name].data = list(getattr(draft, name))
    FILLED[part](form, draft)
    return form


def _fill_work(form: Any, draft: NeedDraft) -> None:
    form.head_count.data = draft.head_count
    for licence in draft.qualifications:
        level = MUST if licence.strength is Strength.MUST else str(licence.weight)
        form.licences.append_entry({"qualification": licence.qualification, "level": level})


def _fill_when(form: Any, draft: NeedDraft) -> None:
    form.pattern.data, form.halves.data = draft.pattern.value, draft.halves
    form.days.data, form.remote_percent.data = draft.half_days or None, draft.remote_percent
    form.hours.data = draft.weekly_minutes // MINUTES_PER_STEP if draft.weekly_minutes else None


def _fill_joint(form: Any, draft: NeedDraft) -> None:
    for share in draft.shares:
        line = {"organisation": share.organisation, "days": share.half_days, "cost": share.cost_percent}
        form.shares.append_entry(line)


def _fill_conditions(form: Any, draft: NeedDraft) -> None:
    for one, field in form.condition_fields():
        field.data = draft.conditions.get(one.code, "")


def _fill_why(form: Any, draft: NeedDraft) -> None:
    form.audience.data = draft.audience.value
    for name, value in asdict(draft.contact).items():
        form[name].data = value


FILLED: dict[Part, Callable[[Any, NeedDraft], None]] = {
    Part.WORK: _fill_work,
    Part.WHEN: _fill_when,
    Part.JOINT: _fill_joint,
    Part.CONDITIONS: _fill_conditions,
    Part.WHY: _fill_why,
}


def begin(template: Template | None, today: date) -> NeedDraft:
    """Return a new request: empty, or in the words of a template, from the first of the month after next."""
    if template is None:
        return NeedDraft(title_ja="")
    starts_on = first_of_month_after_next(today)
    musts = [QualificationDraft(qualification=code, strength=Strength.MUST) for code in template.musts]
    helps = [
        QualificationDraft(qualification=code, strength=Strength.HELPS, weight=weight)
        for code, weight in template.helps.items()
    ]
    halves = mask_of(template.halves)
    return NeedDraft(
        title_ja=template.name_ja,
        title_en=template.name_en,
        template=template.code,
        **{name: getattr(template, name) for name in IN_TEMPLATES},
        half_days=len(halves_of(halves)) if template.pattern is PatternKind.HALVES else template.half_days,
        halves=halves,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=round(template.months * DAYS_A_MONTH) - 1),
        qualifications=(*musts, *helps),
    )


IN_TEMPLATES = (
    "profession", "tasks", "duties_ja", "duties_en", "pattern", "weekly_minutes", "remote_percent", "forms",
    "reason_needed", "law_required", "mentoring", "child_contact",
)  # fmt: skip


def first_of_month_after_next(today: date) -> date:
    """Return the first day of the month after the next: two months are what asking and selecting take."""
    months = today.month + 1
    return date(today.year + months // 12, months % 12 + 1, 1)
