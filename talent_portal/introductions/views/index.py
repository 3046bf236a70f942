"""Lists: cases of the prefecture, candidates of one request, cards of a municipality; keep and show candidates."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from talent_portal.accounts.permissions import Permission
from talent_portal.core import clock
from talent_portal.core.access import current_actor, discloses, requires
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal
from talent_portal.core.pages import page_number, personal, render
from talent_portal.introductions import actions, queries
from talent_portal.introductions.queries.lists import Row
from talent_portal.introductions.rules.deadlines import Party
from talent_portal.introductions.views.blueprint import bp
from talent_portal.introductions.views.shared import LONGEST_VERSION, PURPOSE, told
from talent_portal.needs import queries as needs
from talent_portal.privacy import actions as privacy


def _note(rows: list[Row], screen: str) -> None:
    """Write down whose names are about to be shown; without the note there is no page."""
    subjects = [row.subject for row in rows if row.subject]
    if subjects:
        privacy.note_access(current_actor(), subjects=subjects, purpose=PURPOSE, screen=f"introductions.{screen}")
    personal()


@bp.get("/desk/introductions")
@requires(Permission.MATCH_READ)
@discloses
def index() -> ResponseReturnValue:
    """List the open cases by whose turn it is, the longest wait first."""
    asked = request.args.get("waits_on", "")
    party = Party(asked) if asked in set(Party) else None
    session = reading()
    page = queries.cases(session, party, page_number(request.args))
    counts = queries.counts(session)
    _note(page.rows, "index")
    return render("introductions/index.html", page=page, party=party, counts=counts, parties=Party, now=clock.now())


@bp.get("/desk/introductions/requests/<ref:reference>")
@requires(Permission.MATCH_READ)
@discloses
def of_need(reference: str) -> ResponseReturnValue:
    """List the candidates of one request."""
    session = reading()
    need = needs.full(session, reference)
    rows = queries.candidates(session, need.id)
    _note(rows, "of_need")
    may_show = current_actor().may(Permission.MATCH_RUN)
    return render("introductions/of_need.html", need=need, rows=rows, may_show=may_show, now=clock.now())


@bp.post("/desk/introductions/requests/<ref:reference>/propose")
@requires(Permission.MATCH_RUN)
def propose(reference: str) -> ResponseReturnValue:
    """Make candidates of the people ticked on the page that finds them."""
    session = reading()
    need = needs.need(session, reference)
    people = queries.people_ids(session, request.form.getlist("specialist"))
    if not people:
        abort(422)
    known = queries.snapshots(session, need, people)
    picks = [actions.Pick(need.id, one, known[one]) for one in people]
    try:
        made = actions.propose(current_actor(), picks)
    except Refusal as refusal:
        told(refusal)
    else:
        flash(ngettext("%(num)s candidate was kept.", "%(num)s candidates were kept.", len(made)), "ok")
    return redirect(url_for("introductions.of_need", reference=reference), 303)


@bp.post("/desk/introductions/requests/<ref:reference>/show")
@requires(Permission.MATCH_RUN)
def show(reference: str) -> ResponseReturnValue:
    """Show the cards that were ticked to the municipality, all or none."""
    need = needs.need(reading(), reference)
    known = {row.reference: row for row in queries.candidates(reading(), need.id)}
    picked = [_picked(value) for value in request.form.getlist("candidate")]
    if not picked or any(one not in known for one, _ in picked):
        abort(422)
    try:
        shown = actions.show(current_actor(), picked)
    except Refusal as refusal:
        told(refusal)
    else:
        flash(ngettext("%(num)s card is shown.", "%(num)s cards are shown.", len(shown)), "ok")
    return redirect(url_for("introductions.of_need", reference=reference), 303)


def _picked(value: str) -> tuple[str, int]:
    """Return reference and version of one tick box (`abc…:3`); a version that is no number is stale for certain."""
    reference, _, version = value[: 13 + LONGEST_VERSION].partition(":")
    return reference, int(version) if version.isascii() and version.isdigit() else 0


@bp.get("/desk/candidates")
@requires(Permission.SELECTION_PREPARE)
def cards() -> ResponseReturnValue:
    """List the cards that the prefecture shows to this municipality, and the people introduced to it, without names."""
    page = queries.shown_to(reading(), current_actor(), page_number(request.args))
    return render("introductions/cards.html", page=page, now=clock.now())
