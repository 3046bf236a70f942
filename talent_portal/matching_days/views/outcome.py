"""What a round came to, as it was kept: for those who run matching days with names, for auditors by numbers."""

from flask import request
from flask.typing import ResponseReturnValue

from talent_portal.accounts.permissions import Permission
from talent_portal.core.access import discloses, requires
from talent_portal.core.db import reading
from talent_portal.core.pages import render
from talent_portal.matching_days.queries import days, outcomes
from talent_portal.matching_days.queries.outcomes import Shown
from talent_portal.matching_days.rules import words
from talent_portal.matching_days.views.blueprint import bp
from talent_portal.matching_days.views.shared import PLACE, RUNNING, may_run, note, up


@bp.get(f"{PLACE}/outcome")
@requires(Permission.MATCH_READ)
@discloses
def outcome(reference: str) -> ResponseReturnValue:
    """Show who goes where, who is left and why, and whether limits of areas stood in the way."""
    session = reading()
    day = days.by_reference(session, reference)
    number = 1 if request.args.get("round") == "1" else day.round
    shown = outcomes.shown(session, day, number) or outcomes.shown(session, day, 1)
    if shown is not None and may_run():
        note(_named(shown), RUNNING, "matching_days.outcome")
    return render(
        "matching_days/outcome.html",
        day=day,
        shown=shown,
        up=up(day),
        may_run=may_run(),
        refusals=words.REFUSALS_FOR_OFFICE,
    )


def _named(shown: Shown) -> list[str]:
    """Return everybody whose name the page shows, once."""
    people = [
        *(person for one in shown.filled for person in one.people),
        *(one.person for one in shown.left),
        *(one.person for one in shown.blocked),
    ]
    return list(dict.fromkeys(person.reference for person in people))
