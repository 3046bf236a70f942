"""One person on the desk: the whole card, the steps, the papers, and entering for them. Every look is noted."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.accounts.permissions import Permission
from talent_portal.core import clock
from talent_portal.core.access import current_actor, discloses, requires
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal
from talent_portal.core.forms import BaseForm
from talent_portal.core.i18n import local, say
from talent_portal.core.pages import personal, render
from talent_portal.privacy import actions as privacy
from talent_portal.privacy import queries as sights
from talent_portal.professions import queries as professions
from talent_portal.specialists import policies, queries
from talent_portal.specialists.actions import credentials, entries, registration, renewal, states
from talent_portal.specialists.actions.credentials import Judgement
from talent_portal.specialists.actions.states import ON_BEHALF, Step
from talent_portal.specialists.forms.desk import StepForm, judge_form
from talent_portal.specialists.forms.fields import EntryForm
from talent_portal.specialists.models import Specialist
from talent_portal.specialists.queries import desk as listing
from talent_portal.specialists.queries import evidence, people
from talent_portal.specialists.rules import words
from talent_portal.specialists.rules.states import TRANSITIONS, WHO, CredentialEvent, SpecialistEvent
from talent_portal.specialists.views import editing, rows
from talent_portal.specialists.views.blueprint import bp
from talent_portal.specialists.views.editing import Editor, version_of

RUNNING = "register.running"
LONGEST_VERSION = 9


def _seen(reference: str, screen: str) -> Specialist:
    """Note the look, then return the person with every part."""
    person = people.in_full(reading(), reference)
    privacy.note_access(current_actor(), subjects=[queries.subject(person)], purpose=RUNNING, screen=screen)
    personal()
    return people.in_full(reading(), reference)


@bp.get("/desk/people/<ref:reference>")
@requires(Permission.PROVISIONAL_CONFIRM)
@discloses
def desk_person(reference: str) -> ResponseReturnValue:
    """Show one person with everything the office may do."""
    return _page(_seen(reference, "specialists.desk_person"))


def _events(person: Specialist) -> list[SpecialistEvent]:
    """Return the steps that are open to the actor now."""
    who = policies.who_is(current_actor(), person)
    return [event for event in TRANSITIONS[person.state] if event in words.EVENTS and who in WHO[event]]


def _step_form(person: Specialist) -> StepForm:
    form = StepForm()
    form.offer(_events(person))
    return form


def _entry_form() -> EntryForm:
    form = EntryForm()
    form.offer()
    return form


def _page(person: Specialist, refused: BaseForm | None = None, status: int = 200) -> ResponseReturnValue:
    session, editor = reading(), Editor(current_actor(), person, by_staff=True)
    step = refused if isinstance(refused, StepForm) else _step_form(person)
    return render(
        "specialists/desk_person.html",
        status,
        person=person,
        form=refused,
        step=step,
        entry=_entry_form(),
        judge=judge_form([paper.reference for paper in person.credentials]),
        names={one.code: local(one, "name") for one in professions.qualifications(session)},
        answers=rows.answers(session, person, editor.address),
        entries=listing.entries_of(session, person.id),
        twins=listing.twins(session, person),
        documents=evidence.held(session, person.id),
        consents=sights.consents_of(session, queries.subject(person)),
        sights=sights.who_saw(session, queries.subject(person))[:10],
        lapses=renewal.lapses_on(person),
        words=words,
        today=clock.today(),
    )


@bp.post("/desk/people/<ref:reference>/step")
@requires(Permission.PROVISIONAL_CONFIRM)
@discloses
def desk_step(reference: str) -> ResponseReturnValue:
    """Take one step of the office."""
    person = _seen(reference, "specialists.desk_step")
    form, entry = _step_form(person), _entry_form()
    told = form.event.data not in ON_BEHALF or entry.validate()
    if not form.validate_on_submit() or not told:
        for _, sentence in entry.problems if form.event.data in ON_BEHALF else ():
            form.refuse(sentence)
        return _page(person, form, 422)
    try:
        _take(reference, form, entry)
    except Refusal as refusal:
        form.refuse(say(refusal))
        return _page(people.in_full(reading(), reference), form, refusal.status)
    flash(gettext("Done."), "ok")
    return redirect(url_for("specialists.desk_person", reference=reference), 303)


def _take(reference: str, form: StepForm, entry: EntryForm) -> None:
    event, actor = SpecialistEvent(form.event.data), current_actor()
    if event is SpecialistEvent.CONFIRM:
        registration.confirm(actor, reference, entry.draft())
        return
    step = Step(
        event=event,
        reason=form.reason.data or "",
        note=form.note.data or "",
        until=form.until.data if event is SpecialistEvent.PAUSE else None,
        entry=entry.draft() if event in ON_BEHALF else None,
    )
    states.take(actor, reference, step, version_of())


@bp.post("/desk/people/<ref:reference>/papers")
@requires(Permission.CREDENTIAL_VERIFY)
@discloses
def desk_papers(reference: str) -> ResponseReturnValue:
    """Judge several qualifications at once: all or none."""
    policies.must_reach_register(current_actor())
    person = _seen(reference, "specialists.desk_papers")
    form = judge_form([paper.reference for paper in person.credentials])
    if not form.validate_on_submit():
        return _page(person, form, 422)
    wanted = [
        _judgement(form, paper.reference) for paper in person.credentials if form[f"decision-{paper.reference}"].data
    ]
    try:
        done = credentials.judge(current_actor(), reference, wanted)
    except Refusal as refusal:
        form.refuse(say(refusal))
        return _page(people.in_full(reading(), reference), form, refusal.status)
    flash(gettext("%(count)s qualifications were judged.", count=done), "ok")
    return redirect(url_for("specialists.desk_person", reference=reference), 303)


def _judgement(form: BaseForm, paper: str) -> Judgement:
    text = request.form.get(f"version-{paper}", "")[:LONGEST_VERSION]
    return Judgement(
        credential=paper,
        version=int(text) if text.isascii() and text.isdigit() else 0,
        event=CredentialEvent(form[f"decision-{paper}"].data),
        seen_on=form[f"seen-{paper}"].data,
        reason=form[f"reason-{paper}"].data or "",
    )


@bp.post("/desk/people/<ref:reference>/check")
@requires(Permission.PROVISIONAL_CONFIRM)
def desk_check(reference: str) -> ResponseReturnValue:
    """Note that a second person has checked what was entered."""
    try:
        entries.check(current_actor(), reference)
    except Refusal as refusal:
        flash(say(refusal), "stop")
    else:
        flash(gettext("Checked."), "ok")
    return redirect(url_for("specialists.desk_person", reference=reference), 303)


@bp.get("/desk/people/<ref:reference>/parts/<part>")
@requires(Permission.PROVISIONAL_CONFIRM)
@discloses
def desk_part(reference: str, part: str) -> ResponseReturnValue:
    """Show one part of somebody's card, for entering on their behalf."""
    editing.known_part(part)
    person = _seen(reference, "specialists.desk_part")
    return editing.show(Editor(current_actor(), person, by_staff=True), part)


@bp.post("/desk/people/<ref:reference>/parts/<part>")
@requires(Permission.PROVISIONAL_CONFIRM)
@discloses
def desk_part_send(reference: str, part: str) -> ResponseReturnValue:
    """Save one part on behalf of somebody."""
    editing.known_part(part)
    person = _seen(reference, "specialists.desk_part")
    return editing.send(Editor(current_actor(), person, by_staff=True), part)


def address_of(reference: str) -> str:
    """Return where staff see somebody of the register."""
    return url_for("specialists.desk_person", reference=reference)


SUBJECT_PAGES = {queries.KIND: address_of}
