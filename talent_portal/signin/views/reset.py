"""Forgotten passwords: a link by mail, good once and for thirty minutes."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from talent_portal.core.access import by_link, public
from talent_portal.core.errors import Refusal
from talent_portal.core.i18n import gettext, say
from talent_portal.core.pages import personal, render
from talent_portal.signin.actions import links
from talent_portal.signin.errors import LinkGone
from talent_portal.signin.forms import AddressForm, NewPasswordForm
from talent_portal.signin.models import LinkPurpose

bp = Blueprint("reset", __name__)


@bp.get("/sign-in/forgotten")
@public
def forgotten() -> ResponseReturnValue:
    """Ask for the address."""
    return render("signin/forgotten.html", form=AddressForm(), sent=False)


@bp.post("/sign-in/forgotten")
@public
def send() -> ResponseReturnValue:
    """Mail a link if there is somebody to mail it to; the page says the same either way."""
    form = AddressForm()
    if not form.validate_on_submit():
        return render("signin/forgotten.html", 422, form=form, sent=False)
    links.ask_for_reset(form.email.data or "")
    return render("signin/forgotten.html", form=None, sent=True)


@bp.get("/sign-in/reset/<token>")
@by_link
def choose(token: str) -> ResponseReturnValue:
    """Ask for the new password; looking uses nothing up."""
    personal()
    try:
        account = links.account_of(links.link_of(token, LinkPurpose.RESET))
    except LinkGone as refusal:
        return gone(refusal)
    return render("signin/new_password.html", form=NewPasswordForm(), email=account.email, first=False)


@bp.post("/sign-in/reset/<token>")
@by_link
def keep(token: str) -> ResponseReturnValue:
    """Set the new password."""
    personal()
    form = NewPasswordForm()
    try:
        account = links.account_of(links.link_of(token, LinkPurpose.RESET))
        if form.validate_on_submit():
            links.reset_password(token, form.password.data)
            flash(gettext("Your new password is set. Please sign in with it."), "ok")
            return redirect(url_for("signin.start"), 303)
    except LinkGone as refusal:
        return gone(refusal)
    except Refusal as refusal:
        form.refuse(say(refusal), "password")
    return render("signin/new_password.html", 422, form=form, email=account.email, first=False)


def gone(refusal: LinkGone) -> ResponseReturnValue:
    """Say that a link is of no use any more, and where to get another."""
    return render("signin/link_gone.html", refusal.status, sentence=say(refusal))
