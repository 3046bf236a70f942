"""What a round came to, as it was kept: for those who run matching days with names, for auditors by numbers."""

from flask import request
from flask.typing import ResponseReturnValue

from talent_portal.accounts.permissions import Permission
from talent_portal.core.access import discloses, requires
from talent_portal.core.db import reading
from talent_portal.core.pages import page_number, render
from talent_portal.matching_days.queries import days, outcomes
from talent_portal.matching_days.rules import words
from talent_portal.matching_days.views.blueprint import bp
from talent_portal.matching_days.views.shared import PLACE, RUNNING, may_run, note, up


@bp.get(f"{PLACE}/outcome")
@requires(Permission.MATCH_READ)
@discloses
def outcome(reference: str) -> ResponseReturnValue:
    """Show who goes where, who is left and why, one page of people, and whether limits stood in the way."""
    session = reading()
    day = days.by_reference(session, reference)
    number = 1 if request.args.get("round") == "1" else day.round
    page = page_number(request.args)
    shown = outcomes.shown(session, day, number, page) or outcomes.shown(session, day, 1, page)
    if shown is not None and may_run():
        note([line.person.reference for line in shown.page.rows], RUNNING, "matching_days.outcome")
    return render(
        "matching_days/outcome.html",
        day=day,
        shown=shown,
        up=up(day),
        may_run=may_run(),
        refusals=words.REFUSALS_FOR_OFFICE,
    )
