"""What the links of letters open: the confirmation, and the yearly question. A GET shows, a POST acts."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from talent_portal.core.access import by_link
from talent_portal.core.actor import guest
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal
from talent_portal.core.i18n import say
from talent_portal.core.pages import personal, render
from talent_portal.specialists import policies
from talent_portal.specialists.actions import registration, states
from talent_portal.specialists.actions.states import Step
from talent_portal.specialists.forms.fields import PauseForm
from talent_portal.specialists.gateway.links import CONFIRM, RENEW
from talent_portal.specialists.models import Specialist
from talent_portal.specialists.rules.states import TRANSITIONS, SpecialistEvent
from talent_portal.specialists.views.blueprint import bp
from talent_portal.specialists.views.register import come_in


def _holder(purpose: str, reference: str, token: str) -> Specialist:
    personal()
    return policies.by_link(reading(), purpose, reference, token)


@bp.get("/register/<ref:reference>/confirm/<token>")
@by_link
def confirm(reference: str, token: str) -> ResponseReturnValue:
    """Ask for one press of a button: mail programs open links by themselves."""
    person = _holder(CONFIRM, reference, token)
    return render("specialists/confirm.html", person=person, token=token)


@bp.post("/register/<ref:reference>/confirm/<token>")
@by_link
def confirm_send(reference: str, token: str) -> ResponseReturnValue:
    """Confirm the address and come in; a link that was used already leads to the way in."""
    person = _holder(CONFIRM, reference, token)
    fresh = SpecialistEvent.CONFIRM in TRANSITIONS[person.state]
    if not fresh:
        return redirect(url_for("signin.start"), 303)
    come_in(registration.confirm(guest(person.reference, person.language), reference))
    return redirect(url_for("specialists.mine"), 303)


@bp.get("/register/<ref:reference>/renew/<token>")
@by_link
def renew(reference: str, token: str) -> ResponseReturnValue:
    """Ask once a year whether the registration still stands."""
    return _renew_page(_holder(RENEW, reference, token), token, PauseForm())


@bp.post("/register/<ref:reference>/renew/<token>")
@by_link
def renew_send(reference: str, token: str) -> ResponseReturnValue:
    """Keep the registration for another year."""
    person = _holder(RENEW, reference, token)
    return _answer(person, token, Step(event=SpecialistEvent.RENEW))


@bp.post("/register/<ref:reference>/renew/<token>/pause")
@by_link
def renew_pause(reference: str, token: str) -> ResponseReturnValue:
    """Rest for a while instead."""
    person, form = _holder(RENEW, reference, token), PauseForm()
    if not form.validate_on_submit():
        return _renew_page(person, token, form, 422)
    return _answer(person, token, Step(event=SpecialistEvent.PAUSE, until=form.until.data))


def _answer(person: Specialist, token: str, step: Step) -> ResponseReturnValue:
    form = PauseForm()
    try:
        states.take(guest(person.reference, person.language), person.reference, step, None)
    except Refusal as refusal:
        form.refuse(say(refusal))
        return _renew_page(person, token, form, refusal.status)
    return render("specialists/renewed.html", event=step.event.value, until=step.until)


def _renew_page(person: Specialist, token: str, form: PauseForm, status: int = 200) -> ResponseReturnValue:
    may = TRANSITIONS[person.state]
    context = {"may_renew": SpecialistEvent.RENEW in may, "may_pause": SpecialistEvent.PAUSE in may}
    return render("specialists/renew.html", status, person=person, token=token, form=form, **context)
