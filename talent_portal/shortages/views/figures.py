"""A municipality's figures: the form, the table it may be read from, and the steps of the report."""

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.accounts.models import Organisation
from talent_portal.accounts.permissions import Permission
from talent_portal.core.access import current_actor, requires
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal, Stale
from talent_portal.core.files import reading as files
from talent_portal.core.files import writing
from talent_portal.core.files.download import attachment
from talent_portal.core.files.tables import Table
from talent_portal.core.i18n import local, say
from talent_portal.core.pages import personal, render
from talent_portal.professions import queries as professions
from talent_portal.professions.models import Profession
from talent_portal.shortages import actions, policies, queries
from talent_portal.shortages.forms.report import ReportForm
from talent_portal.shortages.models import ShortageReport, SurveyRound
from talent_portal.shortages.rules import choices
from talent_portal.shortages.rules import reading as rules
from talent_portal.shortages.views.blueprint import bp
from talent_portal.shortages.views.rounds import version_of

STEPS = {
    "report": actions.report_figures,
    "revise": actions.revise,
    "acknowledge": actions.acknowledge,
    "plan": actions.plan,
    "resolve": actions.resolve,
}
OWN = ("report", "revise")
READ, SUBMIT = "read", "submit"


def _both(reference: str, office_reference: str) -> tuple[SurveyRound, Organisation]:
    """Return the round and the municipality, or answer 404 when it is none of the reader's business."""
    session = reading()
    survey, office = queries.survey_round(session, reference), queries.organisation(session, office_reference)
    policies.must(policies.reaches(current_actor(), Permission.SHORTAGE_DRAFT, office.id))
    return survey, office


@bp.get("/desk/surveys/<ref:reference>/<ref:office>")
@requires(Permission.SHORTAGE_DRAFT)
def report(reference: str, office: str) -> ResponseReturnValue:
    """Show a municipality's figures: to fill in while they are a draft, to read afterwards."""
    survey, body = _both(reference, office)
    known = queries.report_of(reading(), survey, body.id)
    form = ReportForm(formdata=None)
    form.fill(known)
    return _page(survey, body, known, form)


def _page(
    survey: SurveyRound, body: Organisation, known: ShortageReport | None, form: ReportForm, status: int = 200,
    **more: object,
) -> ResponseReturnValue:  # fmt: skip
    roles = professions.professions(reading())
    form.offer(roles)
    personal()
    given: dict[str, object] = {"theirs": None, "faults": (), "read": False} | more
    return render(
        "shortages/report.html",
        status,
        survey=survey,
        office=body,
        report=known,
        form=form,
        roles={role.code: local(role, "name") for role in roles},
        choices=choices,
        **given,
    )


@bp.post("/desk/surveys/<ref:reference>/<ref:office>")
@requires(Permission.SHORTAGE_DRAFT)
def report_send(reference: str, office: str) -> ResponseReturnValue:
    """Read a table into the form, or save the figures, or save and answer."""
    survey, body = _both(reference, office)
    known, form, wanted = queries.report_of(reading(), survey, body.id), ReportForm(), request.form.get("do", "")
    form.offer(professions.professions(reading()))
    if wanted == READ:
        return _read(survey, body, known, form)
    if not form.validate_on_submit():
        return _page(survey, body, known, form, 422)
    try:
        _keep(reference, office, form, send=wanted == SUBMIT)
    except Refusal as refusal:
        return _refused(survey, body, form, refusal)
    flash(gettext("Your answer has been sent.") if wanted == SUBMIT else gettext("Saved."), "ok")
    return redirect(url_for("shortages.report", reference=reference, office=office), 303)


def _keep(reference: str, office: str, form: ReportForm, *, send: bool) -> None:
    """Save what was typed, and answer with it where asked."""
    actor = current_actor()
    kept = actions.save_report(actor, reference, office, form.drafts(), form.note.data or "", version_of())
    if send:
        actions.report_figures(actor, reference, office, kept.version)


def _refused(survey: SurveyRound, body: Organisation, form: ReportForm, refusal: Refusal) -> ResponseReturnValue:
    """Show the refusal with what was typed, and the other version where a colleague was faster."""
    fresh = queries.report_of(reading(), survey, body.id)
    form.refuse(say(refusal))
    form.version.data = str(fresh.version) if fresh else "0"
    theirs = fresh.lines if fresh and isinstance(refusal, Stale) else None
    return _page(survey, body, fresh, form, refusal.status, theirs=theirs)


def _read(
    survey: SurveyRound, body: Organisation, known: ShortageReport | None, form: ReportForm
) -> ResponseReturnValue:  # fmt: skip
    """Show what was read from a file or from pasted cells; nothing is stored before somebody saves."""
    given = form.file.data
    data, name = (given.read(), given.filename or "") if given else ((form.paste.data or "").encode(), "paste.tsv")
    try:
        sheet = files.read_table(data, name)
    except Refusal as refusal:
        form.refuse(say(refusal), "file")
        return _page(survey, body, known, form, 422)
    found = rules.read(sheet.headers, [(row.number, row.values) for row in sheet.rows], _role_names())
    form.take(found.numbers)
    faults = [gettext(rules.FAULTS[fault.code], **fault.params) for fault in found.faults]
    return _page(survey, body, known, form, 422 if faults else 200, faults=faults, read=len(found.numbers))


def _role_names() -> dict[str, str]:
    """Return the code of each role by everything it may be called in a table."""
    roles = professions.professions(reading())
    return {rules.folded(word): role.code for role in roles for word in (role.code, role.name_ja, role.name_en)}


@bp.get("/desk/surveys/template.<any(xlsx, csv):kind>")
@requires(Permission.SHORTAGE_DRAFT)
def template_file(kind: str) -> Response:
    """Return the empty table that a municipality may fill in and upload."""
    table = _template(professions.professions(reading()))
    if kind == "xlsx":
        return attachment(writing.xlsx(table), f"{table.title}.xlsx", writing.XLSX)
    return attachment(writing.csv_file(table), f"{table.title}.csv", "text/csv")


def _template(roles: list[Profession]) -> Table:
    heads = [words[0] for words in rules.HEADINGS.values()]
    return Table(gettext("Staffing survey"), heads, [[role.name_ja, None, None, None] for role in roles])


@bp.post("/desk/surveys/<ref:reference>/<ref:office>/step")
@requires(Permission.SHORTAGE_SUBMIT)
def own_step(reference: str, office: str) -> ResponseReturnValue:
    """Answer with the figures as they stand, or begin a new revision."""
    return _step(reference, office, OWN)


@bp.post("/desk/surveys/<ref:reference>/<ref:office>/check")
@requires(Permission.SURVEY_MANAGE)
def check_step(reference: str, office: str) -> ResponseReturnValue:
    """Note that the figures were looked through, that something is planned, or that it is settled."""
    return _step(reference, office, tuple(name for name in STEPS if name not in OWN))


def _step(reference: str, office: str, allowed: tuple[str, ...]) -> ResponseReturnValue:
    _both(reference, office)
    wanted = request.form.get("to", "")
    try:
        if wanted in allowed:
            STEPS[wanted](current_actor(), reference, office, version_of())
    except Refusal as refusal:
        flash(say(refusal), "stop")
    else:
        done = wanted in allowed
        flash(gettext("Done.") if done else gettext("Please choose a step."), "ok" if done else "stop")
    return redirect(url_for("shortages.report", reference=reference, office=office), 303)
