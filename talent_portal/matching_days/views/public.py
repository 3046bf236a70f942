"""What everybody sees of a matching day."""

from flask.typing import ResponseReturnValue

from talent_portal.core.access import public
from talent_portal.core.db import reading
from talent_portal.core.pages import render
from talent_portal.matching_days.queries.public import public_day
from talent_portal.matching_days.rules import words
from talent_portal.matching_days.views.blueprint import bp


@bp.get("/matching-days/<ref:reference>")
@public
def day(reference: str) -> ResponseReturnValue:
    """Show dates, seats, the digest of the seed, and how everybody can check the lottery afterwards."""
    return render("matching_days/day.html", page=public_day(reading(), reference), states=words.DAY_STATES)
