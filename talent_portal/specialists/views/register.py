"""Registering on two pages, without an account and without JavaScript."""

import re

from flask import current_app, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.core.access import current_actor, public
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal
from talent_portal.core.i18n import say
from talent_portal.core.pages import personal, render
from talent_portal.core.references import new_reference
from talent_portal.privacy import queries as privacy
from talent_portal.signin import current
from talent_portal.specialists import queries
from talent_portal.specialists.actions import registration
from talent_portal.specialists.forms.fields import CodeForm
from talent_portal.specialists.forms.register import ProvisionalForm
from talent_portal.specialists.models import Specialist
from talent_portal.specialists.rules import words
from talent_portal.specialists.views.blueprint import bp

# What the form sends so that a submit lands once; anything else is replaced by a new one.
KEY = re.compile("[a-z0-9]{12,64}")


def sender_domain() -> str:
    """Return the domain that carriers' filters must let through."""
    return str(current_app.extensions["settings"].mail.sender.rpartition("@")[2])


def provisional_form() -> ProvisionalForm:
    """Return the form with its lists and a key of its own."""
    form = ProvisionalForm()
    form.offer(reading())
    if not KEY.fullmatch(form.idempotency_key.data or ""):
        form.idempotency_key.data = new_reference() + new_reference()
    return form


@bp.get("/register")
@public
def register() -> ResponseReturnValue:
    """Ask the few things by which somebody can be found again."""
    return _page(provisional_form())


def _page(form: ProvisionalForm, status: int = 200) -> ResponseReturnValue:
    personal()
    text = privacy.current_text(reading(), queries.REGISTER)
    hints = {code: gettext(hint) for code, hint in words.KIND_HINTS.items()}
    return render("specialists/register.html", status, form=form, text=text, hints=hints, sender_domain=sender_domain())


@bp.post("/register")
@public
def register_send() -> ResponseReturnValue:
    """Keep the registration; the answer is the same whether or not the address is known."""
    form = provisional_form()
    if form.website.data:
        return redirect(url_for("specialists.prove", reference=new_reference()), 303)
    if not form.validate_on_submit():
        return _page(form, 422)
    version = privacy.current_text(reading(), queries.REGISTER).version
    try:
        answer = registration.register(current_actor(), form.draft(version), form.idempotency_key.data or "")
    except Refusal as refusal:
        form.refuse(say(refusal))
        return _page(form, refusal.status)
    if answer.by_phone:
        return redirect(url_for("specialists.called"), 303)
    return redirect(url_for("specialists.prove", reference=answer.reference), 303)


@bp.get("/register/call")
@public
def called() -> ResponseReturnValue:
    """Say that the office will call, and by when."""
    return render("specialists/called.html")


@bp.get("/register/<ref:reference>")
@public
def prove(reference: str) -> ResponseReturnValue:  # noqa: ARG001 - the page tells nothing about it
    """Wait for the six digits. The page is the same whether or not such a registration exists."""
    return _waiting(CodeForm())


@bp.post("/register/<ref:reference>")
@public
def prove_send(reference: str) -> ResponseReturnValue:
    """Confirm the address by the code; whoever holds it may come in at once."""
    form = CodeForm()
    if form.validate_on_submit():
        try:
            person = registration.prove(reference, form.code.data or "")
        except Refusal as refusal:
            form.refuse(say(refusal), "code")
        else:
            come_in(person)
            return redirect(url_for("specialists.mine"), 303)
    return _waiting(form, 422)


def _waiting(form: CodeForm, status: int = 200) -> ResponseReturnValue:
    personal()
    return render("specialists/prove.html", status, form=form, sender_domain=sender_domain())


def come_in(person: Specialist) -> None:
    """Sign somebody in who has just proven the address that their account signs in with."""
    if person.account_id is not None:
        entry = registration.sign_in(person, current.device())
        current.enter(entry.sign_in, entry.token)
