"""What a municipality has on record about its ordinances: the list, and one entry to write."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.accounts.permissions import Permission
from talent_portal.core import clock
from talent_portal.core.access import current_actor, requires
from talent_portal.core.actor import Scope
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal, Stale
from talent_portal.core.pages import render
from talent_portal.core.versions import differences
from talent_portal.placements import actions, queries
from talent_portal.placements.forms.desk import OrdinanceForm
from talent_portal.placements.models import FormOrdinance
from talent_portal.placements.views.blueprint import bp
from talent_portal.placements.views.desk import form_names
from talent_portal.placements.views.shared import refused, version_of
from talent_portal.professions import queries as professions

LONGEST_CODE = 40


def _needing() -> list[str]:
    """Return the forms that need an ordinance, in the order of the rules."""
    table = professions.rule_table(reading(), clock.today())
    return [code for code in form_names() if code in table.facts and table.facts[code].needs_ordinance]


@bp.get("/desk/ordinances")
@requires(Permission.FORM_CHECK_READ)
def ordinances() -> ResponseReturnValue:
    """List the forms that need an ordinance, with what is on record; for the prefecture, what all have recorded."""
    actor = current_actor()
    rows = queries.ordinances(reading(), actor, _needing())
    return render(
        "placements/ordinances.html",
        rows=rows,
        forms=form_names(),
        names=queries.names(reading(), [row.ordinance.recorded_by for row in rows if row.ordinance]),
        writes=actor.scope(Permission.FORM_CHECK_RECORD) is Scope.ORG,
        whole=actor.scope(Permission.FORM_CHECK_READ) is Scope.ALL,
    )


def _chosen() -> tuple[str, FormOrdinance | None]:
    """Return the form that the address names, empty for one that needs no ordinance, and what is on record."""
    form = request.values.get("form", "")[:LONGEST_CODE]
    if form not in _needing():
        return "", None
    return form, queries.ordinance(reading(), current_actor().organisation_id, form)


def _to_the_list() -> ResponseReturnValue:
    return redirect(url_for("placements.ordinances"), 303)


def _stored(found: FormOrdinance | None) -> OrdinanceForm:
    data = {"version": "0"}
    if found is not None:
        told = {name: getattr(found, name) for name in ("article", "source", "valid_from")}
        data = told | {"version": str(found.version), "in_place": "yes" if found.in_place else "no"}
    form = OrdinanceForm(formdata=None, data=data)
    form.offer()
    return form


@bp.get("/desk/ordinances/edit")
@requires(Permission.FORM_CHECK_RECORD)
def ordinance() -> ResponseReturnValue:
    """Ask for one entry: whether there is an ordinance, which article, where to read it, since when."""
    code, found = _chosen()
    return _page(code, _stored(found)) if code else _to_the_list()


@bp.post("/desk/ordinances/edit")
@requires(Permission.FORM_CHECK_RECORD)
def ordinance_send() -> ResponseReturnValue:
    """Keep the entry; or show both versions when somebody else was faster."""
    code, found = _chosen()
    if not code:
        return _to_the_list()
    form, status, theirs = OrdinanceForm(), 422, None
    form.offer()
    if form.validate_on_submit():
        try:
            actions.record_ordinance(current_actor(), form.draft(code), version_of())
        except Refusal as refusal:
            status, theirs = refusal.status, _refused(form, found, refusal)
        else:
            flash(gettext("Recorded. Checks of this form no longer ask for the ordinance."), "ok")
            return _to_the_list()
    return _page(code, form, status, theirs)


def _refused(form: OrdinanceForm, found: FormOrdinance | None, refusal: Refusal) -> list[dict[str, str]] | None:
    field = str(refusal.params.get("field", ""))
    form.refuse(refused(refusal), field if field in form else None)
    if not isinstance(refusal, Stale):
        return None
    form.version.data = str(found.version) if found else "0"
    return differences(form, _stored(found))


def _page(
    code: str, form: OrdinanceForm, status: int = 200, theirs: list[dict[str, str]] | None = None
) -> ResponseReturnValue:
    return render("placements/ordinance.html", status, form=form, code=code, kind=form_names()[code], theirs=theirs)
