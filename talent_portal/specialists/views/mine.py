"""One's own registration, signed in by mail: the parts, the state, and who has seen one's data.

The door asks for what only people of the register may do (decide about their consents); staff have the desk.
"""

import json

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.accounts.permissions import Permission
from talent_portal.core import clock
from talent_portal.core.access import current_actor, requires
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal
from talent_portal.core.files.download import attachment
from talent_portal.core.i18n import say
from talent_portal.core.pages import personal, render
from talent_portal.privacy import own_data
from talent_portal.privacy import queries as privacy
from talent_portal.signin import current
from talent_portal.specialists import policies, queries
from talent_portal.specialists.actions import renewal, states
from talent_portal.specialists.actions.states import NEEDED_PARTS, Step
from talent_portal.specialists.forms.fields import ConfirmForm, PauseForm
from talent_portal.specialists.models import Specialist
from talent_portal.specialists.queries import people
from talent_portal.specialists.rules import words
from talent_portal.specialists.rules.states import EDITABLE, TRANSITIONS, SpecialistEvent
from talent_portal.specialists.views import editing, rows
from talent_portal.specialists.views.blueprint import bp
from talent_portal.specialists.views.editing import Editor, version_of


def _own() -> Specialist:
    """Return the registration of whoever is signed in, with every part; 404 where there is none."""
    personal()
    session = reading()
    return people.in_full(session, policies.own(session, current_actor()).reference)


def _editor() -> Editor:
    return Editor(current_actor(), _own(), by_staff=False)


@bp.get("/me")
@requires(Permission.CONSENT_DECIDE)
def mine() -> ResponseReturnValue:
    """Show where the registration stands, what is still to do, and what happens next."""
    editor = _editor()
    return _overview(editor, ConfirmForm())


def _overview(editor: Editor, form: ConfirmForm, status: int = 200) -> ResponseReturnValue:
    person, session = editor.person, reading()
    return render(
        "specialists/mine.html",
        status,
        person=person,
        form=form,
        words=words,
        tasks=rows.task_rows(person, editor.address if person.state in EDITABLE else None),
        may=TRANSITIONS[person.state],
        ready=all(part in person.parts_done for part in NEEDED_PARTS),
        lapses=renewal.lapses_on(person),
        shares=states.shares(session, person),
        seen=len(privacy.who_saw(session, queries.subject(person))),
    )


@bp.get("/me/parts/<part>")
@requires(Permission.CONSENT_DECIDE)
def part(part: str) -> ResponseReturnValue:
    """Show one part of the card."""
    return editing.show(_editor(), part)


@bp.post("/me/parts/<part>")
@requires(Permission.CONSENT_DECIDE)
def part_send(part: str) -> ResponseReturnValue:
    """Save one part of the card."""
    return editing.send(_editor(), part)


@bp.post("/me/days/drop")
@requires(Permission.CONSENT_DECIDE)
def drop_day() -> ResponseReturnValue:
    """Take one pattern or stretch away off the card."""
    return editing.drop_day(_editor())


@bp.get("/me/check")
@requires(Permission.CONSENT_DECIDE)
def check() -> ResponseReturnValue:
    """Show every answer once more before it goes to the office."""
    editor = _editor()
    answers = rows.answers(reading(), editor.person, editor.address)
    may = SpecialistEvent.SUBMIT in TRANSITIONS[editor.person.state]
    return render("specialists/check.html", person=editor.person, answers=answers, may=may, form=ConfirmForm())


STEPS = (SpecialistEvent.SUBMIT, SpecialistEvent.RESUME, SpecialistEvent.RENEW)


@bp.post("/me/steps/<event>")
@requires(Permission.CONSENT_DECIDE)
def step(event: str) -> ResponseReturnValue:
    """Send the card to the office, end a pause, or confirm for another year."""
    if event not in STEPS:
        abort(404)
    return _take(_editor(), Step(event=SpecialistEvent(event)))


def _take(editor: Editor, wanted: Step) -> ResponseReturnValue:
    try:
        states.take(editor.actor, editor.person.reference, wanted, version_of())
    except Refusal as refusal:
        form = ConfirmForm()
        form.refuse(say(refusal))
        return _overview(_editor(), form, refusal.status)
    flash(gettext("Done."), "ok")
    return redirect(url_for("specialists.mine"), 303)


@bp.get("/me/leave")
@requires(Permission.CONSENT_DECIDE)
def leave() -> ResponseReturnValue:
    """Offer a rest, the end of the registration, and forgetting everything."""
    return _leave(_own(), PauseForm())


def _leave(person: Specialist, form: PauseForm, status: int = 200) -> ResponseReturnValue:
    may = TRANSITIONS[person.state]
    ahead = people.half_days_ahead(reading(), person.id, clock.today())
    return render("specialists/leave.html", status, person=person, form=form, may=may, ahead=ahead)


@bp.post("/me/pause")
@requires(Permission.CONSENT_DECIDE)
def pause() -> ResponseReturnValue:
    """Rest until a day, or until further notice."""
    editor, form = _editor(), PauseForm()
    if not form.validate_on_submit():
        return _leave(editor.person, form, 422)
    return _take(editor, Step(event=SpecialistEvent.PAUSE, until=form.until.data))


@bp.post("/me/withdraw")
@requires(Permission.CONSENT_DECIDE)
def withdraw() -> ResponseReturnValue:
    """End the registration; every consent ends with it."""
    return _take(_editor(), Step(event=SpecialistEvent.WITHDRAW))


@bp.post("/me/erase")
@requires(Permission.ERASURE_ASK)
def erase() -> ResponseReturnValue:
    """Forget somebody who has withdrawn, the sign-in included."""
    person = _own()
    try:
        states.erase(current_actor(), person.reference)
    except Refusal as refusal:
        form = PauseForm()
        form.refuse(say(refusal))
        return _leave(person, form, refusal.status)
    current.leave()
    flash(gettext("Your data has been deleted. Thank you."), "ok")
    return redirect(url_for("specialists.register"), 303)


@bp.get("/me/seen")
@requires(Permission.CONSENT_DECIDE)
def seen() -> ResponseReturnValue:
    """Show who has seen my data, when, and for what."""
    person = _own()
    return render("specialists/seen.html", person=person, sights=privacy.who_saw(reading(), queries.subject(person)))


@bp.get("/me/data")
@requires(Permission.CONSENT_DECIDE)
def data() -> ResponseReturnValue:
    """Show everything on one page for printing."""
    person = _own()
    session = reading()
    answers = rows.answers(session, person, None)
    consents = privacy.consents_of(session, queries.subject(person))
    sights = privacy.who_saw(session, queries.subject(person))
    return render(
        "specialists/data.html",
        person=person,
        answers=answers,
        consents=consents,
        sights=sights,
        words=words,
        now=clock.now(),
    )


@bp.get("/me/data.json")
@requires(Permission.CONSENT_DECIDE)
def data_file() -> ResponseReturnValue:
    """Return everything we hold about me as one download."""
    found = own_data.collect(reading(), queries.subject(_own()))
    text = json.dumps(found, ensure_ascii=False, indent=2, default=str)
    return attachment(text.encode(), "my-data.json", "application/json")
