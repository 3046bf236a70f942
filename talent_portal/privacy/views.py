"""What everybody may know about their data, and the log of who looked at whom."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from talent_portal.accounts.permissions import Permission
from talent_portal.core.access import current_actor, public, requires
from talent_portal.core.db import reading
from talent_portal.core.pages import page_number, personal, render
from talent_portal.privacy import queries, retention
from talent_portal.privacy.forms import filters_of_request

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
