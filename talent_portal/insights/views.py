"""The first pages people see: the front page, the doors behind it, and the role's home."""

from datetime import date

from flask import Blueprint, abort, current_app
from flask.typing import ResponseReturnValue

from talent_portal.core.access import public
from talent_portal.core.pages import Page, render
from talent_portal.insights.forms import SampleForm
from talent_portal.settings import Settings

bp = Blueprint("insights", __name__)

SAMPLE_DAY = date(2027, 1, 23)


@bp.get("/")
@public
def front() -> ResponseReturnValue:
    """Show the three doors, the next sessions and the map."""
    return render("insights/front.html")


@bp.get("/styleguide")
@public
def styleguide() -> ResponseReturnValue:
    """Show every component in every state, to those who build; in production there is no such page."""
    settings: Settings = current_app.extensions["settings"]
    if settings.production:
        abort(404)
    wrong = SampleForm(formdata=None)
    for name in ("name", "email", "day", "kind", "interests", "place", "message", "agreed"):
        wrong.refuse("入力内容をお確かめください", name)
    return render(
        "styleguide/index.html",
        plain=SampleForm(formdata=None, prefix="plain-"),
        wrong=wrong,
        page=Page(rows=[], number=7, total=640),
        day=SAMPLE_DAY,
    )
