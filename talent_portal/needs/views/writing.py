"""Write a request part by part: choose a template, fill a part, count who could do it, save it, go on."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.accounts.permissions import Permission
from talent_portal.core import clock
from talent_portal.core.access import current_actor, requires
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal, Stale
from talent_portal.core.i18n import say
from talent_portal.core.pages import render
from talent_portal.core.references import new_reference
from talent_portal.core.versions import differences
from talent_portal.needs import actions, policies, queries
from talent_portal.needs.actions import NeedDraft, guards
from talent_portal.needs.forms import drafts, offers
from talent_portal.needs.forms.need import FORMS, PartForm
from talent_portal.needs.forms.offers import Catalogue
from talent_portal.needs.gateway.templates import templates
from talent_portal.needs.models import Need
from talent_portal.needs.rules import complete, form_parts
from talent_portal.needs.rules.form_parts import Part
from talent_portal.needs.views import counting, words
from talent_portal.needs.views import reading as catalogues
from talent_portal.needs.views.blueprint import bp
from talent_portal.professions import queries as professions

LONGEST_VERSION = 9
# What the buttons of a part do besides saving.
CONTINUE, ROLE, COUNT = "continue", "role", "count"
EDIT = f"/desk/needs/<ref:reference>/edit/<any({','.join(Part)}):part>"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One part being written: on top of what, from which lists, in which request (None for a new one)."""

    part: Part
    base: NeedDraft
    offered: Catalogue
    need: Need | None = None

    def stored(self) -> Any:
        """Return the form as the draft stands."""
        return offers.offer(self.part, drafts.fill(self.part, FORMS[self.part](formdata=None), self.base), self.offered)

    @property
    def counts(self) -> bool:
        """Return whether this part says how many could come: once days are known, or are asked for here."""
        knows = self.part is Part.WHEN or (self.part is Part.WORK and self.base.half_days > 0)
        return knows and counting.is_offered()

    def typed(self) -> Any:
        """Return the form as it was sent."""
        return offers.offer(self.part, FORMS[self.part](), self.offered)

    def draft(self, form: Any) -> NeedDraft:
        """Return the whole draft with what was typed in this part."""
        role = self.offered.role(form.profession.data) if self.part is Part.WORK else None
        return drafts.written(self.part, form, self.base, offers.alternatives(role))


def version_of() -> int:
    """Return the version the page was made from; 0 (stale for certain) for anything that is no number."""
    text = request.form.get("version", "")[:LONGEST_VERSION]
    return int(text) if text.isascii() and text.isdigit() else 0


@bp.get("/desk/needs/new")
@requires(Permission.NEED_EDIT)
def new() -> ResponseReturnValue:
    """Offer the templates, and one's earlier requests to copy."""
    session, actor = reading(), current_actor()
    roles = professions.professions_by_code(session)
    # One key per request to copy: pressing twice makes one draft.
    earlier = [(need, new_reference()) for need in queries.earlier(session, actor.organisation_id)]
    return render("needs/new.html", templates=templates().values(), roles=roles, earlier=earlier)


@bp.get("/desk/needs/write")
@requires(Permission.NEED_EDIT)
def write() -> ResponseReturnValue:
    """Show the first part of a new request, in the words of the template that was chosen."""
    return _shown(_new(request.args.get("template", "")))


@bp.post("/desk/needs/write")
@requires(Permission.NEED_EDIT)
def write_send() -> ResponseReturnValue:
    """Keep a new draft: its first part as typed, the others as the template has them."""
    return _sent(_new(request.form.get("template", "")))


@bp.get(EDIT)
@requires(Permission.NEED_EDIT)
def edit(reference: str, part: str) -> ResponseReturnValue:
    """Show one part of a draft or a returned request to change."""
    need = _mine(reference)
    guards.must_be_editable(need)
    return _shown(_of(need, Part(part)), marked="lacking" in request.args)


@bp.post(EDIT)
@requires(Permission.NEED_EDIT)
def edit_send(reference: str, part: str) -> ResponseReturnValue:
    """Save the changes of one part."""
    return _sent(_of(_mine(reference), Part(part)))


def _new(template: str) -> Sheet:
    base = drafts.begin(templates().get(template), clock.today())
    return Sheet(Part.WORK, base, catalogues.catalogue(reading(), current_actor()))


def _of(need: Need, part: Part) -> Sheet:
    return Sheet(part, actions.draft_of(need), catalogues.catalogue(reading(), current_actor()), need)


def _mine(reference: str) -> Need:
    need = queries.full(reading(), reference)
    policies.must(policies.may(current_actor(), Permission.NEED_EDIT, need))
    return need


def _shown(sheet: Sheet, *, marked: bool = False) -> ResponseReturnValue:
    """Show a part as it stands; `marked` names what it lacks, for whoever wanted to send the request."""
    form = sheet.stored()
    form.idempotency_key.data = new_reference()
    if sheet.need is not None:
        form.version.data = str(sheet.need.version)
        if marked:
            _mark(form, sheet.part, complete.missing(sheet.need))
    return _page(sheet, form)


def _mark(form: PartForm, part: Part, missing: tuple[str, ...]) -> None:
    for code in complete.of_part(missing, part):
        name = gettext(complete.PARTICULARS[code][1])
        field = {"half_days": "days"}.get(code, code.replace("conditions.", "c_"))
        # The parts of a joint request are asked for by several fields, and there is no work without a role.
        shown = field in form and field != "shares" and (field != "tasks" or form["tasks"].choices)
        sentence = gettext("%(name)s: this must be told before the request can open", name=name)
        form.refuse(sentence, field if shown else None)


def _page(sheet: Sheet, form: Any, status: int = 200, **more: object) -> ResponseReturnValue:
    role = sheet.offered.role(form.profession.data) if sheet.part is Part.WORK else None
    given = {"theirs": None, "count": None} | more
    return render(
        "needs/write.html",
        status,
        form=form,
        part=sheet.part,
        parts=len(Part),
        title=gettext(form_parts.NAMES[sheet.part]),
        need=sheet.need,
        words=words,
        musts=offers.usual_musts(role),
        counting=sheet.counts,
        **given,
    )


def _sent(sheet: Sheet) -> ResponseReturnValue:
    """Do what the pressed button says; what was typed always stays."""
    form, wanted = sheet.typed(), request.form.get("do", "")
    if wanted == ROLE:
        return _page(sheet, form)
    valid = form.validate_on_submit()
    if wanted == COUNT and (valid or "alone" in request.form):
        return _counted(sheet, form, valid=valid)
    if not valid:
        return _page(sheet, form, 422)
    try:
        kept = _kept(sheet, form)
    except Refusal as refusal:
        return _refused(sheet, form, refusal)
    flash(gettext("Saved as a draft."), "ok")
    return redirect(_after(sheet.part, kept) if wanted == CONTINUE else _home(kept), 303)


def _counted(sheet: Sheet, form: Any, *, valid: bool) -> ResponseReturnValue:
    """Say how many could do what is typed: on the page, or alone for its script. Nothing is stored."""
    told = counting.count(reading(), current_actor(), sheet.draft(form)) if valid else counting.Said()
    return render("needs/_count.html", count=told) if "alone" in request.form else _page(sheet, form, count=told)


def _kept(sheet: Sheet, form: Any) -> Need:
    actor, draft, key = current_actor(), sheet.draft(form), form.idempotency_key.data or new_reference()
    if sheet.need is None:
        return actions.create_need(actor, draft, key)
    return actions.edit_need(actor, sheet.need.reference, draft, version_of(), key)


def _home(need: Need) -> str:
    return url_for("needs.show", reference=need.reference)


def _after(part: Part, need: Need) -> str:
    following = part.following
    return url_for("needs.edit", reference=need.reference, part=following.value) if following else _home(need)


def _refused(sheet: Sheet, form: Any, refusal: Refusal) -> ResponseReturnValue:
    """Put the refusal on the field it is about; show the other version where a colleague was faster."""
    form.refuse(say(refusal), _named(form, refusal))
    if not isinstance(refusal, Stale) or sheet.need is None:
        return _page(sheet, form, refusal.status)
    fresh = queries.full(reading(), sheet.need.reference)
    form.version.data = str(fresh.version)  # whoever sends again has seen the other version
    return _page(sheet, form, refusal.status, theirs=differences(form, _of(fresh, sheet.part).stored()))


def _named(form: PartForm, refusal: Refusal) -> str | None:
    """Return the field a refusal is about, where the form shows its errors there."""
    field = str(refusal.params.get("field", ""))
    return field if field in form and field not in {"shares", "qualifications"} else None
