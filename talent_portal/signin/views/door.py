"""Sign in with two steps or a passkey, and sign out."""

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from talent_portal.core.access import current_actor, public
from talent_portal.core.errors import Refusal
from talent_portal.core.i18n import COOKIE, COOKIE_SECONDS, say
from talent_portal.core.pages import personal, render
from talent_portal.core.views import safe_next
from talent_portal.signin import current
from talent_portal.signin.actions import entering, passkeys
from talent_portal.signin.actions.entering import Entry
from talent_portal.signin.errors import NoMembership, StartAgain, WrongPassword
from talent_portal.signin.forms import CodeForm, PasskeyForm, SignInForm
from talent_portal.signin.gateway.passkeys import Question

bp = Blueprint("signin", __name__)
# What waits on whoever comes in: a path, because the page belongs to a floor above.
HOME = "/home"


@bp.get("/sign-in")
@public
def start() -> ResponseReturnValue:
    """Ask for address and password."""
    if current_actor().signed_in:
        return redirect(_target())
    return _start_page(SignInForm(), 200)


@bp.post("/sign-in")
@public
def check() -> ResponseReturnValue:
    """Check address and password; one answer for everything that is wrong."""
    form = SignInForm()
    if form.validate_on_submit():
        try:
            account = entering.check_password(form.email.data or "", form.password.data)
        except WrongPassword as refusal:
            form.refuse(say(refusal))
        else:
            current.step_half_way(account.reference, _target())
            return redirect(url_for(".code"), 303)
    return _start_page(form, 422)


def _start_page(form: SignInForm, status: int) -> Response:
    personal()
    return render("signin/start.html", status, form=form, passkey=PasskeyForm(formdata=None), target=_target())


def _target() -> str:
    return safe_next(request.args.get("next", HOME))


@bp.get("/sign-in/code")
@public
def code() -> ResponseReturnValue:
    """Ask for the second step."""
    return _code_page(CodeForm(), 200)


@bp.post("/sign-in/code")
@public
def check_code() -> ResponseReturnValue:
    """Check the code of the app or the card."""
    form, half = CodeForm(), current.half_way()
    if half is not None and form.validate_on_submit():
        try:
            entry = entering.second_step(half.account, half.since, form.code.data, current.device())
        except (NoMembership, StartAgain, WrongPassword) as refusal:
            return _start_over(refusal)
        except Refusal as refusal:
            form.refuse(say(refusal), "code")
        else:
            return arrive(entry, half.target)
    return _code_page(form, 422)


def _code_page(form: CodeForm, status: int) -> ResponseReturnValue:
    half = current.half_way()
    if half is None:
        return _start_over(StartAgain())
    personal()
    shown = entering.code_for_demo(half.account)
    return render("signin/code.html", status, form=form, shown=shown, passkey=PasskeyForm(formdata=None))


def _start_over(refusal: Refusal) -> ResponseReturnValue:
    """Show the first step again, with the reason."""
    form = SignInForm(formdata=None)
    form.refuse(say(refusal))
    return _start_page(form, 422)


@bp.post("/sign-in/passkey/options")
@public
def passkey_options() -> ResponseReturnValue:
    """Ask the browser for any passkey of ours; accounts are not named, so none is given away."""
    return challenge(passkeys.offer_to_sign_in())


@bp.post("/sign-in/passkey")
@public
def check_passkey() -> ResponseReturnValue:
    """Come in with a passkey: both steps in one."""
    half, answer = current.half_way(), PasskeyForm().credential.data or ""
    target = half.target if half else _target()
    try:
        entry = passkeys.sign_in(answer, current.take_challenge(), current.device())
    except Refusal as refusal:
        return _start_over(refusal)
    return arrive(entry, target)


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """End this sign-in on the server, and empty what the browser kept of it."""
    actor = current_actor()
    if actor.signed_in:
        entering.end_sign_in(actor, current.current_sign_in().reference)
    current.leave()
    response = redirect("/", 303)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def arrive(entry: Entry, target: str) -> Response:
    """Begin the signed-in cookie, speak the person's language, and go where they wanted."""
    current.enter(entry.sign_in, entry.token)
    response: Response = redirect(safe_next(target), 303)  # type: ignore[assignment]  # Flask's own subclass
    if COOKIE not in request.cookies:
        response.set_cookie(COOKIE, entry.language, max_age=COOKIE_SECONDS, samesite="Lax", secure=request.is_secure)
    return response


def challenge(question: Question) -> Response:
    """Answer a passkey's question as JSON, and remember it in the signed cookie."""
    current.remember_challenge(question.challenge)
    return Response(question.options, mimetype="application/json", headers={"Cache-Control": "no-store"})
