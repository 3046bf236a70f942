"""Write a request: choose a template, fill the form, count who could do it, save, send."""

from collections.abc import Callable

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
from talent_portal.needs.errors import ConditionsMissing
from talent_portal.needs.forms import drafts, offers
from talent_portal.needs.forms.need import NeedForm
from talent_portal.needs.forms.offers import Catalogue
from talent_portal.needs.gateway.templates import templates
from talent_portal.needs.models import Need
from talent_portal.needs.rules import complete
from talent_portal.needs.views import counting
from talent_portal.needs.views import reading as catalogues
from talent_portal.needs.views.blueprint import bp
from talent_portal.professions import queries as professions

LONGEST_VERSION = 9
# What the buttons of the form do besides saving.
SUBMIT, ROLE, COUNT = "submit", "role", "count"

Save = Callable[[NeedDraft, str], Need]


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
    """Show the form, in the words of the template that was chosen."""
    session = reading()
    offered = catalogues.catalogue(session, current_actor())
    form = drafts.begin(NeedForm(formdata=None), templates().get(request.args.get("template", "")), clock.today())
    form.idempotency_key.data = new_reference()
    return _page(offers.offer(form, offered), offered)


@bp.post("/desk/needs/write")
@requires(Permission.NEED_EDIT)
def write_send() -> ResponseReturnValue:
    """Keep the draft, and send it where asked."""
    session, actor = reading(), current_actor()
    offered = catalogues.catalogue(session, actor)
    return _sent(offered, lambda draft, key: actions.create_need(actor, draft, key))


@bp.get("/desk/needs/<ref:reference>/edit")
@requires(Permission.NEED_EDIT)
def edit(reference: str) -> ResponseReturnValue:
    """Show a draft or a returned request to change."""
    session, need = reading(), _mine(reference)
    guards.must_be_editable(need)
    offered = catalogues.catalogue(session, current_actor())
    form = _stored(need, offered)
    form.idempotency_key.data = new_reference()
    return _page(form, offered, need=need)


@bp.post("/desk/needs/<ref:reference>/edit")
@requires(Permission.NEED_EDIT)
def edit_send(reference: str) -> ResponseReturnValue:
    """Save the changes, and send the request where asked."""
    need, actor, version = _mine(reference), current_actor(), version_of()
    offered = catalogues.catalogue(reading(), actor)
    return _sent(offered, lambda draft, key: actions.edit_need(actor, reference, draft, version, key), need)


def _mine(reference: str) -> Need:
    need = queries.full(reading(), reference)
    policies.must(policies.may(current_actor(), Permission.NEED_EDIT, need))
    return need


def _stored(need: Need, offered: Catalogue) -> NeedForm:
    """Return the form as the request stands."""
    return offers.offer(drafts.fill(NeedForm(formdata=None), need), offered)


def _page(form: NeedForm, offered: Catalogue, status: int = 200, **more: object) -> ResponseReturnValue:
    musts = offers.usual_musts(offered.role(form.profession.data))
    given = {"need": None, "theirs": None, "count": None} | more
    return render("needs/write.html", status, form=form, musts=musts, counting=counting.is_offered(), **given)


def _sent(offered: Catalogue, save: Save, need: Need | None = None) -> ResponseReturnValue:
    """Do what the pressed button says; what was typed always stays."""
    form, wanted = offers.offer(NeedForm(), offered), request.form.get("do", "")
    if wanted == ROLE:
        return _page(form, offered, need=need)
    if not form.validate_on_submit():
        return _page(form, offered, 422, need=need)
    draft = drafts.draft_of(form, offers.alternatives(offered.role(form.profession.data)))
    if wanted == COUNT:
        return _page(form, offered, need=need, count=counting.count(reading(), current_actor(), draft))
    try:
        kept = _kept(draft, form, save, send=wanted == SUBMIT)
    except Refusal as refusal:
        theirs = _refused(form, refusal, need, offered)
        return _page(form, offered, refusal.status, need=need, theirs=theirs)
    flash(gettext("Sent to the prefecture.") if wanted == SUBMIT else gettext("Saved as a draft."), "ok")
    return redirect(url_for("needs.show", reference=kept.reference), 303)


def _kept(draft: NeedDraft, form: NeedForm, save: Save, *, send: bool) -> Need:
    """Save, then send; a request that lacks something is not even saved, so that its author stays on the form."""
    missing = complete.missing(draft) if send else ()
    if missing:
        raise ConditionsMissing(missing=missing)
    need = save(draft, form.idempotency_key.data or new_reference())
    if send and need.is_editable:
        return actions.submit(current_actor(), need.reference, need.version)
    return need


def _refused(form: NeedForm, refusal: Refusal, need: Need | None, offered: Catalogue) -> list[dict[str, str]] | None:
    """Put the refusal on the fields it is about; return the other version where a colleague was faster."""
    if isinstance(refusal, ConditionsMissing):
        for code in refusal.params["missing"]:  # type: ignore[attr-defined]  # a tuple of codes
            form.refuse(gettext("This must be told before the request can open"), _field(code))
        return None
    form.refuse(say(refusal), _named(form, refusal))
    if not isinstance(refusal, Stale) or need is None:
        return None
    fresh = queries.full(reading(), need.reference)
    form.version.data = str(fresh.version)  # whoever sends again has seen the other version
    return differences(form, _stored(fresh, offered))


def _field(code: str) -> str:
    return {"half_days": "days"}.get(code, code.replace("conditions.", "c_"))


def _named(form: NeedForm, refusal: Refusal) -> str | None:
    """Return the field a refusal is about, where the form shows its errors there."""
    fields = {"period_over": "closes_on"}
    field = str(refusal.params.get("field") or fields.get(refusal.code, ""))
    return field if field in form and field not in {"shares", "qualifications"} else None
