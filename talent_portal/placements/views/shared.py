"""What several pages need: who the person is to this reader, words for codes, the week, one step with its answer."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, timedelta

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.core.access import current_actor
from talent_portal.core.calendar import parse_day
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal
from talent_portal.core.i18n import local, say
from talent_portal.placements import policies
from talent_portal.placements.models import Offer, Placement
from talent_portal.placements.queries import week as weeks
from talent_portal.placements.rules import choices
from talent_portal.placements.rules.week import Claim, Town, cells, monday_of
from talent_portal.privacy import actions as privacy
from talent_portal.professions.rules import RuleTable
from talent_portal.specialists.errors import HalfDayTaken

PURPOSE = "placement"
LONGEST_VERSION = 9
LONGEST_DAY = 20
MOST_DAYS_SHOWN = 5


def version_of() -> int:
    """Return the version the page was made from; 0 (stale for certain) for anything that is no number."""
    text = request.form.get("version", "")[:LONGEST_VERSION]
    return int(text) if text.isascii() and text.isdigit() else 0


def named(thing: Offer | Placement, screen: str, partners: Collection[int] = ()) -> str:
    """Return the person's name, if this reader may know it; the look is noted before the page is made."""
    return all_named([thing], screen, partners)[0]


def all_named(things: Sequence[Offer | Placement], screen: str, partners: Collection[int] = ()) -> list[str]:
    """Return the names of several people, each as far as this reader may know it; every look is noted."""
    actor = current_actor()
    known = policies.names_of(actor, things, partners)
    subjects = [f"specialist:{person.reference}" for person in known if person]
    privacy.note_access(actor, subjects=subjects, purpose=PURPOSE, screen=screen)
    return [person.name if person else "" for person in known]


def words(table: RuleTable) -> Mapping[str, str]:
    """Return the sentence for every condition code, in the reader's language."""
    law = {code: local(text, "text") for code, text in table.conditions.items()}
    return law | {code: gettext(word) for code, word in choices.CONDITIONS.items()}


def refused(refusal: Refusal) -> str:
    """Return the sentence of a refusal; where days are taken, with the first of them."""
    if isinstance(refusal, HalfDayTaken):
        return _taken(refusal)
    problem = choices.PROBLEMS.get(str(refusal.params.get("problem", "")))
    return gettext(problem) if problem else say(refusal)


def _taken(refusal: HalfDayTaken) -> str:
    from_days = [day for day, _ in list(refusal.params.get("days", ()))]  # type: ignore[call-overload]  # pairs of (day, half)
    first = sorted(dict.fromkeys(from_days))[:MOST_DAYS_SHOWN]
    listed = gettext(", ").join(day.isoformat() for day in first)
    return str(gettext("The person is not free any more on: %(days)s. Please choose other days.", days=listed))


def do(act: Callable[[], object], back: str, said: str) -> ResponseReturnValue:
    """Take one step, say what came of it, and go back."""
    try:
        act()
    except Refusal as refusal:
        flash(refused(refusal), "stop")
    else:
        flash(said, "ok")
    return redirect(back, 303)


def offer_page(reference: str) -> str:
    """Return the address of the staff page of an offer."""
    return url_for("placements.offer", reference=reference)


def placement_page(reference: str) -> str:
    """Return the address of the staff page of a placement."""
    return url_for("placements.placement", reference=reference)


def chosen_week(default: date) -> date:
    """Return the Monday of the week asked for in the address, or of the default."""
    asked = parse_day(request.args.get("week", "")[:LONGEST_DAY])
    return monday_of(asked or default)


def week_of(specialist_id: int | None, monday: date, own: list[Claim], reader: int | None) -> dict[str, object]:
    """Return what the week macro draws: cells, the municipalities of the key, and the weeks beside it.

    `reader` is the municipality that looks, which sees its own half-days only; None sees all (person, prefecture).
    """
    claimed = weeks.claims(reading(), [specialist_id] if specialist_id else [], monday)
    return _drawn(claimed.get(specialist_id or 0, []), monday, own, reader)


def weeks_of(specialist_ids: Sequence[int | None], monday: date, reader: int | None) -> list[dict[str, object]]:
    """Return the same for several people, in two statements however many they are."""
    claimed = weeks.claims(reading(), {key for key in specialist_ids if key}, monday)
    key = _key([claim for claims in claimed.values() for claim in claims], reader)
    return [_cells(claimed.get(one or 0, []), monday, key, reader) for one in specialist_ids]


def _drawn(claimed: list[Claim], monday: date, own: list[Claim], reader: int | None) -> dict[str, object]:
    mine = {(claim.day, claim.half) for claim in own}
    shown = [claim for claim in claimed if (claim.day, claim.half) not in mine] + own
    return _cells(shown, monday, _key(shown, reader), reader)


def _key(shown: list[Claim], reader: int | None) -> dict[int, Town]:
    """Return the municipalities that this reader may read: those of its own terms, and itself."""
    return weeks.key(reading(), {one.organisation_id for one in shown if reader is None or one.concerns(reader)})


def _cells(shown: list[Claim], monday: date, key: Mapping[int, Town], reader: int | None) -> dict[str, object]:
    present = {claim.organisation_id for claim in shown if reader is None or claim.concerns(reader)}
    return {
        "monday": monday,
        "cells": cells(shown, key, reader=reader),
        "towns": [{"name": town.name, "tone": town.tone} for number, town in key.items() if number in present],
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
    }
