"""The people of an organisation: who is in, until when, who comes next."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from talent_portal.accounts import policies
from talent_portal.accounts import queries as accounts
from talent_portal.accounts.models import AccountStatus, Organisation
from talent_portal.accounts.permissions import ROLE_NAMES, Permission
from talent_portal.core import clock
from talent_portal.core.access import current_actor, requires
from talent_portal.core.actor import Scope
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal
from talent_portal.core.i18n import gettext, say
from talent_portal.core.pages import page_number, render
from talent_portal.signin.actions import people
from talent_portal.signin.actions.people import membership_in_reach
from talent_portal.signin.forms import EndForm, HandOverForm, InviteForm, year_ends

bp = Blueprint("people", __name__, url_prefix="/people")


@bp.get("")
@requires(Permission.MEMBERSHIP_READ)
def index() -> ResponseReturnValue:
    """List the organisations, and whose time runs out by 31 March."""
    actor, session, today = current_actor(), reading(), clock.today()
    offices = accounts.organisations_in_reach(session, actor, Permission.MEMBERSHIP_READ)
    if actor.scope(Permission.MEMBERSHIP_READ) is not Scope.ALL:
        return redirect(url_for(".organisation", reference=offices[0].reference))
    counts = accounts.headcounts(session, today)
    ending = accounts.ending_by(session, today, year_ends()[0])
    return render("signin/people.html", offices=offices, counts=counts, ending=ending, role_names=ROLE_NAMES)


@bp.get("/<ref:reference>")
@requires(Permission.MEMBERSHIP_READ)
def organisation(reference: str) -> ResponseReturnValue:
    """List the people of one organisation."""
    actor, session, today = current_actor(), reading(), clock.today()
    office = accounts.organisation_in_reach(session, actor, Permission.MEMBERSHIP_READ, reference)
    return render(
        "signin/organisation.html",
        office=office,
        people=accounts.people_of(session, office.id, today, page_number(request.args)),
        ending=accounts.ending_by(session, today, year_ends()[0], office.id),
        mine=policies.grantable_roles(actor, office),
        may_disable=actor.may(Permission.ACCOUNT_DISABLE),
        me=actor.account_id,
        role_names=ROLE_NAMES,
        year_end=year_ends()[0],
    )


@bp.get("/<ref:reference>/invite")
@requires(Permission.MEMBERSHIP_MANAGE)
def invite(reference: str) -> ResponseReturnValue:
    """Ask whom to invite."""
    office, form = _office(reference), InviteForm()
    form.offer(policies.grantable_roles(current_actor(), office))
    return render("signin/invite.html", form=form, office=office)


@bp.post("/<ref:reference>/invite")
@requires(Permission.MEMBERSHIP_MANAGE)
def send_invitation(reference: str) -> ResponseReturnValue:
    """Invite somebody."""
    office, form = _office(reference), InviteForm()
    form.offer(policies.grantable_roles(current_actor(), office))
    if form.validate_on_submit():
        try:
            people.invite(current_actor(), reference, form.draft())
        except Refusal as refusal:
            form.refuse(say(refusal))
        else:
            return _done(reference, gettext("The invitation is on its way. It is good for 48 hours."))
    return render("signin/invite.html", 422, form=form, office=office)


@bp.get("/memberships/<ref:reference>/end")
@requires(Permission.MEMBERSHIP_MANAGE)
def end(reference: str) -> ResponseReturnValue:
    """Ask for the last day."""
    membership = membership_in_reach(current_actor(), reference)
    form = EndForm(data={"last_day": membership.ends_on or year_ends()[0]})
    return render("signin/end.html", form=form, membership=membership, role_names=ROLE_NAMES)


@bp.post("/memberships/<ref:reference>/end")
@requires(Permission.MEMBERSHIP_MANAGE)
def set_end(reference: str) -> ResponseReturnValue:
    """Set the last day."""
    membership, form = membership_in_reach(current_actor(), reference), EndForm()
    if form.validate_on_submit():
        try:
            people.end_membership(current_actor(), reference, form.last_day.data or clock.today())
        except Refusal as refusal:
            form.refuse(say(refusal))
        else:
            return _done(membership.organisation.reference, gettext("The last day is set."))
    return render("signin/end.html", 422, form=form, membership=membership, role_names=ROLE_NAMES)


@bp.get("/memberships/<ref:reference>/hand-over")
@requires(Permission.MEMBERSHIP_MANAGE)
def hand_over(reference: str) -> ResponseReturnValue:
    """Ask who takes over."""
    membership = membership_in_reach(current_actor(), reference)
    return _hand_over_page(membership.reference, HandOverForm(), 200)


@bp.post("/memberships/<ref:reference>/hand-over")
@requires(Permission.MEMBERSHIP_MANAGE)
def do_hand_over(reference: str) -> ResponseReturnValue:
    """Invite the successor; the predecessor's membership ends on 31 March."""
    membership, form = membership_in_reach(current_actor(), reference), HandOverForm()
    if form.validate_on_submit():
        try:
            people.hand_over(current_actor(), reference, form.email.data or "", form.name.data or "")
        except Refusal as refusal:
            form.refuse(say(refusal))
        else:
            return _done(membership.organisation.reference, gettext("The successor is invited."))
    return _hand_over_page(reference, form, 422)


def _hand_over_page(reference: str, form: HandOverForm, status: int) -> ResponseReturnValue:
    membership = membership_in_reach(current_actor(), reference)
    day = year_ends()[0]
    return render(
        "signin/hand_over.html", status, form=form, membership=membership, role_names=ROLE_NAMES, year_end=day
    )


@bp.post("/memberships/<ref:reference>/invite-again")
@requires(Permission.MEMBERSHIP_MANAGE)
def invite_again(reference: str) -> ResponseReturnValue:
    """Mail a new invitation to somebody who lost password or second step."""
    invited = people.invite_again(current_actor(), reference)
    return _done(
        invited.membership.organisation.reference,
        gettext("A new invitation is on its way. Accepting it replaces the old password and second step."),
    )


@bp.post("/memberships/<ref:reference>/disable")
@requires(Permission.ACCOUNT_DISABLE)
def disable(reference: str) -> ResponseReturnValue:
    """Disable the account behind a membership, everywhere and at once."""
    return _set_status(reference, AccountStatus.DISABLED, gettext("The account is disabled."))


@bp.post("/memberships/<ref:reference>/enable")
@requires(Permission.ACCOUNT_DISABLE)
def enable(reference: str) -> ResponseReturnValue:
    """Enable the account behind a membership again."""
    return _set_status(reference, AccountStatus.ACTIVE, gettext("The account is enabled again."))


def _set_status(reference: str, status: AccountStatus, sentence: str) -> ResponseReturnValue:
    membership = accounts.membership_by_reference(reading(), reference)
    people.set_status(current_actor(), membership.account.reference, status)
    return _done(membership.organisation.reference, sentence)


def _office(reference: str) -> Organisation:
    return accounts.organisation_in_reach(reading(), current_actor(), Permission.MEMBERSHIP_MANAGE, reference)


def _done(reference: str, sentence: str) -> ResponseReturnValue:
    flash(sentence, "ok")
    return redirect(url_for(".organisation", reference=reference), 303)
