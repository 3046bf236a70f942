"""The desk: what waits on whom, one offer whole, and what new rules touch."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.accounts.permissions import Permission
from talent_portal.core import clock
from talent_portal.core.access import current_actor, discloses, requires
from talent_portal.core.actor import Actor, Scope
from talent_portal.core.db import reading
from talent_portal.core.pages import page_number, personal, render
from talent_portal.core.references import PATTERN, new_reference
from talent_portal.placements import actions, policies, queries
from talent_portal.placements.forms.desk import CheckForm, CommentForm
from talent_portal.placements.queries import OfferCase
from talent_portal.placements.rules import choices, conditions
from talent_portal.placements.rules.states import HOLDING, OfferEvent, OfferState
from talent_portal.placements.rules.week import first_whole_week, of_terms
from talent_portal.placements.views.blueprint import bp
from talent_portal.placements.views.shared import chosen_week, do, named, offer_page, week_of, words
from talent_portal.professions import queries as professions

FIRST, LAST = 4, 6


@bp.get("/desk/placements")
@requires(Permission.FORM_CHECK_READ)
def desk() -> ResponseReturnValue:
    """List what is under way: selected people without terms, terms, placements; with `?over=1` what has ended."""
    actor, over, kind = current_actor(), request.args.get("over") == "1", request.args.get("kind", "")
    chosen = kind if kind in queries.KINDS else ""
    return render(
        "placements/desk.html",
        desk=queries.desk(reading(), actor, page_number(request.args), over=over, only=chosen),
        over=over,
        chosen=chosen,
        key=new_reference(),
        now=clock.now(),
        choices=choices,
        own=None if actor.scope(Permission.FORM_CHECK_READ) is Scope.ALL else actor.organisation_id,
    )


@bp.post("/desk/proposals/<ref:reference>/offer")
@requires(Permission.OFFER_DRAFT)
def begin(reference: str) -> ResponseReturnValue:
    """Begin to prepare terms for a selected person, and go on to write them."""
    typed = request.form.get("key", "")
    key = typed if PATTERN.fullmatch(typed) else new_reference()
    offer = actions.begin(current_actor(), reference, key)
    return redirect(url_for("placements.terms", reference=offer.reference), 303)


def readable(reference: str) -> OfferCase:
    """Return an offer that this reader may see; 404 for any other."""
    case = queries.offer_case(reading(), reference)
    policies.must(policies.may_read(current_actor(), case.offer.organisation_id, case.partners))
    return case


def may(actor: Actor, case: OfferCase) -> set[str]:
    """Return the steps that this reader can take now."""
    offer = case.offer
    return {event.value for event in policies.steps_of(actor, offer) if offer.may(event)}


@bp.get("/desk/offers/<ref:reference>")
@requires(Permission.FORM_CHECK_READ)
@discloses
def offer(reference: str) -> ResponseReturnValue:
    """Show one offer: whose turn it is, the terms, the check, the answers, what is open, and what one can do."""
    case, actor = readable(reference), current_actor()
    shown = _week(case, actor)
    name = named(case.offer, "placements.offer", case.partners)
    personal()
    return render(
        "placements/offer.html", case=case, offer=case.offer, name=name, can=may(actor, case), week=shown,
        lines=_lines(case), words=words(case.rules), form=CheckForm(data={"version": case.offer.version}),
        comment=CommentForm(), choices=choices, now=clock.now(), current=_current(case), forms=form_names(),
        reads_reasons=actor.may(Permission.DECLINE_REASON_READ),
    )  # fmt: skip


def form_names() -> dict[str, object]:
    """Return the appointment forms by code."""
    return {form.code: form for form in professions.forms(reading())}


def _current(case: OfferCase) -> int:
    return LAST if case.offer.state is OfferState.APPOINTED else LAST - 1


def _lines(case: OfferCase) -> tuple[str, ...]:
    return conditions.to_tick(case.check.verdict, case.check.conditions) if case.check else ()


def _week(case: OfferCase, actor: Actor) -> dict[str, object] | None:
    """Return the first whole week of the terms; a municipality sees its own half-days, and that others are taken."""
    terms, offer = case.terms, case.offer
    if terms is None:
        return None
    monday, office = chosen_week(first_whole_week(terms.starts_on)), offer.organisation_id
    decided = offer.state is OfferState.APPOINTED
    going = offer.state in {OfferState.DRAFT, OfferState.APPOINTED, *HOLDING}
    own = of_terms(terms.plain.at(office), monday, office, decided=decided) if going else []
    whole = actor.scope(Permission.FORM_CHECK_READ) is Scope.ALL
    return week_of(offer.specialist_id, monday, own, None if whole else actor.organisation_id)


@bp.post("/desk/offers/<ref:reference>/comment")
@requires(Permission.FORM_CHECK_COMMENT)
def comment(reference: str) -> ResponseReturnValue:
    """Say something about the appointment form, as the prefecture."""
    policies.must_step(current_actor(), OfferEvent.COMMENT, readable(reference).offer)
    form = CommentForm()
    text = form.text.data or "" if form.validate_on_submit() else ""
    said = gettext("Your comment stands beside the check now.")
    return do(lambda: actions.comment(current_actor(), reference, text), offer_page(reference), said)


@bp.get("/desk/placements/rules")
@requires(Permission.FORM_CHECK_READ)
def rules_changed() -> ResponseReturnValue:
    """List the open terms that another version of the rules touches: the newest one, in force or still to come."""
    session = reading()
    version = professions.newest_version(session)
    table = professions.rule_table_of_version(session, version)
    rows = queries.touched(session, current_actor(), table)
    return render(
        "placements/rules.html", rows=rows, version=version, words=words(table), choices=choices, forms=form_names()
    )
