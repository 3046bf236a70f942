"""The office's side of sessions: the list, a new one, one session's overview, and its steps."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.accounts.permissions import Permission
from talent_portal.core import calendar, clock
from talent_portal.core.access import current_actor, requires
from talent_portal.core.actor import Actor
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal, Stale
from talent_portal.core.forms import BaseForm
from talent_portal.core.i18n import local, say
from talent_portal.core.pages import page_number, render
from talent_portal.core.paging import cut
from talent_portal.core.versions import differences
from talent_portal.fairs import actions, queries
from talent_portal.fairs.actions import FairDraft
from talent_portal.fairs.forms.desk import FairForm, MoveOnlineForm, NewFairForm, NoticeForm
from talent_portal.fairs.models import TRANSITIONS, Fair, FairState
from talent_portal.fairs.rules import choices
from talent_portal.fairs.views.blueprint import bp
from talent_portal.fairs.views.rows import agenda_rows
from talent_portal.municipalities import queries as municipalities

STEPS: dict[FairState, Callable[[Actor, str, int], Fair]] = {
    FairState.PUBLISHED: actions.publish,
    FairState.OPEN: actions.open_sign_up,
    FairState.CLOSED: actions.close_sign_up,
    FairState.HELD: actions.mark_held,
    FairState.ARCHIVED: actions.archive,
}
LONGEST_VERSION = 9
AHEAD = timedelta(days=60)


def version_of() -> int:
    """Return the version the page was made from; 0 (stale for certain) for anything that is no number."""
    text = request.form.get("version", "")[:LONGEST_VERSION]
    return int(text) if text.isascii() and text.isdigit() else 0


@bp.get("/desk/fairs")
@requires(Permission.FAIR_VIEW)
def desk() -> ResponseReturnValue:
    """List the sessions; a municipality sees its own booths first, the latest session before all."""
    actor, session = current_actor(), reading()
    manages = actor.may(Permission.FAIR_MANAGE)
    page = queries.desk(session, page_number(request.args), drafts=manages)
    theirs = actor.may(Permission.BOOTH_EDIT) and not manages and page.number == 1
    office = actor.organisation_id if theirs else None
    booths = [] if office is None else queries.booths_of(session, office)
    return render(
        "fairs/desk.html",
        page=page,
        rows=agenda_rows(page.rows, "fairs.desk_fair"),
        own=cut(booths, page_number(request.args, "booths")),
        manages=manages,
        choices=choices,
    )


@bp.get("/desk/fairs/new")
@requires(Permission.FAIR_MANAGE)
def new_fair() -> ResponseReturnValue:
    """Ask for a session and its grid, filled with what most sessions look like."""
    day = calendar.suggest_saturday(clock.today() + AHEAD)
    form = _offered(NewFairForm(formdata=None, data=_usual(day)))
    return render("fairs/new.html", form=form)


def _usual(day: object) -> dict[str, object]:
    return {
        "day": day,
        "sign_up_opens": clock.today(),
        "kind": "onsite",
        "rounds": 6,
        "talk_minutes": 20,
        "gap_minutes": 5,
        "seats": 4,
        "walk_in": 0,
        "overbooking_percent": 100,
        "max_talks": 6,
        "audience": ["student", "working", "u-turn", "parent", "teacher"],
    }


def _offered(form: NewFairForm) -> NewFairForm:
    form.offer()
    form.stamp()
    towns = municipalities.municipalities(reading())
    form.offer_municipalities((town.organisation.reference, local(town, "name")) for town in towns)
    return form


@bp.post("/desk/fairs/new")
@requires(Permission.FAIR_MANAGE)
def new_fair_send() -> ResponseReturnValue:
    """Make the draft with all its booths and talks, then show it."""
    form = _offered(NewFairForm())
    if form.validate_on_submit():
        try:
            fair = actions.create_fair(current_actor(), form.draft(), form.grid(), form.key.data)
        except Refusal as refusal:
            form.refuse(say(refusal), _field_of(form, refusal))
        else:
            flash(gettext("The draft is ready. Look it over, then publish it."), "ok")
            return redirect(url_for("fairs.desk_fair", reference=fair.reference), 303)
    return render("fairs/new.html", 422, form=form)


def _field_of(form: BaseForm, refusal: Refusal) -> str | None:
    """Return the field a refusal is about, where the form has it."""
    named = {"rounds_overlap": "gap_minutes", "grid_outside": "first_starts_at", "room_missing": "online_url"}
    field = str(refusal.params.get("field") or named.get(refusal.code, ""))
    field = field.removesuffix("_at") if field.startswith("sign_up") else field
    return field if field in form else None


@bp.get("/desk/fairs/<ref:reference>")
@requires(Permission.FAIR_VIEW)
def desk_fair(reference: str) -> ResponseReturnValue:
    """Show one session as the office needs it: figures, next step, grid, booths."""
    actor, session = current_actor(), reading()
    manages = actor.may(Permission.FAIR_MANAGE)
    own = _own_booths(actor, reference)
    page = queries.fair_page(session, reference, drafts=manages or bool(own))
    return render(
        "fairs/desk_fair.html",
        page=page,
        fair=page.fair,
        counts=queries.counts(session, reference) if manages else None,
        manages=manages,
        next_states=[state for state in TRANSITIONS[page.fair.state] if state in STEPS],
        own=own,
        choices=choices,
    )


def _own_booths(actor: Actor, reference: str) -> set[str]:
    """Return the booths that this reader's own municipality has at a session."""
    if actor.organisation_id is None or not actor.may(Permission.BOOTH_EDIT):
        return set()
    mine = queries.booths_of(reading(), actor.organisation_id)
    return {each.booth.reference for each in mine if each.fair.reference == reference}


@bp.post("/desk/fairs/<ref:reference>/state")
@requires(Permission.FAIR_MANAGE)
def step(reference: str) -> ResponseReturnValue:
    """Take one step of the session's life."""
    wanted = request.form.get("to", "")
    if wanted not in {state.value for state in STEPS}:
        abort(422)
    try:
        STEPS[FairState(wanted)](current_actor(), reference, version_of())
    except Refusal as refusal:
        flash(say(refusal), "stop")
    else:
        flash(gettext("Done."), "ok")
    return redirect(url_for("fairs.desk_fair", reference=reference), 303)


@bp.get("/desk/fairs/<ref:reference>/edit")
@requires(Permission.FAIR_MANAGE)
def edit_fair(reference: str) -> ResponseReturnValue:
    """Show the session's facts to change."""
    fair = queries.fair(reading(), reference)
    return render("fairs/edit.html", form=_stored(fair), fair=fair)


def _stored(fair: Fair) -> FairForm:
    """Return the form as the session stands."""
    form = FairForm(formdata=None)
    form.offer()
    form.fill(fair)
    return form


@bp.post("/desk/fairs/<ref:reference>/edit")
@requires(Permission.FAIR_MANAGE)
def edit_fair_send(reference: str) -> ResponseReturnValue:
    """Save the facts, or show both versions when somebody else was faster."""
    form, status, theirs = FairForm(), 422, None
    form.offer()
    fair = queries.fair(reading(), reference)
    if form.validate_on_submit():
        try:
            actions.edit_fair(current_actor(), reference, _kept(form, fair), version_of())
        except Refusal as refusal:
            status, theirs = refusal.status, _refused(form, fair, refusal)
        else:
            flash(gettext("Saved."), "ok")
            return redirect(url_for("fairs.desk_fair", reference=reference), 303)
    return render("fairs/edit.html", status, form=form, fair=fair, theirs=theirs)


def _refused(form: FairForm, fair: Fair, refusal: Refusal) -> list[dict[str, str]] | None:
    """Put the refusal on the form; return the other version where somebody was faster."""
    form.refuse(say(refusal), _field_of(form, refusal))
    if not isinstance(refusal, Stale):
        return None
    form.version.data = str(fair.version)  # whoever sends again has seen the other version
    return differences(form, _stored(fair))


def _kept(form: FairForm, fair: Fair) -> FairDraft:
    """Return what was typed; what the form does not ask stays as it is."""
    return replace(form.draft(), lat=fair.lat, lon=fair.lon, weather_decided_at=fair.weather_decided_at)


@bp.get("/desk/fairs/<ref:reference>/call-off")
@requires(Permission.FAIR_MANAGE)
def call_off(reference: str) -> ResponseReturnValue:
    """Ask once more before everyone is told that the session does not take place."""
    return _notice_page(reference, NoticeForm(), "fairs/call_off.html")


@bp.post("/desk/fairs/<ref:reference>/call-off")
@requires(Permission.FAIR_MANAGE)
def call_off_send(reference: str) -> ResponseReturnValue:
    """Call the session off and tell everyone."""
    form, status = NoticeForm(), 422
    if form.validate_on_submit():
        try:
            words = str(form.notice_ja.data), str(form.notice_en.data)
            told = actions.cancel_fair(current_actor(), reference, *words, version_of())
        except Refusal as refusal:
            form.refuse(say(refusal))
            status = refusal.status
        else:
            return _told(reference, told)
    return _notice_page(reference, form, "fairs/call_off.html", status)


@bp.get("/desk/fairs/<ref:reference>/move-online")
@requires(Permission.FAIR_MANAGE)
def move_online(reference: str) -> ResponseReturnValue:
    """Ask for the room before everyone is told that the session takes place online."""
    return _notice_page(reference, MoveOnlineForm(), "fairs/move_online.html")


@bp.post("/desk/fairs/<ref:reference>/move-online")
@requires(Permission.FAIR_MANAGE)
def move_online_send(reference: str) -> ResponseReturnValue:
    """Move the session online and tell everyone."""
    form, status = MoveOnlineForm(), 422
    if form.validate_on_submit():
        try:
            words = str(form.online_url.data), str(form.notice_ja.data), str(form.notice_en.data)
            told = actions.move_online(current_actor(), reference, *words, version_of())
        except Refusal as refusal:
            form.refuse(say(refusal), _field_of(form, refusal))
            status = refusal.status
        else:
            return _told(reference, told)
    return _notice_page(reference, form, "fairs/move_online.html", status)


def _notice_page(reference: str, form: NoticeForm, template: str, status: int = 200) -> ResponseReturnValue:
    session = reading()
    fair = queries.fair(session, reference)
    form.version.data = str(fair.version)
    return render(template, status, form=form, fair=fair, counts=queries.counts(session, reference))


def _told(reference: str, told: actions.Told) -> ResponseReturnValue:
    said = gettext(
        "Everyone is being told: %(letters)s letters, %(calls)s phone calls.",
        letters=told.letters,
        calls=told.phone_tasks,
    )
    flash(said, "ok")
    return redirect(url_for("fairs.desk_fair", reference=reference), 303)
