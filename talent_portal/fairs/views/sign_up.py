"""Signing up on two pages, without an account and without JavaScript."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app, flash, redirect, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from talent_portal.core import clock
from talent_portal.core.access import current_actor, public
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal
from talent_portal.core.i18n import language, local, say
from talent_portal.core.pages import personal, render
from talent_portal.core.references import PATTERN, new_reference
from talent_portal.fairs import actions, queries
from talent_portal.fairs.actions import RegisterDraft, SignUp
from talent_portal.fairs.errors import SlotFull
from talent_portal.fairs.forms.sign_up import AddressForm, CodeForm, SignUpForm
from talent_portal.fairs.gateway import links
from talent_portal.fairs.models import AttendeeKind, FairKind, Presence
from talent_portal.fairs.models.fair import ACCEPTING
from talent_portal.fairs.queries import FairOutline, Talk
from talent_portal.fairs.rules.names import reference_of
from talent_portal.fairs.views.blueprint import bp
from talent_portal.privacy import queries as privacy
from talent_portal.privacy.models import ConsentText

HOLD = timedelta(hours=24)
# What the form sends so that a submit lands once; anything else is replaced by a new one.
KEY = re.compile("[a-z0-9]{12,64}")
MOST_SLOTS = 30


@dataclass(frozen=True, slots=True)
class Full:
    """One talk that filled up meanwhile, and what could take its place."""

    talk: Talk
    alternatives: Sequence[object]


def chosen(form: MultiDict[str, str]) -> tuple[str, ...]:
    """Return the slots of the form, each full one replaced by what was chosen instead of it."""
    slots = [form.get(f"instead-{slot}", slot) for slot in form.getlist("slot")[:MOST_SLOTS]]
    return tuple(dict.fromkeys(slot for slot in slots if PATTERN.fullmatch(slot)))


def full_talks(refusal: SlotFull, plan: Sequence[Talk]) -> list[Full]:
    """Return the talks of the plan that are full, with their alternatives."""
    found: Mapping[str, Sequence[object]] = refusal.params["alternatives"]  # type: ignore[assignment]  # as SlotFull says
    return [Full(talk, found.get(talk.slot, ())) for talk in plan if talk.slot in found]


def sender_domain() -> str:
    """Return the domain that carriers' filters must let through."""
    return str(current_app.extensions["settings"].mail.sender.rpartition("@")[2])


def _form(page: FairOutline) -> SignUpForm:
    form = SignUpForm()
    fair = page.fair
    form.offer(interests=fair.interests, hybrid=fair.kind is FairKind.HYBRID, nickname=fair.nickname_allowed)
    form.offer_follow_up((booth.organisation, local(booth, "name")) for booth in page.booths)
    key = form.idempotency_key.data or ""
    if not KEY.fullmatch(key):
        form.idempotency_key.data = new_reference() + new_reference()
    return form


def _texts() -> dict[str, ConsentText]:
    """Return the texts that people agree to, as they read them now."""
    session = reading()
    named = {"handling": "fair.handling", "follow_up": "fair.follow-up", "invitations": "fair.invitations"}
    found = privacy.current_texts(session, tuple(named.values()))
    return {name: found[purpose] for name, purpose in named.items()}


def _draft(form: SignUpForm, talks: tuple[str, ...], texts: Mapping[str, ConsentText]) -> RegisterDraft:
    return RegisterDraft(
        family_name=form.family_name.data,
        given_name=form.given_name.data or "",
        family_kana=form.family_kana.data or "",
        given_kana=form.given_kana.data or "",
        email=form.email.data or "",
        phone=form.phone.data or "",
        attendee_kind=AttendeeKind(form.attendee_kind.data),
        school_kind=form.school_kind.data or "",
        school_year=int(form.school_year.data) if form.school_year.data else None,
        interests=tuple(form.interests.data or ()),
        prefecture=form.prefecture.data or "",
        presence=Presence(form.presence.data) if form.presence else None,
        accommodation=form.accommodation.data or "",
        heard=form.heard.data or "",
        language=language(),
        talks=talks,
        follow_up=tuple(form.follow_up.data or ()),
        invitations=form.invitations.data,
        **{f"{name}_version": text.version for name, text in texts.items()},
    )


@bp.get("/fairs/<ref:reference>/sign-up")
@public
def sign_up(reference: str) -> ResponseReturnValue:
    """Ask for the name and the contact; the talks chosen on the page before come along."""
    session = reading()
    page = queries.outline(session, reference)
    if not (page.fair.accepting and page.fair.left):
        early = page.fair.state in ACCEPTING and clock.now() < page.fair.sign_up_opens_at
        return render("fairs/no_sign_up.html", fair=page.fair, early=early)
    plan = queries.talks(session, chosen(request.args))
    return _page(page, _form(page), plan)


def _page(
    page: FairOutline, form: SignUpForm, plan: Sequence[Talk], trouble: Sequence[Full] = (), status: int = 200
) -> ResponseReturnValue:
    personal()
    texts = _texts()
    full = {each.talk.slot for each in trouble}
    return render(
        "fairs/sign_up.html",
        status,
        page=page,
        fair=page.fair,
        form=form,
        plan=[talk for talk in plan if talk.slot not in full],
        trouble=trouble,
        texts=texts,
        sender_domain=sender_domain(),
    )


@bp.post("/fairs/<ref:reference>/sign-up")
@public
def sign_up_send(reference: str) -> ResponseReturnValue:
    """Book the whole plan in one step, or say what stands in the way and keep everything typed."""
    session, talks = reading(), chosen(request.form)
    page = queries.outline(session, reference)
    form, plan = _form(page), queries.talks(session, talks)
    if form.website.data:
        return _wait(reference, reference_of(form.idempotency_key.data), clock.now() + HOLD)
    trouble: tuple[Full, ...] = ()
    status = 422
    if form.validate_on_submit():
        try:
            signed = _register(reference, form, talks)
        except Refusal as refusal:
            trouble, status = _explain(form, refusal, plan), refusal.status
        else:
            return _wait(reference, signed.reference, signed.held_until)
    return _page(page, form, plan, trouble, status)


def _register(reference: str, form: SignUpForm, talks: tuple[str, ...]) -> SignUp:
    draft = _draft(form, talks, _texts())
    return actions.register(current_actor(), reference, draft, form.idempotency_key.data or "")


def _explain(form: SignUpForm, refusal: Refusal, plan: Sequence[Talk]) -> tuple[Full, ...]:
    form.refuse(say(refusal))
    return tuple(full_talks(refusal, plan)) if isinstance(refusal, SlotFull) else ()


def _wait(reference: str, sign_up: str, held_until: datetime) -> ResponseReturnValue:
    """Go to the page that waits for the code; the end of the hold travels in the reader's own cookie."""
    cookie["held_until"] = held_until.isoformat()
    return redirect(url_for("fairs.prove", reference=reference, sign_up=sign_up), 303)


@bp.get("/fairs/<ref:reference>/sign-up/<ref:sign_up>")
@public
def prove(reference: str, sign_up: str) -> ResponseReturnValue:  # noqa: ARG001 - the page tells nothing about it
    """Wait for the six digits. The page is the same whether or not such a sign-up exists."""
    return _waiting(reference, CodeForm())


@bp.post("/fairs/<ref:reference>/sign-up/<ref:sign_up>")
@public
def prove_send(reference: str, sign_up: str) -> ResponseReturnValue:
    """Confirm the address by the code, and go to one's own page."""
    form = CodeForm()
    if form.validate_on_submit():
        try:
            registration = actions.prove(sign_up, form.code.data)
        except Refusal as refusal:
            form.refuse(say(refusal), "code")
        else:
            flash(gettext("Thank you. Your sign-up is complete."), "ok")
            return redirect(links.manage_path(registration.reference, registration.token_version), 303)
    return _waiting(reference, form, 422)


def _waiting(reference: str, form: CodeForm, status: int = 200) -> ResponseReturnValue:
    page = queries.outline(reading(), reference)
    until = cookie.get("held_until")
    held_until = datetime.fromisoformat(until) if until else None
    personal()
    context = {"fair": page.fair, "form": form, "held_until": held_until, "sender_domain": sender_domain()}
    return render("fairs/prove.html", status, **context)


@bp.get("/fairs/<ref:reference>/link")
@public
def resend(reference: str) -> ResponseReturnValue:
    """Ask where to send the link of one's registration again."""
    page = queries.outline(reading(), reference)
    return render("fairs/resend.html", fair=page.fair, form=AddressForm())


@bp.post("/fairs/<ref:reference>/link")
@public
def resend_send(reference: str) -> ResponseReturnValue:
    """Send the link if the address is signed up; the answer is the same if not."""
    form = AddressForm()
    page = queries.outline(reading(), reference)
    if not form.validate_on_submit():
        return render("fairs/resend.html", 422, fair=page.fair, form=form)
    actions.resend_link(current_actor(), reference, form.email.data or "")
    flash(gettext("If this address is signed up for the session, the link is on its way."), "ok")
    return redirect(url_for("fairs.fair", reference=reference), 303)
