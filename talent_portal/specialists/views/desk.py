"""The office's register: search, filters, files, and entering somebody who called or wrote."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.accounts.permissions import Permission
from talent_portal.core import text
from talent_portal.core.access import current_actor, discloses, requires
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal
from talent_portal.core.files import writing
from talent_portal.core.files.download import attachment
from talent_portal.core.files.tables import Table
from talent_portal.core.i18n import say
from talent_portal.core.pages import page_number, personal, render
from talent_portal.privacy import actions as privacy
from talent_portal.privacy import queries as privacy_queries
from talent_portal.specialists import queries
from talent_portal.specialists.actions import exporting, registration
from talent_portal.specialists.forms.desk import ExportForm, FilterForm
from talent_portal.specialists.forms.fields import EntryForm, roles
from talent_portal.specialists.forms.register import ProvisionalForm
from talent_portal.specialists.gateway import links
from talent_portal.specialists.models import SpecialistState
from talent_portal.specialists.queries import desk as listing
from talent_portal.specialists.queries.desk import PeopleFilter, PersonRow
from talent_portal.specialists.rules import words
from talent_portal.specialists.rules.choices import SpecialistKind
from talent_portal.specialists.views.blueprint import bp
from talent_portal.specialists.views.register import provisional_form

RUNNING = "register.running"
FILES = frozenset({"xlsx", "csv"})


def _filter() -> tuple[FilterForm, PeopleFilter]:
    form = FilterForm(request.args)
    form.offer(reading())
    if not form.validate():
        return form, PeopleFilter()
    typed = form.text.data or ""
    return form, PeopleFilter(
        text=typed,
        phone_key=(links.phone_key(text.folded_phone(typed)) or "") if text.is_phone(text.folded_phone(typed)) else "",
        state=SpecialistState(form.state.data) if form.state.data else None,
        kind=SpecialistKind(form.kind.data) if form.kind.data else None,
        profession=form.profession.data or "",
        unchecked=request.args.get("unchecked") == "1",
        unverified=request.args.get("unverified") == "1",
    )


def _note(rows: list[PersonRow], screen: str, purpose: str = RUNNING) -> None:
    """Write down whose data are about to be shown; without the note there is no page."""
    subjects = [f"{queries.KIND}:{row.reference}" for row in rows]
    privacy.note_access(current_actor(), subjects=subjects, purpose=purpose, screen=screen)


@bp.get("/desk/people")
@requires(Permission.PROVISIONAL_CONFIRM)
@discloses
def desk() -> ResponseReturnValue:
    """List the register as filtered; every name shown is noted."""
    form, wanted = _filter()
    session = reading()
    page = listing.register_of(session, wanted, page_number(request.args))
    context = {"counts": listing.counts(session), "roles": dict(roles(session)), "asked": _asked(wanted)}
    _note(page.rows, "specialists.desk")
    personal()
    return render("specialists/desk.html", 422 if form.errors else 200, form=form, page=page, words=words, **context)


def _asked(wanted: PeopleFilter) -> dict[str, object]:
    """Return the filters as they stand in the address."""
    asked = {
        "text": wanted.text,
        "state": wanted.state.value if wanted.state else "",
        "kind": wanted.kind.value if wanted.kind else "",
        "profession": wanted.profession,
        "unchecked": int(wanted.unchecked),
        "unverified": int(wanted.unverified),
    }
    return {name: value for name, value in asked.items() if value}


@bp.get("/desk/people/export")
@requires(Permission.PERSONAL_DATA_EXPORT)
def export() -> ResponseReturnValue:
    """Ask what the file is for, and say how many people it may hold."""
    return _export_page(_export_form())


def _export_form() -> ExportForm:
    form = ExportForm()
    form.offer()
    return form


def _export_page(form: ExportForm, status: int = 200) -> ResponseReturnValue:
    exporting.check_office(current_actor())
    _, wanted = _filter()
    total = listing.register_of(reading(), wanted, 1, 1).total
    return render("specialists/export.html", status, form=form, asked=_asked(wanted), total=total)


@bp.post("/desk/people/export/<kind>")
@requires(Permission.PERSONAL_DATA_EXPORT)
@discloses
def export_file(kind: str) -> ResponseReturnValue:
    """Return the list as filtered; the purpose and every name in it are noted first."""
    exporting.check_office(current_actor())
    if kind not in FILES:
        abort(404)
    form, (_, wanted) = _export_form(), _filter()
    if not form.validate_on_submit():
        return _export_page(form, 422)
    rows = listing.register_of(reading(), wanted, 1, exporting.MOST_ROWS + 1).rows
    try:
        exporting.export(current_actor(), [row.reference for row in rows], form.purpose.data)
    except Refusal as refusal:
        form.refuse(say(refusal))
        return _export_page(form, refusal.status)
    return _file(Table(gettext("Talent register"), _headers(), [_cells(row) for row in rows]), kind)


def _file(table: Table, kind: str) -> ResponseReturnValue:
    if kind == "csv":
        return attachment(writing.csv_file(table), "register.csv", writing.CSV)
    return attachment(writing.xlsx(table), "register.xlsx", writing.XLSX)


def _headers() -> list[str]:
    return [
        gettext(word) for word in ("Reference", "Name", "Reading", "E-mail address", "Kind of person", "State", "Role")
    ]


def _cells(row: PersonRow) -> list[str | int]:
    kind, state = gettext(words.KINDS[row.kind]), gettext(words.STATES[row.state][0])
    return [row.reference, row.name, row.kana, row.email, kind, state, " ".join(row.professions)]


@bp.get("/desk/people/new")
@requires(Permission.PROVISIONAL_CONFIRM)
def desk_new() -> ResponseReturnValue:
    """Ask for somebody who called or wrote."""
    return _new_page(provisional_form(), _entry())


def _entry() -> EntryForm:
    form = EntryForm()
    form.offer()
    return form


def _new_page(form: ProvisionalForm, entry: EntryForm, status: int = 200) -> ResponseReturnValue:
    words_of_consent = privacy_queries.current_text(reading(), queries.REGISTER)
    return render("specialists/desk_new.html", status, form=form, entry=entry, text=words_of_consent)


@bp.post("/desk/people/new")
@requires(Permission.PROVISIONAL_CONFIRM)
def desk_new_send() -> ResponseReturnValue:
    """Keep somebody who called or wrote; the words of the consent were read to them or signed."""
    form, entry = provisional_form(), _entry()
    if not (form.validate_on_submit() and entry.validate()):
        return _new_page(form, entry, 422)
    version = privacy_queries.current_text(reading(), queries.REGISTER).version
    try:
        key = form.idempotency_key.data or ""
        person = registration.register_for(current_actor(), form.draft(version), key, entry.draft())
    except Refusal as refusal:
        form.refuse(say(refusal))
        return _new_page(form, entry, refusal.status)
    flash(gettext("Registered."), "ok")
    return redirect(url_for("specialists.desk_person", reference=person.reference), 303)
