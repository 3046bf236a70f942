"""The open work that municipalities show to everybody."""

from collections import Counter

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.core.access import public
from talent_portal.core.db import reading
from talent_portal.core.i18n import local
from talent_portal.core.pages import render
from talent_portal.needs.models import Need
from talent_portal.needs.queries import lists
from talent_portal.needs.views import reading as catalogues
from talent_portal.needs.views import sections, structured, words
from talent_portal.needs.views.blueprint import bp
from talent_portal.needs.views.words import Names


@bp.get("/open-work")
@public
def work() -> ResponseReturnValue:
    """List the work that is open now, optionally of one role."""
    session, wanted = reading(), request.args.get("role", "")
    known, found = catalogues.names(session), lists.public(session)
    chips = _chips(found, known, wanted)
    shown = [need for need in found if need.profession == wanted] if any(chip["on"] for chip in chips) else found
    return render("needs/work.html", needs=shown, chips=chips, known=known, words=words)


def _chips(found: list[Need], known: Names, wanted: str) -> list[dict[str, object]]:
    """Return the roles of the work that is open, each with its number."""
    counts = Counter(need.profession for need in found)
    return [
        {
            "text": local(role, "name"),
            "count": counts[code],
            "on": code == wanted,
            "address": url_for("needs.work", role=None if code == wanted else code),
        }
        for code, role in known.professions.items()
        if counts[code]
    ]


@bp.get("/open-work/<ref:reference>")
@public
def one(reference: str) -> ResponseReturnValue:
    """Show one piece of open work: what, when, where, under which conditions, and how to answer."""
    session = reading()
    known = catalogues.names(session)
    need = lists.public_one(session, reference)
    told = [part for part in sections.advertised(need, known) if part[1]]
    return render(
        "needs/one.html",
        need=need,
        sections=told,
        words=words,
        posting=structured.posting(need, known),
        role=local(known.professions.get(need.profession), "name") or gettext("Specialist"),
    )
