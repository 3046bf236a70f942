"""What the office does for an applicant on the telephone: name wishes, withdraw, send the link once more."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.accounts.permissions import Permission
from talent_portal.core.access import current_actor, discloses, requires
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal
from talent_portal.core.i18n import say
from talent_portal.core.pages import render
from talent_portal.matching_days import actions
from talent_portal.matching_days.current import switched_on
from talent_portal.matching_days.forms.wishes import WishesForm
from talent_portal.matching_days.queries import KIND
from talent_portal.matching_days.queries import applicants as people
from talent_portal.matching_days.queries.applicants import Mine
from talent_portal.matching_days.rules import words
from talent_portal.matching_days.rules.states import DayState
from talent_portal.matching_days.views.applicants import PERSON
from talent_portal.matching_days.views.blueprint import bp
from talent_portal.matching_days.views.shared import RUNNING, note, up, version_of

CALL = f"{PERSON}/call"


@bp.get(CALL)
@requires(Permission.MATCH_RUN)
@discloses
def call(reference: str) -> ResponseReturnValue:
    """Show what can be done for somebody who is on the telephone; the view is noted."""
    own = people.mine(reading(), people.by_reference(reading(), reference))
    form = _form(own, blank=True)
    form.fill(own.wishes)
    form.version.data = str(own.person.version)
    return _page(own, form)


def _form(own: Mine, *, blank: bool = False) -> WishesForm:
    form = WishesForm(formdata=None) if blank else WishesForm()
    form.offer(own.choices, own.day.most_wishes)
    return form


def _page(own: Mine, form: WishesForm, status: int = 200) -> ResponseReturnValue:
    note([own.person.reference], RUNNING, "matching_days.call")
    above = [*up(own.day), (url_for("matching_days.applicants", reference=own.day.reference), gettext("Applicants"))]
    return render(
        "matching_days/call.html",
        status,
        mine=own,
        form=form,
        up=above,
        states=words.APPLICANT_STATES,
        opened=own.day.state is not DayState.DRAFT,
    )


@bp.post(f"{CALL}/wishes")
@requires(Permission.MATCH_RUN)
@discloses
def call_wishes(reference: str) -> ResponseReturnValue:
    """Keep the wishes that somebody told; they get the same confirmation."""
    own = people.mine(reading(), people.by_reference(reading(), reference))
    form, status = _form(own), 422
    if not own.can_wish or form.validate_on_submit():
        try:
            actions.name_wishes(current_actor(), reference, form.chosen, version_of())
        except Refusal as refusal:
            form.refuse(say(refusal), "wish_1" if refusal.params.get("field") == "wishes" else None)
            status = refusal.status
        else:
            flash(gettext("The wishes are kept as told on the telephone."), "ok")
            return redirect(url_for("matching_days.call", reference=reference), 303)
    now = people.mine(reading(), people.by_reference(reading(), reference))
    form.version.data = str(now.person.version)  # the page shows what stands there now
    return _page(now, form, status)


@bp.post(f"{CALL}/withdraw")
@requires(Permission.MATCH_RUN)
def call_withdraw(reference: str) -> ResponseReturnValue:
    """Let somebody leave who said so on the telephone."""
    actions.withdraw(current_actor(), reference)
    flash(gettext("The person has been withdrawn from the matching day."), "ok")
    return redirect(url_for("matching_days.call", reference=reference), 303)


@bp.post(f"{CALL}/link")
@requires(Permission.MATCH_RUN)
def call_link(reference: str) -> ResponseReturnValue:
    """Send the link of their own page once more."""
    actions.send_link(current_actor(), reference)
    flash(gettext("The link is on its way to the address of the person."), "ok")
    return redirect(url_for("matching_days.call", reference=reference), 303)


def page_of(reference: str) -> str:
    """Return the page that letters and calls about an applicant lead to."""
    return url_for("matching_days.call", reference=reference) if switched_on() else "/"


SUBJECT_PAGES = {KIND: page_of}
