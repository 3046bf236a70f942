"""The parts of a request that is being written, as a list of what is done and what is still to do."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext, ngettext

from talent_portal.needs.models import Need
from talent_portal.needs.rules import complete, form_parts
from talent_portal.needs.rules.form_parts import Part

Task = dict[str, object]


def address(need: Need, part: Part) -> str:
    """Return the page of one part."""
    return url_for("needs.edit", reference=need.reference, part=part.value)


def of_missing(need: Need, missing: Sequence[str]) -> str:
    """Return the page of the first part that lacks something, with what is missing marked."""
    return url_for("needs.edit", reference=need.reference, part=complete.first_part(missing).value, lacking="yes")


def rows(need: Need, missing: Sequence[str]) -> list[Task]:
    """Return every part: its page, what it is about or still lacks by name, and whether it is done."""
    return [_row(need, part, complete.of_part(missing, part)) for part in Part]


def _row(need: Need, part: Part, lacking: Sequence[str]) -> Task:
    hint = gettext(form_parts.HINTS[part])
    if lacking:
        hint = gettext("Still missing: %(names)s", names=named(lacking))
    state = (gettext("Still to fill in"), "warn") if lacking else (gettext("Done"), "ok")
    if part is Part.JOINT and not lacking:
        state = (_together(need), "ok")
    return {"title": gettext(form_parts.NAMES[part]), "address": address(need, part), "hint": hint, "state": state}


def _together(need: Need) -> str:
    if not need.shares:
        return str(gettext("Asks alone"))
    return str(ngettext("%(num)s municipality", "%(num)s municipalities", len(need.shares)))


def named(codes: Sequence[str]) -> str:
    """Return particulars by name, in one line."""
    return str(gettext(", ")).join(gettext(complete.PARTICULARS[code][1]) for code in codes)
