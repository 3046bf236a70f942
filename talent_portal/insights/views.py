"""The first pages people see: the front page, the doors behind it, and the role's home."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from talent_portal.core.access import public
from talent_portal.core.pages import render

bp = Blueprint("insights", __name__)


@bp.get("/")
@public
def front() -> ResponseReturnValue:
    """Show the three doors, the next sessions and the map."""
    return render("insights/front.html")
