"""A request in words: its days, its parts, and the tables that pages, prints and files show."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext, ngettext

from talent_portal.core.i18n import local
from talent_portal.core.words import halves, wareki
from talent_portal.needs.models import Need, NeedState, ShareState, Strength
from talent_portal.needs.rules import choices, conditions
from talent_portal.needs.rules.facts import PatternKind
from talent_portal.professions.models import AppointmentForm, Profession, Qualification

Row = dict[str, object]
Section = tuple[str, list[Row]]
HALVES_A_DAY = 2
# Tones of the tags of states.
TONES: dict[NeedState, str] = {
    NeedState.DRAFT: "plain",
    NeedState.SUBMITTED: "warn",
    NeedState.RETURNED: "stop",
    NeedState.OPEN: "info",
    NeedState.MATCHING: "info",
    NeedState.PARTLY_FILLED: "info",
    NeedState.FILLED: "ok",
    NeedState.UNFILLED: "plain",
    NeedState.WITHDRAWN: "plain",
    NeedState.EXPIRED: "plain",
}
SHARE_TONES = {ShareState.ASKED: "warn", ShareState.CONFIRMED: "ok", ShareState.DECLINED: "stop"}


@dataclass(frozen=True, slots=True)
class Names:
    """The catalogues a request speaks in, by code."""

    professions: Mapping[str, Profession]
    qualifications: Mapping[str, Qualification]
    forms: Mapping[str, AppointmentForm]
    tasks: Mapping[str, str]
    places: Mapping[str, str]


def state_words() -> dict[str, tuple[str, str]]:
    """Return the tag of each state."""
    return {state.value: (gettext(choices.STATES[state.value]), tone) for state, tone in TONES.items()}


def share_words() -> dict[str, tuple[str, str]]:
    """Return the tag of each partner's answer."""
    return {state.value: (gettext(choices.SHARE_STATES[state.value]), tone) for state, tone in SHARE_TONES.items()}


def days(half_days: int) -> str:
    """Return half-days as days, without needless zeros."""
    return f"{Decimal(half_days) / 2:f}"


def pattern(need: Need) -> str:
    """Return when the work is done, in one line."""
    if not need.half_days:
        return ""
    if need.pattern is PatternKind.HALVES:
        return str(halves(need.halves))
    one = 1 if need.half_days == HALVES_A_DAY else HALVES_A_DAY
    if need.pattern is PatternKind.MONTHLY:
        return str(ngettext("%(days)s day a month", "%(days)s days a month", one, days=days(need.half_days)))
    return str(ngettext("%(days)s day a week", "%(days)s days a week", one, days=days(need.half_days)))


def period(need: Need) -> str:
    """Return from when to when, as dates of a contract are written."""
    if need.starts_on is None or need.ends_on is None:
        return ""
    return f"{wareki(need.starts_on)} – {wareki(need.ends_on)}"


def hours(need: Need) -> str:
    """Return the hours a week."""
    if need.weekly_minutes is None:
        return ""
    return str(
        gettext("%(hours)s hours a week", hours=f"{Decimal(need.weekly_minutes) / 60:.2f}".rstrip("0").rstrip("."))
    )


def place(need: Need, names: Names) -> str:
    """Return where the work is done."""
    town = names.places.get(need.place) or local(need.organisation, "name")
    return " ".join(part for part in (town, local(need, "place_detail")) if part)


def bodies(need: Need) -> str:
    """Return who asks, the asking municipality first."""
    others = [
        local(share.organisation, "name") for share in need.shares if share.organisation_id != need.organisation_id
    ]
    return str(gettext(", ")).join([local(need.organisation, "name"), *others])


def remote(need: Need) -> str:
    """Return how much can be done from home."""
    if not need.remote_percent:
        return str(gettext("None"))
    return " ".join(part for part in (f"{need.remote_percent} %", need.remote_note) if part)


def licences(need: Need, names: Names, strength: Strength) -> list[str]:
    """Return the licences of one strength; alternatives stand in one line."""
    lines: dict[str, list[str]] = {}
    for one in need.qualifications:
        if one.strength is strength:
            known = names.qualifications.get(one.qualification)
            word = local(known, "name") if known else one.qualification
            if strength is Strength.HELPS:
                word = gettext("%(name)s (%(weight)s)", name=word, weight=gettext(choices.WEIGHTS[str(one.weight)]))
            lines.setdefault(one.choice or one.qualification, []).append(word)
    return [str(gettext(" or ")).join(words) for words in lines.values()]


def row(key: str, value: object) -> Row:
    """Return one line of a summary."""
    return {"key": key, "value": value}


def told_conditions(need: Need) -> list[Row]:
    """Return the working conditions in the order of the law."""
    return [
        row(gettext(one.name), need.conditions.get(one.code, ""))
        for one in conditions.CONDITIONS
        if one.required or need.conditions.get(one.code)
    ]


def choice(words: Mapping[str, str], code: str) -> str:
    """Return the word for a code, or nothing."""
    return str(gettext(words[code])) if code in words else ""


def yes(*, given: bool) -> str:
    """Return yes or no."""
    return str(gettext("Yes") if given else gettext("No"))
