"""The coordinator's list of participants, one participant, signing somebody up by phone, and the desk of the day."""

from collections.abc import Sequence

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.accounts.permissions import Permission
from talent_portal.core.access import current_actor, discloses, requires
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal
from talent_portal.core.files import writing
from talent_portal.core.files.download import attachment
from talent_portal.core.files.tables import Table
from talent_portal.core.i18n import language, local, say
from talent_portal.core.pages import page_number, personal, render
from talent_portal.core.references import PATTERN, new_reference
from talent_portal.fairs import actions, queries
from talent_portal.fairs.actions import Arrival, RegisterDraft
from talent_portal.fairs.errors import NotConfirmed, SlotFull
from talent_portal.fairs.forms.desk import ArrivalForm, FilterForm
from talent_portal.fairs.forms.sign_up import CallerForm, translated
from talent_portal.fairs.models import AttendeeKind, FairKind, Presence, RegistrationState
from talent_portal.fairs.queries import FairPage, Participant, ParticipantFilter
from talent_portal.fairs.rules import choices
from talent_portal.fairs.views.blueprint import bp
from talent_portal.fairs.views.sign_up import Full, chosen, full_talks
from talent_portal.fairs.views.timetable import timetable
from talent_portal.privacy import actions as privacy

RUNNING = "fair.running"
# More than the largest session with everyone who ever cancelled.
MOST_EXPORTED = 20_000


def _note(rows: list[Participant], screen: str) -> None:
    """Write down whose data are about to be shown; without the note there is no page."""
    subjects = [f"registration:{row.reference}" for row in rows]
    if subjects:
        privacy.note_access(current_actor(), subjects=subjects, purpose=RUNNING, screen=screen)


def _filter() -> tuple[FilterForm, ParticipantFilter]:
    form = FilterForm(request.args)
    form.offer(translated(choices.REGISTRATION_STATES))
    valid = form.validate()
    state = RegistrationState(form.state.data) if valid and form.state.data else None
    return form, ParticipantFilter(
        text=(form.text.data or "") if valid else "",
        state=state,
        booth=request.args.get("booth", "") if PATTERN.fullmatch(request.args.get("booth", "")) else "",
        needs_support=request.args.get("support") == "1",
        mail_failed=request.args.get("mail") == "failed",
    )


@bp.get("/desk/fairs/<ref:reference>/participants")
@requires(Permission.PARTICIPANT_IDENTIFY)
@discloses
def participants(reference: str) -> ResponseReturnValue:
    """List who signed up, with filters; every name shown is noted."""
    session = reading()
    form, wanted = _filter()
    fair = queries.fair(session, reference)
    page = queries.participants(session, reference, wanted, page_number(request.args))
    counts = queries.counts(session, reference)
    _note(page.rows, "fairs.participants")
    personal()
    context = {"fair": fair, "page": page, "wanted": wanted, "counts": counts, "choices": choices}
    status = 422 if form.errors else 200
    return render("fairs/participants.html", status, form=form, asked=_asked(wanted), **context)


def _asked(wanted: ParticipantFilter) -> dict[str, object]:
    """Return the filters as they stand in the address."""
    asked = {
        "state": wanted.state,
        "text": wanted.text,
        "booth": wanted.booth,
        "support": int(wanted.needs_support),
        "mail": "failed" if wanted.mail_failed else "",
    }
    return {name: value for name, value in asked.items() if value}


@bp.get("/desk/fairs/<ref:reference>/participants.xlsx")
@requires(Permission.PARTICIPANT_IDENTIFY)
@discloses
def participants_file(reference: str) -> ResponseReturnValue:
    """Return the whole list as Excel, as filtered; every name in it is noted."""
    session = reading()
    _, wanted = _filter()
    fair = queries.fair(session, reference)
    rows = queries.participants(session, reference, wanted, 1, MOST_EXPORTED).rows
    _note(rows, "fairs.participants_file")
    table = Table(local(fair, "title")[:31], _headers(), [_cells(row) for row in rows])
    return attachment(writing.xlsx(table), f"{local(fair, 'title')}.xlsx", writing.XLSX)


def _headers() -> list[str]:
    words = ("Number", "Name", "Reading", "E-mail address", "Telephone number", "Who is coming", "State", "Talks")
    return [gettext(word) for word in words]


def _cells(row: Participant) -> list[str | int]:
    kind, state = gettext(choices.ATTENDEES[row.attendee_kind]), gettext(choices.REGISTRATION_STATES[row.state])
    return [row.number, row.name, row.kana, row.email, row.phone, kind, state, row.talks]


@bp.get("/desk/participants/<ref:reference>")
@requires(Permission.PARTICIPANT_IDENTIFY)
@discloses
def participant(reference: str) -> ResponseReturnValue:
    """Show one participant; the view is noted, and they can see that it was."""
    session = reading()
    own = queries.my_registration(session, reference)
    subject = queries.subject(own.registration)
    privacy.note_access(current_actor(), subjects=[subject], purpose=RUNNING, screen="fairs.participant")
    personal()
    return render("fairs/participant.html", mine=own, fair=own.fair, choices=choices)


@bp.post("/desk/participants/<ref:reference>/cancel")
@requires(Permission.FAIR_MANAGE)
def cancel_for(reference: str) -> ResponseReturnValue:
    """Cancel for somebody who called; they get the same confirmation."""
    actions.cancel(current_actor(), reference)
    flash(gettext("The sign-up has been cancelled."), "ok")
    return redirect(url_for("fairs.participant", reference=reference), 303)


@bp.get("/desk/fairs/<ref:reference>/participants/new")
@requires(Permission.FAIR_MANAGE)
def new_participant(reference: str) -> ResponseReturnValue:
    """Ask for somebody who called."""
    page = queries.fair_page(reading(), reference)
    return _new_page(page, _form(page))


def _form(page: FairPage) -> CallerForm:
    form = CallerForm()
    fair = page.fair
    form.offer(interests=fair.interests, hybrid=fair.kind is FairKind.HYBRID, nickname=fair.nickname_allowed)
    if not PATTERN.fullmatch(form.key.data or ""):
        form.key.data = new_reference()
    return form


def _new_page(page: FairPage, form: CallerForm, status: int = 200, trouble: Sequence[Full] = ()) -> ResponseReturnValue:
    grid = timetable(page, taking=True, over=True)
    context = {"fair": page.fair, "page": page, "grid": grid, "picked": chosen(request.form), "trouble": trouble}
    personal()
    return render("fairs/new_participant.html", status, form=form, **context)


@bp.post("/desk/fairs/<ref:reference>/participants/new")
@requires(Permission.FAIR_MANAGE)
def new_participant_send(reference: str) -> ResponseReturnValue:
    """Sign somebody up at once; without mail, a call is put on the list."""
    page = queries.fair_page(reading(), reference)
    form, status = _form(page), 422
    trouble: Sequence[Full] = ()
    if form.validate_on_submit():
        draft, reason = _draft(form), form.over_reason.data or ""
        try:
            made = actions.register_for(current_actor(), reference, draft, str(form.key.data), reason)
        except Refusal as refusal:
            status, trouble = refusal.status, _refused(form, refusal, draft)
        else:
            flash(gettext("Signed up with number %(number)s.", number=made.number), "ok")
            return redirect(url_for("fairs.participant", reference=made.reference), 303)
    return _new_page(page, form, status, trouble)


def _refused(form: CallerForm, refusal: Refusal, draft: RegisterDraft) -> Sequence[Full]:
    """Put the refusal on the form; return the full talks with what is free in their place."""
    form.refuse(say(refusal))
    return full_talks(refusal, queries.talks(reading(), draft.talks)) if isinstance(refusal, SlotFull) else ()


def _draft(form: CallerForm) -> RegisterDraft:
    return RegisterDraft(
        family_name=form.family_name.data or "",
        given_name=form.given_name.data or "",
        family_kana=form.family_kana.data or "",
        given_kana=form.given_kana.data or "",
        email=form.email.data or "",
        phone=form.phone.data or "",
        attendee_kind=AttendeeKind(form.attendee_kind.data),
        interests=tuple(form.interests.data or ()),
        presence=Presence(form.presence.data) if form.presence and form.presence.data else None,
        accommodation=form.accommodation.data or "",
        language=language(),
        talks=chosen(request.form),
    )


@bp.get("/desk/fairs/<ref:reference>/check-in")
@requires(Permission.FAIR_CHECK_IN)
@discloses
def check_in(reference: str) -> ResponseReturnValue:
    """Show the desk: scan, number, or a part of the name."""
    return _desk_page(reference, ArrivalForm())


@bp.post("/desk/fairs/<ref:reference>/check-in")
@requires(Permission.FAIR_CHECK_IN)
@discloses
def check_in_send(reference: str) -> ResponseReturnValue:
    """Check somebody in by ticket, number, or from the list of names."""
    form = ArrivalForm()
    arrival: Arrival | None = None
    unproven, wanted = "", str(form.wanted.data or "")
    try:
        arrival = _arrived(reference, form, wanted)
    except NotConfirmed as refusal:
        unproven = str(refusal.params["person"])
    except Refusal as refusal:
        form.refuse(say(refusal), "wanted")
    return _desk_page(reference, form, arrival, "" if arrival or unproven else wanted, unproven)


def _arrived(reference: str, form: ArrivalForm, wanted: str) -> Arrival | None:
    """Check in whom the list named, or who was typed."""
    person = request.form.get("person", "")
    if PATTERN.fullmatch(person):
        by_name = request.form.get("confirm") == "1"
        return actions.check_in_person(current_actor(), reference, person, confirmed_by_name=by_name)
    return _arrive(reference, wanted) if form.validate_on_submit() else None


def _arrive(reference: str, wanted: str) -> Arrival | None:
    """Check in by ticket or number; a name only finds people, it never checks anybody in."""
    actor = current_actor()
    if wanted.startswith("T1."):
        return actions.check_in_ticket(actor, reference, wanted)
    if any(letter.isdecimal() for letter in wanted):
        return actions.check_in_number(actor, reference, wanted)
    return None


def _desk_page(
    reference: str, form: ArrivalForm, arrival: Arrival | None = None, wanted: str = "", unproven: str = ""
) -> ResponseReturnValue:
    """Show the desk, and whoever was just checked in, found, or is still to be confirmed by name (`unproven`)."""
    session = reading()
    fair = queries.fair(session, reference)
    people = queries.at_desk(session, reference, wanted) if wanted and not form.errors else []
    counts = queries.counts(session, reference)
    waiting = queries.person_at_desk(session, queries.registration(session, unproven).id) if unproven else None
    shown = [*people, *([arrival.person] if arrival else []), *([waiting] if waiting else [])]
    if shown:
        subjects = [f"registration:{person.reference}" for person in shown]
        privacy.note_access(current_actor(), subjects=subjects, purpose=RUNNING, screen="fairs.check_in")
    personal()
    context = {"fair": fair, "arrival": arrival, "people": people, "wanted": wanted, "unproven": waiting}
    status = 422 if form.errors else 200
    return render("fairs/check_in.html", status, form=form, counts=counts, **context)


@bp.post("/desk/fairs/<ref:reference>/check-in/undo")
@requires(Permission.FAIR_CHECK_IN)
def undo_check_in(reference: str) -> ResponseReturnValue:
    """Take a mistaken check-in back; it stays on record."""
    person = request.form.get("person", "")
    if PATTERN.fullmatch(person) and actions.undo_check_in(current_actor(), reference, person):
        flash(gettext("The check-in has been taken back."), "ok")
    return redirect(url_for("fairs.check_in", reference=reference), 303)


def page_of(reference: str) -> str:
    """Return where staff see the participant behind a letter or a phone call."""
    return url_for("fairs.participant", reference=reference)


SUBJECT_PAGES = {"registration": page_of}
