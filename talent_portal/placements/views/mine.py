"""The person's own pages: terms to read and answer, the placement, the week. By link, by code, or signed in."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.core import clock
from talent_portal.core.access import by_link, current_actor, public, signed_in
from talent_portal.core.actor import Actor, ActorKind, guest
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal
from talent_portal.core.pages import page_number, personal, render
from talent_portal.placements import actions, policies, queries
from talent_portal.placements.actions import Said
from talent_portal.placements.forms.desk import WishForm
from talent_portal.placements.forms.person import AnswerForm, CodeForm, ReportForm
from talent_portal.placements.gateway import links
from talent_portal.placements.models import Channel, Offer, Placement, Side
from talent_portal.placements.queries import OfferCase, PlacementCase
from talent_portal.placements.rules import choices
from talent_portal.placements.rules.week import first_whole_week, of_terms
from talent_portal.placements.views.blueprint import bp
from talent_portal.placements.views.desk import form_names
from talent_portal.placements.views.placements import own_halves, report_form, report_page
from talent_portal.placements.views.shared import chosen_week, do, refused, week_of

PLACE = "/offers/<ref:reference>/<token>"
WORK = "/placements/<ref:reference>/<token>"
LONGEST_CODE = 40


def offer_by_link(reference: str, token: str) -> OfferCase:
    """Prove the link to an offer that has reached its person; 404 for any other."""
    personal()
    case = queries.offer_case(reading(), reference)
    offer = case.offer
    policies.must(links.is_token(links.OFFER, offer.reference, offer.token_version, token))
    policies.must(offer.sent_number > 0 and offer.specialist is not None)
    return case


def _placement_by_link(reference: str, token: str) -> PlacementCase:
    personal()
    case = queries.placement_case(reading(), reference)
    found = case.placement
    policies.must(links.is_token(links.PLACEMENT, found.reference, found.token_version, token))
    policies.must(found.specialist is not None)
    return case


def _who(thing: Offer | Placement) -> tuple[Actor, Channel]:
    """Return who acts: the specialist who is signed in, or whoever holds the proven link."""
    actor = current_actor()
    if actor.kind is ActorKind.SPECIALIST and policies.side_of(actor, thing) is Side.PERSON:
        return actor, Channel.SIGN_IN
    channel = Channel.CODE if request.args.get("by") == "code" else Channel.LINK
    return guest(thing.reference), channel


def _path(thing: Offer | Placement) -> str:
    kind = links.OFFER if isinstance(thing, Offer) else links.PLACEMENT
    return links.path(kind, thing.reference, thing.token_version)


@bp.get(PLACE)
@by_link
def mine_offer(reference: str, token: str) -> ResponseReturnValue:
    """Show the terms and the two answers. Opening the page changes nothing."""
    case = offer_by_link(reference, token)
    form = AnswerForm(formdata=None, data={"terms": str(case.offer.sent_number), "answer": case.offer.person_answer})
    form.offer()
    return _offer_page(case, form)


def _offer_page(case: OfferCase, form: AnswerForm, status: int = 200) -> ResponseReturnValue:
    offer, terms = case.offer, case.sent_terms
    policies.must(terms is not None)
    assert terms is not None  # noqa: S101 - said by the line before
    monday, office = chosen_week(first_whole_week(terms.starts_on)), offer.organisation_id
    own = of_terms(terms.plain.at(office), monday, office, decided=False) if offer.holds else []
    return render(
        "placements/mine_offer.html", status, case=case, offer=offer, terms=terms, form=form, path=_path(offer),
        week=week_of(offer.specialist_id, monday, own, None), choices=choices, forms=form_names(), now=clock.now(),
        answerable=offer.answerable(clock.now()) and offer.terms_number == offer.sent_number,
        by=request.args.get("by", ""),
    )  # fmt: skip


@bp.post(PLACE + "/answer")
@by_link
def mine_answer(reference: str, token: str) -> ResponseReturnValue:
    """Take the person's answer to the terms they read."""
    case, form, status = offer_by_link(reference, token), AnswerForm(), 422
    form.offer()
    if form.validate_on_submit():
        try:
            _answer(case.offer, form)
        except Refusal as refusal:
            status = refusal.status
            form.refuse(refused(refusal))
            form.terms.data = str(case.offer.sent_number)
        else:
            flash(gettext("Thank you. Your answer has been passed on."), "ok")
            return redirect(_path(case.offer), 303)
    return _offer_page(case, form, status)


def _answer(offer: Offer, form: AnswerForm) -> None:
    actor, channel = _who(offer)
    yes = form.answer.data == "yes"
    reason = "" if yes else form.reason.data or ""
    said = Said(side=Side.PERSON, yes=yes, channel=channel, reason=reason)
    actions.answer(actor, offer.reference, said, form.terms_number)


@bp.get("/offers/code")
@public
def code() -> ResponseReturnValue:
    """Ask for the number and the code of the letter, for people whose mail shows no links."""
    return render("placements/code.html", form=CodeForm(formdata=None))


@bp.post("/offers/code")
@public
def code_send() -> ResponseReturnValue:
    """Lead to the terms, if number and code fit together."""
    form, status = CodeForm(), 422
    if form.validate_on_submit():
        try:
            offer = actions.by_code(form.number.data or "", form.code.data or "")
        except Refusal as refusal:
            form.refuse(refused(refusal))
        else:
            return redirect(_path(offer) + "?by=code", 303)
    return render("placements/code.html", status, form=form)


@bp.get(WORK)
@by_link
def mine_placement(reference: str, token: str) -> ResponseReturnValue:
    """Show the placement, the whole week with everybody's days, wishes, and the reports once released."""
    case = _placement_by_link(reference, token)
    found = case.placement
    monday = chosen_week(max(found.starts_on, min(clock.today(), found.last_day)))
    wish = WishForm(formdata=None)
    wish.offer()
    return render(
        "placements/mine_placement.html", case=case, placement=found, path=_path(found), wish=wish, choices=choices,
        week=week_of(found.specialist_id, monday, own_halves(case, monday), None), forms=form_names(),
        reported=found.reported(Side.PERSON), now=clock.now(),
    )  # fmt: skip


@bp.post(WORK + "/ask")
@by_link
def mine_ask(reference: str, token: str) -> ResponseReturnValue:
    """Pass a wish on."""
    found = _placement_by_link(reference, token).placement
    wish = request.form.get("wish", "")[:LONGEST_CODE]
    said = gettext("Your wish has been passed on. The municipality or the prefecture will call you.")
    return do(lambda: actions.ask(_who(found)[0], reference, wish), _path(found), said)


@bp.get(WORK + "/report")
@by_link
def mine_report(reference: str, token: str) -> ResponseReturnValue:
    """Ask for the facts of the person's side."""
    case = _placement_by_link(reference, token)
    policies.must(case.over)
    return report_page("placements/mine_report.html", case, report_form(case), path=_path(case.placement))


@bp.post(WORK + "/report")
@by_link
def mine_report_send(reference: str, token: str) -> ResponseReturnValue:
    """Keep the report of the person's side."""
    case, form, status = _placement_by_link(reference, token), ReportForm(), 422
    form.offer()
    if form.validate_on_submit():
        try:
            actor, channel = _who(case.placement)
            actions.report(actor, reference, form.draft(), channel)
        except Refusal as refusal:
            status = refusal.status
            form.refuse(refused(refusal))
        else:
            flash(gettext("Thank you. The report is kept."), "ok")
            return redirect(_path(case.placement), 303)
    return report_page("placements/mine_report.html", case, form, status, path=_path(case.placement))


@bp.get("/my/placements")
@signed_in
def mine() -> ResponseReturnValue:
    """List one's own terms and placements; staff are led to their desk."""
    actor = current_actor()
    if actor.kind is not ActorKind.SPECIALIST:
        return redirect(url_for("placements.desk"))
    personal()
    own = queries.mine(reading(), actor.account_id, page_number(request.args))
    return render("placements/mine.html", own=own, path=_path, choices=choices, now=clock.now())
