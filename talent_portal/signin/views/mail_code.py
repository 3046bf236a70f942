"""Registered people come in with a link or six digits by mail; no password to remember."""

from flask import Blueprint, redirect, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue

from talent_portal.core.access import by_link, public
from talent_portal.core.i18n import say
from talent_portal.core.pages import personal, render
from talent_portal.signin import current
from talent_portal.signin.actions import links
from talent_portal.signin.errors import LinkGone, WrongCode
from talent_portal.signin.forms import AddressForm, DigitsForm
from talent_portal.signin.models import LinkPurpose
from talent_portal.signin.views.door import arrive
from talent_portal.signin.views.reset import gone

bp = Blueprint("mail_code", __name__)
TRY = "mail-try"
HOME = "/account"


@bp.get("/sign-in/mail")
@public
def ask() -> ResponseReturnValue:
    """Ask for the address."""
    return render("signin/mail.html", form=AddressForm())


@bp.post("/sign-in/mail")
@public
def send() -> ResponseReturnValue:
    """Mail link and code if the address is registered; the next page is the same either way."""
    form = AddressForm()
    if not form.validate_on_submit():
        return render("signin/mail.html", 422, form=form)
    cookie[TRY] = links.ask_for_code(form.email.data or "")
    return redirect(url_for(".type_code"), 303)


@bp.get("/sign-in/mail/code")
@public
def type_code() -> ResponseReturnValue:
    """Ask for the six digits."""
    personal()
    return render("signin/mail_code.html", form=DigitsForm())


@bp.post("/sign-in/mail/code")
@public
def check_code() -> ResponseReturnValue:
    """Check the six digits: five tries."""
    personal()
    form = DigitsForm()
    if form.validate_on_submit():
        try:
            entry = links.enter_by_code(cookie.get(TRY, ""), form.code.data, current.device())
        except (WrongCode, LinkGone) as refusal:
            form.refuse(say(refusal), "code")
        else:
            return arrive(entry, HOME)
    return render("signin/mail_code.html", 422, form=form)


@bp.get("/sign-in/mail/<token>")
@by_link
def open_link(token: str) -> ResponseReturnValue:
    """Show the button behind the link: mail scanners open links, people press buttons."""
    personal()
    try:
        links.link_of(token, LinkPurpose.MAIL)
    except LinkGone as refusal:
        return gone(refusal)
    return render("signin/mail_link.html", token=token)


@bp.post("/sign-in/mail/<token>")
@by_link
def enter(token: str) -> ResponseReturnValue:
    """Come in."""
    personal()
    try:
        return arrive(links.enter_by_link(token, current.device()), HOME)
    except LinkGone as refusal:
        return gone(refusal)
