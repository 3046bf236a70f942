"""One's own account: language, acting membership, second steps, password, and where one is signed in."""

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from talent_portal.accounts import queries as accounts
from talent_portal.accounts.models import Account
from talent_portal.accounts.permissions import ROLE_NAMES
from talent_portal.core import clock
from talent_portal.core.access import current_actor, signed_in
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal
from talent_portal.core.i18n import COOKIE, COOKIE_SECONDS, gettext, say
from talent_portal.core.pages import personal, render
from talent_portal.signin import current, queries
from talent_portal.signin.actions import entering, factors, passkeys, profile
from talent_portal.signin.actions.factors import NewApp
from talent_portal.signin.forms import ChangePasswordForm, DigitsForm, LanguageForm, PasskeyForm
from talent_portal.signin.gateway import codes
from talent_portal.signin.views.door import challenge
from talent_portal.signin.views.factor_pages import SEED, app_page, offered_seed

bp = Blueprint("account", __name__, url_prefix="/account")


@bp.get("")
@signed_in
def index() -> ResponseReturnValue:
    """Show everything about one's own account."""
    sign_in = current.current_sign_in()
    session, account = reading(), sign_in.account
    return render(
        "signin/account.html",
        account=account,
        form=LanguageForm(data={"language": account.language}),
        passkey=PasskeyForm(formdata=None),
        here_now=sign_in,
        memberships=accounts.memberships_in_force(session, account.id, clock.today()),
        factors=queries.factors_of(session, account.id),
        sign_ins=queries.standing_sign_ins(session, account.id, clock.now()),
        role_names=ROLE_NAMES,
    )


@bp.post("/language")
@signed_in
def language() -> ResponseReturnValue:
    """Change the language of one's pages and mails."""
    form = LanguageForm()
    response = _back()
    if form.validate_on_submit():
        profile.choose_language(current_actor(), form.language.data)
        response.set_cookie(
            COOKIE, form.language.data, max_age=COOKIE_SECONDS, samesite="Lax", secure=request.is_secure
        )
    return response


@bp.post("/acting")
@signed_in
def act() -> ResponseReturnValue:
    """Act under another of one's memberships."""
    entering.switch(current_actor(), current.current_sign_in().id, request.form.get("membership", ""))
    return redirect("/", 303)


@bp.post("/sign-ins/<ref:reference>/end")
@signed_in
def end_sign_in(reference: str) -> ResponseReturnValue:
    """End one of one's sign-ins."""
    entering.end_sign_in(current_actor(), reference)
    flash(gettext("That sign-in has ended."), "ok")
    return _back()


@bp.post("/sign-ins/end-others")
@signed_in
def end_others() -> ResponseReturnValue:
    """End every sign-in but this one."""
    entering.end_others(current_actor(), current.current_sign_in().id)
    flash(gettext("All other sign-ins have ended."), "ok")
    return _back()


@bp.get("/password")
@signed_in
def password() -> ResponseReturnValue:
    """Ask for the old password and a new one."""
    return render("signin/password.html", form=ChangePasswordForm())


@bp.post("/password")
@signed_in
def change_password() -> ResponseReturnValue:
    """Change the password; everybody signed in with the old one is out, this browser too."""
    form = ChangePasswordForm()
    if form.validate_on_submit():
        try:
            factors.change_password(current_actor(), form.current.data, form.password.data)
        except Refusal as refusal:
            form.refuse(say(refusal))
        else:
            current.leave()
            flash(gettext("Your new password is set. Please sign in with it."), "ok")
            return redirect(url_for("signin.start"), 303)
    return render("signin/password.html", 422, form=form)


@bp.get("/app")
@signed_in
def app() -> ResponseReturnValue:
    """Show the QR code for a new authenticator app."""
    return app_page(_own(), DigitsForm(), 200, back=url_for(".index"))


@bp.post("/app")
@signed_in
def keep_app() -> ResponseReturnValue:
    """Add the app, or replace the old one."""
    form = DigitsForm()
    if form.validate_on_submit():
        try:
            factors.add_app(_own(), NewApp(offered_seed(), form.code.data or ""))
        except Refusal as refusal:
            form.refuse(say(refusal), "code")
        else:
            current.forget(SEED)
            return _done(gettext("The authenticator app is set up."))
    return app_page(_own(), form, 422, back=url_for(".index"))


@bp.post("/app/remove")
@signed_in
def remove_app() -> ResponseReturnValue:
    """Remove the app."""
    factors.remove_app(current_actor())
    return _done(gettext("The authenticator app is removed."))


@bp.post("/passkeys/options")
@signed_in
def passkey_options() -> ResponseReturnValue:
    """Ask the browser to make a passkey."""
    return challenge(passkeys.offer_to_register(_own()))


@bp.post("/passkeys")
@signed_in
def keep_passkey() -> ResponseReturnValue:
    """Add a passkey."""
    form = PasskeyForm()
    passkeys.register(_own(), form.credential.data or "", current.take_challenge(), form.name.data or "")
    return _done(gettext("The passkey is set up."))


@bp.post("/passkeys/<ref:reference>/remove")
@signed_in
def remove_passkey(reference: str) -> ResponseReturnValue:
    """Remove a passkey."""
    factors.remove_passkey(current_actor(), reference)
    return _done(gettext("The passkey is removed."))


@bp.post("/card")
@signed_in
def card() -> ResponseReturnValue:
    """Make a new code card and show it for the only time."""
    personal()
    lines = [codes.spaced(line) for line in factors.print_card(_own())]
    return render("signin/card.html", lines=lines, onward=url_for(".index"))


@bp.post("/card/remove")
@signed_in
def remove_card() -> ResponseReturnValue:
    """Cancel the code card."""
    factors.remove_card(current_actor())
    return _done(gettext("The code card no longer works."))


def _own() -> Account:
    return current.current_sign_in().account


def _back() -> Response:
    response: Response = redirect(url_for("account.index"), 303)  # type: ignore[assignment]  # Flask's own subclass
    return response


def _done(sentence: str) -> Response:
    flash(sentence, "ok")
    return _back()
