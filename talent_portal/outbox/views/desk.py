"""The coordinators' desk: what left the house, what did not, and whom to call instead."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.accounts.permissions import Permission
from talent_portal.core import clock
from talent_portal.core.access import current_actor, discloses, requires
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal
from talent_portal.core.i18n import say
from talent_portal.core.pages import page_number, personal, render
from talent_portal.core.references import new_reference
from talent_portal.outbox import actions, queries, reports
from talent_portal.outbox.current import outbox, settings, subject_page
from talent_portal.outbox.forms import CallForm, ResendForm
from talent_portal.outbox.models import PhoneTask
from talent_portal.outbox.rules import LetterState
from talent_portal.settings import MailGatewayKind

bp = Blueprint("outbox", __name__)


@bp.context_processor
def _words() -> dict[str, object]:
    """Give the templates of this desk the words for codes."""
    return {"reports": reports, "lent": outbox(), "subject_page": subject_page}


@bp.get("/letters")
@requires(Permission.LETTER_READ)
def letters() -> ResponseReturnValue:
    """List letters by state, without opening them, and say how the mail is doing."""
    chosen = request.args.get("state", "")
    state = LetterState(chosen) if chosen in set(LetterState) else None
    session = reading()
    page = queries.letters(session, current_actor(), state, page_number(request.args))
    health = queries.health(session, clock.now())
    return render("outbox/letters.html", page=page, state=state, health=health, counts=queries.counts_by_state(session))


@bp.get("/letters/<ref:reference>")
@requires(Permission.LETTER_READ)
@discloses
def letter(reference: str) -> ResponseReturnValue:
    """Show one letter; whoever looks is written down first. A way in (link, code) is shown in development only."""
    found, opened = actions.read_letter(current_actor(), reference)
    readable = opened and (not found.confidential or settings().mail.gateway is MailGatewayKind.FOLDER)
    context = {"opened": opened, "readable": readable, "rests": queries.key_rests(reading(), found.recipient_key)}
    personal()
    return render("outbox/letter.html", letter=found, nonce=new_reference(), **context)


@bp.post("/letters/<ref:reference>/resend")
@requires(Permission.LETTER_RESEND)
def resend(reference: str) -> ResponseReturnValue:
    """Send a copy."""
    form = ResendForm()
    nonce = form.nonce.data if form.validate() else new_reference()
    try:
        copy = actions.resend(current_actor(), reference, str(nonce))
    except Refusal as refusal:
        flash(say(refusal), "stop")
        return redirect(url_for("outbox.letter", reference=reference))
    flash(gettext("A copy is on its way."), "ok")
    return redirect(url_for("outbox.letter", reference=copy))


@bp.post("/letters/<ref:reference>/allow")
@requires(Permission.LETTER_RESEND)
def allow(reference: str) -> ResponseReturnValue:
    """Let the address have mail again."""
    actions.allow_again(current_actor(), reference)
    flash(gettext("This address gets mail again."), "ok")
    return redirect(url_for("outbox.letter", reference=reference))


@bp.post("/letters/resume")
@requires(Permission.LETTER_RESEND)
def resume() -> ResponseReturnValue:
    """Let a stopped queue go again."""
    actions.resume_queue(current_actor())
    flash(gettext("Letters are being sent again."), "ok")
    return redirect(url_for("outbox.letters"))


@bp.get("/phone-tasks")
@requires(Permission.PHONE_TASK_DO)
def phone_tasks() -> ResponseReturnValue:
    """List the calls to be made, the most urgent first."""
    page = queries.open_tasks(reading(), current_actor(), page_number(request.args))
    return render("outbox/phone_tasks.html", page=page, now=clock.now())


@bp.get("/phone-tasks/<ref:reference>")
@requires(Permission.PHONE_TASK_DO)
@discloses
def phone_task(reference: str) -> ResponseReturnValue:
    """Show one call, with the form for how it went."""
    task = actions.read_task(current_actor(), reference)
    return _task_page(task, CallForm(formdata=None))


@bp.post("/phone-tasks/<ref:reference>")
@requires(Permission.PHONE_TASK_DO)
@discloses
def finish(reference: str) -> ResponseReturnValue:
    """Note how the call went."""
    form, status = CallForm(), 422
    if form.validate():
        draft = form.draft()
        try:
            actions.finish_phone_task(current_actor(), reference, draft.result, draft.note)
        except Refusal as refusal:  # a colleague was faster: what was typed stays to be read
            form.refuse(say(refusal))
            status = refusal.status
        else:
            flash(gettext("Noted."), "ok")
            return redirect(url_for("outbox.phone_tasks"))
    return _task_page(actions.read_task(current_actor(), reference), form, status)


def _task_page(task: PhoneTask, form: CallForm, status: int = 200) -> ResponseReturnValue:
    personal()
    return render("outbox/phone_task.html", status, task=task, form=form)
