"""Publish a run: what will happen, then candidates."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from talent_portal.accounts.permissions import Permission
from talent_portal.core.access import current_actor, requires
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal
from talent_portal.core.i18n import say
from talent_portal.core.pages import render
from talent_portal.matching import actions
from talent_portal.matching.rules.runs import RunEvent
from talent_portal.matching.views import outcome
from talent_portal.matching.views.blueprint import bp
from talent_portal.matching.views.run_parts import planned, up
from talent_portal.matching.views.runs import PLACE, version_of


@bp.get(f"{PLACE}/publish")
@requires(Permission.MATCH_RUN)
def run_publish(reference: str) -> ResponseReturnValue:
    """Say what publishing does, before it is done."""
    return _page(reference)


def _page(reference: str, status: int = 200, refused: str = "") -> ResponseReturnValue:
    run = planned(reading(), reference)
    plan = outcome.rows(run, "plan")
    counts = {"pairs": len(plan), "requests": len({one["need"] for one in plan})}
    possible = run.may(RunEvent.PUBLISH) and bool(plan)
    return render(
        "matching/run_publish.html", status, run=run, up=up(run), counts=counts, possible=possible, refused=refused
    )


@bp.post(f"{PLACE}/publish")
@requires(Permission.MATCH_RUN)
def run_publish_send(reference: str) -> ResponseReturnValue:
    """Make candidates of the plan, once."""
    try:
        _, made, gone = actions.publish(current_actor(), reference, version_of())
    except Refusal as refusal:
        return _page(reference, refusal.status, say(refusal))
    flash(ngettext("%(num)s new candidate was made.", "%(num)s new candidates were made.", made), "ok")
    if gone:
        flash(
            ngettext(
                "%(num)s pair was left out, because it no longer holds today.",
                "%(num)s pairs were left out, because they no longer hold today.",
                gone,
            ),
            "warn",
        )
    return redirect(url_for("matching.run", reference=reference), 303)
