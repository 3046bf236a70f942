"""The book of deeds, for those who audit."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from talent_portal.accounts.permissions import Permission
from talent_portal.audit import queries
from talent_portal.audit.forms import filters_of_request
from talent_portal.core.access import current_actor, requires
from talent_portal.core.db import reading
from talent_portal.core.pages import page_number, personal, render

bp = Blueprint("audit", __name__)


@bp.get("/audit")
@requires(Permission.AUDIT_READ)
def index() -> ResponseReturnValue:
    """Show who did what, newest first."""
    form, filters = filters_of_request()
    page = queries.entries(reading(), current_actor(), filters, page_number(request.args))
    personal()
    return render("audit/index.html", form=form, filters=filters, page=page)
