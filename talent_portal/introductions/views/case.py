"""The coordinator's page of one case: where it stands, who must act, what happened, what was said."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.accounts.permissions import Permission
from talent_portal.core import clock
from talent_portal.core.access import current_actor, discloses, requires
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal
from talent_portal.core.pages import render
from talent_portal.core.references import new_reference
from talent_portal.introductions import actions, policies, queries
from talent_portal.introductions.forms.desk import NoteForm, ReasonForm
from talent_portal.introductions.queries import Case
from talent_portal.introductions.rules import reasons
from talent_portal.introductions.views.blueprint import bp
from talent_portal.introductions.views.shared import refused, seen, told, version_of

PLACE = "/desk/introductions/<ref:reference>"


def note_form() -> NoteForm:
    """Return an empty line of the contact log, with today's date and a key of its own."""
    form = NoteForm(formdata=None, data={"day": clock.today(), "key": new_reference()})
    form.offer()
    return form


@bp.get(PLACE)
@requires(Permission.MATCH_READ)
@discloses
def case(reference: str) -> ResponseReturnValue:
    """Show one case whole."""
    return _case_page(queries.case(reading(), reference), note_form())


def _case_page(found: Case, form: NoteForm, status: int = 200) -> ResponseReturnValue:
    """Note who looks, then show the case with what may happen next."""
    seen(found, "case")
    session, actor = reading(), current_actor()
    return render(
        "introductions/case.html",
        status,
        case=found,
        steps=queries.steps(session, found.proposal.id),
        notes=queries.notes(session, found.proposal.id),
        may=policies.open_steps(actor, found),
        may_note=policies.may_note(actor, found),
        form=form,
        now=clock.now(),
    )


@bp.post(f"{PLACE}/shortlist")
@requires(Permission.MATCH_RUN)
def shortlist(reference: str) -> ResponseReturnValue:
    """Put a candidate on the shortlist."""
    try:
        actions.shortlist(current_actor(), reference, version_of())
    except Refusal as refusal:
        told(refusal)
    else:
        flash(gettext("The candidate is on the shortlist."), "ok")
    return back(reference)


@bp.post(f"{PLACE}/show")
@requires(Permission.MATCH_RUN)
def show_card(reference: str) -> ResponseReturnValue:
    """Show one card to the municipality."""
    try:
        actions.show(current_actor(), [(reference, version_of())])
    except Refusal as refusal:
        told(refusal)
    else:
        flash(gettext("The municipality can see the card now, and has been told."), "ok")
    return back(reference)


def back(reference: str) -> ResponseReturnValue:
    """Return to the case."""
    return redirect(url_for("introductions.case", reference=reference), 303)


@bp.get(f"{PLACE}/close")
@requires(Permission.MATCH_RUN)
@discloses
def drop(reference: str) -> ResponseReturnValue:
    """Ask for the reason before a case is closed."""
    return _drop_page(reference, ReasonForm(formdata=None))


@bp.post(f"{PLACE}/close")
@requires(Permission.MATCH_RUN)
@discloses
def drop_send(reference: str) -> ResponseReturnValue:
    """Close the case; whoever it had reached is told."""
    form, status, now = ReasonForm(), 422, None
    form.offer(reasons.DROP)
    if form.validate_on_submit():
        try:
            actions.drop(current_actor(), reference, form.reason.data, version_of())
        except Refusal as refusal:
            status, now = refusal.status, refused(form, refusal, reference)
        else:
            flash(gettext("The case is closed. Everybody it had reached is being told."), "ok")
            return back(reference)
    return _drop_page(reference, form, status, now)


def _drop_page(
    reference: str, form: ReasonForm, status: int = 200, now: list[dict[str, str]] | None = None
) -> ResponseReturnValue:
    found = queries.case(reading(), reference)
    seen(found, "drop")
    form.offer(reasons.DROP)
    form.version.data = form.version.data or str(found.proposal.version)
    return render("introductions/drop.html", status, case=found, form=form, stands=now)


@bp.post(f"{PLACE}/notes")
@requires(Permission.CONTACT_NOTE)
@discloses
def note(reference: str) -> ResponseReturnValue:
    """Write one line of the contact log."""
    actor, form = current_actor(), NoteForm()
    form.offer()
    found = queries.case(reading(), reference)
    policies.must(policies.may_note(actor, found))
    whole = actor.may(Permission.MATCH_READ)
    if form.validate_on_submit():
        actions.note(actor, reference, form.draft(), str(form.key.data))
        flash(gettext("The contact has been noted."), "ok")
    elif whole:
        form.key.data = form.key.data or new_reference()
        return _case_page(found, form, 422)
    else:
        flash(gettext("Nothing was noted: please fill in day, way and outcome."), "stop")
    page = "introductions.case" if whole else "introductions.card"
    return redirect(url_for(page, reference=reference, _anchor="log"), 303)


def page_of(reference: str) -> str:
    """Return the page of the case behind a letter or a call, for the lists of the outbox."""
    return url_for("introductions.case", reference=reference)


SUBJECT_PAGES = {"proposal": page_of, "candidate": page_of}
