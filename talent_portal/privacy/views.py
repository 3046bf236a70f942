"""What everybody may know about their data, the log of who looked at whom, and erasures with their second person."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.accounts.permissions import Permission
from talent_portal.core.access import current_actor, public, requires
from talent_portal.core.actor import Actor
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal
from talent_portal.core.i18n import say
from talent_portal.core.pages import page_number, personal, render
from talent_portal.outbox.current import subject_page
from talent_portal.privacy import actions, queries, retention
from talent_portal.privacy.forms import CHANNELS, SUBJECT_KINDS, WishForm, filters_of_request

bp = Blueprint("privacy", __name__)


@bp.get("/privacy")
@public
def purposes() -> ResponseReturnValue:
    """Say what is collected, why, how long, and who sees it (個人情報保護法 62条)."""
    return render("privacy/purposes.html", rules=retention.rules())


@bp.get("/scope")
@public
def scope() -> ResponseReturnValue:
    """Say what the free placement service covers (職業安定法 29条)."""
    return render("privacy/scope.html")


@bp.get("/complaints")
@public
def complaints() -> ResponseReturnValue:
    """Say where to complain, and what happens then."""
    return render("privacy/complaints.html")


@bp.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """Say which standard the pages are built to, and what is known to fall short."""
    return render("privacy/accessibility.html")


@bp.get("/access-log")
@requires(Permission.ACCESS_LOG_READ)
def accesses() -> ResponseReturnValue:
    """Show who looked at whose data, newest first."""
    form, filters = filters_of_request()
    page = queries.accesses(reading(), current_actor(), filters, page_number(request.args))
    personal()
    return render("privacy/accesses.html", form=form, filters=filters, page=page)


@bp.get("/erasures")
@requires(Permission.ERASURE_READ)
def erasures() -> ResponseReturnValue:
    """List whose erasure waits for a decision, and what was decided before."""
    page = queries.erasures(reading(), page_number(request.args))
    may_decide = current_actor().may(Permission.ERASURE_APPROVE)
    return render(
        "privacy/erasures.html",
        page=page,
        may_decide=may_decide,
        subject_page=subject_page,
        channels=CHANNELS,
        kinds=SUBJECT_KINDS,
    )


@bp.post("/erasures")
@requires(Permission.ERASURE_PREPARE)
def prepare_erasure() -> ResponseReturnValue:
    """Prepare an erasure, for somebody else to decide on."""
    form = WishForm()
    if not form.validate_on_submit():
        abort(422)
    return _done(
        lambda actor: actions.prepare_erasure(actor, *form.wish()), gettext("Prepared. Somebody else decides.")
    )


@bp.post("/erasures/<ref:reference>/approve")
@requires(Permission.ERASURE_APPROVE)
def approve_erasure(reference: str) -> ResponseReturnValue:
    """Forget somebody, as the second person."""
    return _done(lambda actor: actions.approve_erasure(actor, reference), gettext("The person has been erased."))


@bp.post("/erasures/<ref:reference>/refuse")
@requires(Permission.ERASURE_APPROVE)
def refuse_erasure(reference: str) -> ResponseReturnValue:
    """Keep somebody after all, as the second person."""
    return _done(lambda actor: actions.refuse_erasure(actor, reference), gettext("The person is kept."))


def _done(deed: Callable[[Actor], object], said: str) -> ResponseReturnValue:
    """Do it and say so, or say why not; both on the list."""
    try:
        deed(current_actor())
    except Refusal as refusal:
        flash(say(refusal), "stop")
    else:
        flash(said, "ok")
    return redirect(url_for("privacy.erasures"), 303)
