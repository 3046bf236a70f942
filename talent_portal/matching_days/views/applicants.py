"""The office's list of applicants: read, entered one by one or as a list, corrected, taken out."""

import csv
import io
from collections.abc import Sequence
from typing import cast

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from talent_portal.accounts.permissions import Permission
from talent_portal.core.access import current_actor, discloses, requires
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal, Stale
from talent_portal.core.files import reading as files
from talent_portal.core.files.tables import Sheet
from talent_portal.core.i18n import say
from talent_portal.core.pages import page_number, personal, render
from talent_portal.core.versions import differences
from talent_portal.matching_days import actions
from talent_portal.matching_days.errors import ApplicantUnfit, ListUnfit
from talent_portal.matching_days.forms.desk import ApplicantForm, ListForm
from talent_portal.matching_days.models import MatchingDay
from talent_portal.matching_days.queries import applicants as people
from talent_portal.matching_days.queries import days
from talent_portal.matching_days.rules import lists, words
from talent_portal.matching_days.rules.lists import ApplicantDraft, Fault
from talent_portal.matching_days.rules.states import DayState
from talent_portal.matching_days.views.blueprint import bp
from talent_portal.matching_days.views.shared import PLACE, RUNNING, note, up, version_of

PERSON = "/desk/matching-days/applicants/<ref:reference>"


def _takes_people(day: MatchingDay) -> bool:
    """Return whether people can still come in."""
    return day.state is DayState.DRAFT or (day.state is DayState.WISHING and day.round == 1)


@bp.get(f"{PLACE}/applicants")
@requires(Permission.MATCH_RUN)
@discloses
def applicants(reference: str) -> ResponseReturnValue:
    """List the applicants by their numbers; every name shown is noted."""
    session = reading()
    day = days.by_reference(session, reference)
    page = people.page(session, day, page_number(request.args))
    note([one.reference for one in page.rows], RUNNING, "matching_days.applicants")
    return render(
        "matching_days/applicants.html",
        day=day,
        page=page,
        up=up(day),
        states=words.APPLICANT_STATES,
        open=_takes_people(day),
        may_run=True,
    )


@bp.get(f"{PLACE}/applicants/new")
@requires(Permission.MATCH_RUN)
def new_applicant(reference: str) -> ResponseReturnValue:
    """Ask for one applicant."""
    return _new_page(reference, _blank())


def _blank() -> ApplicantForm:
    form = ApplicantForm(formdata=None)
    form.offer()
    return form


def _new_page(reference: str, form: ApplicantForm, status: int = 200) -> ResponseReturnValue:
    day = days.by_reference(reading(), reference)
    return render(
        "matching_days/applicant.html", status, day=day, person=None, form=form, up=up(day), open=_takes_people(day)
    )


@bp.post(f"{PLACE}/applicants/new")
@requires(Permission.MATCH_RUN)
def new_applicant_send(reference: str) -> ResponseReturnValue:
    """Let one more person take part."""
    form = ApplicantForm()
    form.offer()
    if not form.validate_on_submit():
        return _new_page(reference, form, 422)
    try:
        actions.add_applicant(current_actor(), reference, _folded(form))
    except Refusal as refusal:
        return _new_page(reference, _refused(form, refusal), refusal.status)
    flash(gettext("%(number)s takes part now.", number=form.number.data), "ok")
    return redirect(url_for("matching_days.applicants", reference=reference), 303)


def _folded(form: ApplicantForm) -> ApplicantDraft:
    typed = form.draft()
    return lists.draft_of({name: getattr(typed, name) for name in lists.HEADINGS})


def _refused(form: ApplicantForm, refusal: Refusal) -> ApplicantForm:
    """Put a refusal on its field, in the words of the fault where it names one."""
    name = str(refusal.params.get("field", ""))
    name = "email" if name == "contact" else name
    said = say(refusal)
    if isinstance(refusal, ApplicantUnfit):
        ((code, value), *_) = cast("tuple[tuple[str, str], ...]", refusal.params["codes"])
        said = gettext(lists.FAULTS[code], value=value)
    form.refuse(said, name if name in form else None)
    return form


@bp.get(PERSON)
@requires(Permission.MATCH_RUN)
@discloses
def applicant(reference: str) -> ResponseReturnValue:
    """Show one applicant to correct; the view is noted."""
    form = _blank()
    form.fill(people.by_reference(reading(), reference))
    return _person_page(reference, form)


def _person_page(reference: str, form: ApplicantForm, status: int = 200, **more: object) -> ResponseReturnValue:
    person = people.by_reference(reading(), reference)
    note([reference], RUNNING, "matching_days.applicant")
    above = [
        *up(person.day),
        (url_for("matching_days.applicants", reference=person.day.reference), gettext("Applicants")),
    ]
    return render(
        "matching_days/applicant.html", status, day=person.day, person=person, form=form, up=above, open=True, **more
    )


@bp.post(PERSON)
@requires(Permission.MATCH_RUN)
@discloses
def applicant_send(reference: str) -> ResponseReturnValue:
    """Correct what was entered."""
    form = ApplicantForm()
    form.offer()
    if not form.validate_on_submit():
        return _person_page(reference, form, 422)
    try:
        person = actions.edit_applicant(current_actor(), reference, _folded(form), version_of())
    except Refusal as refusal:
        return _person_page(
            reference, _refused(form, refusal), refusal.status, theirs=_theirs(form, refusal, reference)
        )
    flash(gettext("The applicant is kept as changed."), "ok")
    return redirect(url_for("matching_days.applicant", reference=person.reference), 303)


def _theirs(form: ApplicantForm, refusal: Refusal, reference: str) -> list[dict[str, str]] | None:
    """Return what stands there now where a colleague was faster."""
    if not isinstance(refusal, Stale):
        return None
    now, stored = people.by_reference(reading(), reference), _blank()
    stored.fill(now)
    form.version.data = str(now.version)
    return differences(form, stored)


@bp.post(f"{PERSON}/remove")
@requires(Permission.MATCH_RUN)
def applicant_remove(reference: str) -> ResponseReturnValue:
    """Take somebody out who was entered by mistake, before the day opens."""
    try:
        day = actions.remove_applicant(current_actor(), reference)
    except Refusal as refusal:
        flash(say(refusal), "stop")
        return redirect(url_for("matching_days.applicant", reference=reference), 303)
    flash(gettext("The applicant has been taken out."), "ok")
    return redirect(url_for("matching_days.applicants", reference=day.reference), 303)


@bp.get(f"{PLACE}/applicants/list")
@requires(Permission.MATCH_RUN)
def read_applicants(reference: str) -> ResponseReturnValue:
    """Ask for a list of applicants."""
    return _list_page(reference, ListForm(formdata=None))


def _list_page(reference: str, form: ListForm, status: int = 200, **more: object) -> ResponseReturnValue:
    personal()
    day = days.by_reference(reading(), reference)
    given: dict[str, object] = {"drafts": [], "faults": []} | more
    headings = [names[0] for names in lists.HEADINGS.values()]
    return render(
        "matching_days/list.html", status, day=day, form=form, up=up(day), open=_takes_people(day),
        headings=headings, fault_words=lists.FAULTS, **given,
    )  # fmt: skip


@bp.post(f"{PLACE}/applicants/list")
@requires(Permission.MATCH_RUN)
def read_applicants_send(reference: str) -> ResponseReturnValue:
    """Show what a list says, keeping nothing; or let everybody on the list that was looked over take part."""
    form = ListForm()
    if not form.validate_on_submit():
        return _list_page(reference, form, 422)
    try:
        sheet = _sheet(form)
        if request.form.get("do") == "add":
            return _add(reference, sheet)
    except ListUnfit as refusal:
        return _list_page(reference, form, refusal.status, faults=refusal.params["faults"])
    except Refusal as refusal:
        form.refuse(say(refusal), "paste" if form.paste.data else "file")
        return _list_page(reference, form, refusal.status)
    return _look(reference, form, sheet)


def _sheet(form: ListForm) -> Sheet:
    """Return the table that was given; it stands in the field of cells afterwards, for corrections on the page."""
    given = form.file.data
    data, name = (given.read(), given.filename or "") if given else ((form.paste.data or "").encode(), "paste.tsv")
    sheet = files.read_table(data, name)
    form.paste.data = _as_cells(sheet)
    return sheet


def _as_cells(sheet: Sheet) -> str:
    """Return a table as cells to paste; blank lines keep every line at the number that Excel shows."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter="\t", lineterminator="\n")
    writer.writerow(sheet.headers)
    line = 1
    for row in sheet.rows:
        written.write("\n" * max(0, row.number - line - 1))
        writer.writerow(row.values)
        line = max(row.number, line + 1)
    return written.getvalue()


def _lines(sheet: Sheet) -> list[tuple[int, Sequence[str]]]:
    return [(row.number, row.values) for row in sheet.rows]


def _look(reference: str, form: ListForm, sheet: Sheet) -> ResponseReturnValue:
    session = reading()
    day = days.by_reference(session, reference)
    drafts, faults = actions.read_list(session, day, sheet.headers, _lines(sheet))
    faults = faults or ([] if drafts else [Fault(1, "nobody")])
    return _list_page(reference, form, 422 if faults else 200, drafts=drafts, faults=faults)


def _add(reference: str, sheet: Sheet) -> ResponseReturnValue:
    count = actions.import_applicants(current_actor(), reference, sheet.headers, _lines(sheet))
    said = ngettext("%(num)s applicant takes part now.", "%(num)s applicants take part now.", count)
    flash(said, "ok")
    return redirect(url_for("matching_days.applicants", reference=reference), 303)
