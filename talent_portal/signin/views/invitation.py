"""Invited people set a password, then a second step; the link of the mail carries them through."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from talent_portal.accounts.models import Account
from talent_portal.core.access import by_link
from talent_portal.core.errors import Refusal
from talent_portal.core.i18n import say
from talent_portal.core.pages import personal, render
from talent_portal.signin import current
from talent_portal.signin.actions import factors, links, passkeys
from talent_portal.signin.actions.factors import NewApp
from talent_portal.signin.errors import LinkGone
from talent_portal.signin.forms import DigitsForm, NewPasswordForm, PasskeyForm
from talent_portal.signin.gateway import codes
from talent_portal.signin.models import LinkPurpose, Method
from talent_portal.signin.views.door import arrive, challenge
from talent_portal.signin.views.factor_pages import app_page, offered_seed
from talent_portal.signin.views.reset import gone

bp = Blueprint("invitation", __name__, url_prefix="/invitation/<token>")
HOME = "/"


@bp.get("")
@by_link
def accept(token: str) -> ResponseReturnValue:
    """Ask for a password; looking uses nothing up."""
    personal()
    try:
        account = links.account_of(links.link_of(token, LinkPurpose.INVITATION))
    except LinkGone as refusal:
        return gone(refusal)
    return render("signin/new_password.html", form=NewPasswordForm(), email=account.email, first=True)


@bp.post("")
@by_link
def keep(token: str) -> ResponseReturnValue:
    """Set the password, then go on to the second step."""
    personal()
    form = NewPasswordForm()
    try:
        account = links.account_of(links.link_of(token, LinkPurpose.INVITATION))
        if form.validate_on_submit():
            links.accept_invitation(token, form.password.data)
            return redirect(url_for(".factor", token=token), 303)
    except LinkGone as refusal:
        return gone(refusal)
    except Refusal as refusal:
        form.refuse(say(refusal), "password")
    return render("signin/new_password.html", 422, form=form, email=account.email, first=True)


@bp.get("/factor")
@by_link
def factor(token: str) -> ResponseReturnValue:
    """Offer the three second steps side by side."""
    personal()
    try:
        links.awaits_second_step(token)
    except LinkGone as refusal:
        return gone(refusal)
    return render("signin/factor.html", token=token, passkey=PasskeyForm(formdata=None))


@bp.get("/app")
@by_link
def app(token: str) -> ResponseReturnValue:
    """Show the QR code for an authenticator app."""
    try:
        account = links.awaits_second_step(token)
    except LinkGone as refusal:
        return gone(refusal)
    return app_page(account, DigitsForm(), 200, back=url_for(".factor", token=token))


@bp.post("/app")
@by_link
def keep_app(token: str) -> ResponseReturnValue:
    """Add the app once its first code proves that the seed arrived, and come in."""
    form = DigitsForm()
    try:
        account = links.awaits_second_step(token)
        if form.validate_on_submit():
            factors.add_app(account, NewApp(offered_seed(), form.code.data or ""))
            return arrive(links.finish_invitation(token, Method.TOTP, current.device()), HOME)
    except LinkGone as refusal:
        return gone(refusal)
    except Refusal as refusal:
        form.refuse(say(refusal), "code")
    return app_page(account, form, 422, back=url_for(".factor", token=token))


@bp.post("/passkeys/options")
@by_link
def passkey_options(token: str) -> ResponseReturnValue:
    """Ask the browser to make a passkey."""
    return challenge(passkeys.offer_to_register(_invited(token)))


def _invited(token: str) -> Account:
    return links.awaits_second_step(token)


@bp.post("/passkeys")
@by_link
def keep_passkey(token: str) -> ResponseReturnValue:
    """Add the passkey, and come in."""
    form = PasskeyForm()
    account = _invited(token)
    passkeys.register(account, form.credential.data or "", current.take_challenge(), form.name.data or "")
    return arrive(links.finish_invitation(token, Method.PASSKEY, current.device()), HOME)


@bp.post("/card")
@by_link
def card(token: str) -> ResponseReturnValue:
    """Make a code card, come in, and show the codes for the only time."""
    try:
        lines = factors.print_card(_invited(token))
        entry = links.finish_invitation(token, Method.CARD, current.device())
    except LinkGone as refusal:
        return gone(refusal)
    current.enter(entry.sign_in, entry.token)
    personal()
    return render("signin/card.html", lines=[codes.spaced(line) for line in lines], onward=HOME)
