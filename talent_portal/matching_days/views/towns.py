"""A municipality's side: its matching days, whom it would take in which order, and whom the outcome brings."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.accounts.models import Organisation
from talent_portal.accounts.permissions import Permission
from talent_portal.core.access import current_actor, discloses, requires
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal, Stale
from talent_portal.core.i18n import say
from talent_portal.core.pages import render
from talent_portal.core.versions import differences
from talent_portal.matching_days import actions
from talent_portal.matching_days.forms.desk import SheetForm, sheet_form
from talent_portal.matching_days.queries import rankings
from talent_portal.matching_days.queries.rankings import Sheet
from talent_portal.matching_days.rules import words
from talent_portal.matching_days.views.blueprint import bp
from talent_portal.matching_days.views.shared import RANKING, note, version_of

SHEET = "/matching-days/<ref:reference>/ranking"


def _office() -> int:
    """Return whose sheets the reader may see: those of the own office, and of no other."""
    return current_actor().organisation_id or 0


@bp.get("/desk/rankings")
@requires(Permission.SELECTION_PREPARE)
def towns() -> ResponseReturnValue:
    """List the matching days in which the reader's municipality takes part."""
    rows = rankings.days_of(reading(), _office())
    return render("matching_days/towns.html", rows=rows, states=words.DAY_STATES)


@bp.get(SHEET)
@requires(Permission.SELECTION_PREPARE)
@discloses
def ranking(reference: str) -> ResponseReturnValue:
    """Show who named the municipality, to be ranked; afterwards whom the outcome brings. Every name is noted."""
    sheet = rankings.sheet(reading(), reference, _office())
    return _page(sheet, _stored(sheet))


def _form(sheet: Sheet, *, blank: bool = False) -> SheetForm:
    people = [
        (one.person.reference, gettext("%(number)s %(name)s", number=one.person.number, name=one.person.name))
        for one in sheet.candidates
    ]
    made = sheet_form(people)
    return made(formdata=None) if blank else made()


def _stored(sheet: Sheet) -> SheetForm:
    form = _form(sheet, blank=True)
    for one in sheet.candidates:
        form[f"place_{one.person.reference}"].data = one.place
    form.version.data = str(sheet.version)
    return form


def _page(
    sheet: Sheet, form: SheetForm, status: int = 200, theirs: list[dict[str, str]] | None = None
) -> ResponseReturnValue:  # fmt: skip
    brought = rankings.brought(reading(), sheet.day, sheet.programme)
    shown = [one.person.reference for one in sheet.candidates] + [one.reference for one in brought]
    note(list(dict.fromkeys(shown)), RANKING, "matching_days.ranking")
    return render(
        "matching_days/ranking.html",
        status,
        sheet=sheet,
        day=sheet.day,
        form=form,
        brought=brought,
        theirs=theirs,
        may_send=current_actor().may(Permission.SELECTION_RECORD),
        states=words.DAY_STATES,
    )


@bp.post(SHEET)
@requires(Permission.SELECTION_PREPARE)
@discloses
def ranking_send(reference: str) -> ResponseReturnValue:
    """Keep the sheet, or submit it; what is wrong is said with everything typed still there."""
    sheet = rankings.sheet(reading(), reference, _office())
    form, sends = _form(sheet), request.form.get("do") == "submit"
    if sheet.can_change and not form.validate_on_submit():
        return _page(sheet, form, 422)
    try:
        _keep(sheet, form, sends=sends)
    except Refusal as refusal:
        return _page(sheet, form, refusal.status, _refused(form, sheet, refusal))
    flash(_thanks(sends=sends), "ok")
    return redirect(url_for("matching_days.ranking", reference=reference), 303)


def _thanks(*, sends: bool) -> str:
    if sends:
        return str(gettext("The ranking has been sent. You can change it until the matching."))
    return str(gettext("The ranking is kept. It does not count before it is sent."))


def _keep(sheet: Sheet, form: SheetForm, *, sends: bool) -> None:
    numbers = {one.person.reference: one.person.number for one in sheet.candidates}
    office = reading().get_one(Organisation, _office())
    act = actions.submit_ranking if sends else actions.save_ranking
    act(current_actor(), sheet.day.reference, office.reference, form.said(numbers), version_of())


def _refused(form: SheetForm, sheet: Sheet, refusal: Refusal) -> list[dict[str, str]] | None:
    """Put the refusal on the form; return the other version where a colleague was faster."""
    form.refuse(say(refusal))
    if not isinstance(refusal, Stale):
        return None
    form.version.data = str(sheet.version)
    return differences(form, _stored(sheet))
