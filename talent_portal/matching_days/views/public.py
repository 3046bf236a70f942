"""What everybody sees of a matching day."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.core.access import public
from talent_portal.core.db import reading
from talent_portal.core.pages import render
from talent_portal.matching_days import actions
from talent_portal.matching_days.forms.link import LinkForm
from talent_portal.matching_days.queries.public import public_day
from talent_portal.matching_days.rules import words
from talent_portal.matching_days.views.blueprint import bp


@bp.get("/matching-days/<ref:reference>")
@public
def day(reference: str) -> ResponseReturnValue:
    """Show dates, seats, the digest of the seed, and how everybody can check the lottery afterwards."""
    return render("matching_days/day.html", page=public_day(reading(), reference), states=words.DAY_STATES)


@bp.get("/matching-days/<ref:reference>/link")
@public
def link(reference: str) -> ResponseReturnValue:
    """Ask to whom the link of their own page is to be sent again."""
    return render("matching_days/link.html", page=public_day(reading(), reference), form=LinkForm())


@bp.post("/matching-days/<ref:reference>/link")
@public
def link_send(reference: str) -> ResponseReturnValue:
    """Send the link if number and address belong together; the answer is the same if not."""
    page, form = public_day(reading(), reference), LinkForm()
    if not form.validate_on_submit():
        return render("matching_days/link.html", 422, page=page, form=form)
    actions.ask_for_link(reference, form.number.data or "", form.email.data or "")
    flash(gettext("If this number and this address take part, the link is on its way."), "ok")
    return redirect(url_for("matching_days.day", reference=reference), 303)
