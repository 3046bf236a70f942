"""An applicant's own pages, behind the link of the letter: wishes, withdrawal, result, data."""

import json
from dataclasses import dataclass

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.core.access import by_link
from talent_portal.core.actor import Actor, guest
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal, Stale
from talent_portal.core.files.download import attachment
from talent_portal.core.i18n import say
from talent_portal.core.pages import personal, render
from talent_portal.core.versions import differences
from talent_portal.matching_days import actions, policies
from talent_portal.matching_days.forms.wishes import WishesForm
from talent_portal.matching_days.gateway import links
from talent_portal.matching_days.models import Applicant
from talent_portal.matching_days.queries import applicants, subject
from talent_portal.matching_days.queries.applicants import Mine
from talent_portal.matching_days.rules import words
from talent_portal.matching_days.views.blueprint import bp
from talent_portal.privacy import own_data
from talent_portal.privacy import queries as privacy

PLACE = "/matching-days/applicants/<ref:reference>/<token>"
LONGEST_VERSION = 9


@dataclass(frozen=True, slots=True)
class Holder:
    """Whoever holds the link: the applicant it opens, the actor they are, and the way back."""

    person: Applicant
    actor: Actor
    path: str


def _holder(reference: str, token: str) -> Holder:
    """Prove the link, or answer 404."""
    personal()
    person = policies.must_hold_link(applicants.by_reference(reading(), reference), token)
    return Holder(person, guest(person.reference, person.language), links.mine_path(person))


def _version() -> int:
    """Return the version the page was made from; 0 (stale for certain) for anything that is no number."""
    text = request.form.get("version", "")[:LONGEST_VERSION]
    return int(text) if text.isascii() and text.isdigit() else 0


@bp.get(PLACE)
@by_link
def mine(reference: str, token: str) -> ResponseReturnValue:
    """Show what is asked of the applicant now, their wishes, and the result once it is published."""
    holder, session = _holder(reference, token), reading()
    return render(
        "matching_days/mine.html",
        mine=applicants.mine(session, holder.person),
        path=holder.path,
        seen=privacy.who_saw(session, subject(holder.person)),
        states=words.APPLICANT_STATES,
        refusals=words.REFUSALS,
    )


@bp.get(PLACE + "/wishes")
@by_link
def mine_wishes(reference: str, token: str) -> ResponseReturnValue:
    """Ask for the wishes, or say why they are not taken now."""
    holder = _holder(reference, token)
    own = applicants.mine(reading(), holder.person)
    return render("matching_days/wishes.html", mine=own, path=holder.path, form=_stored(own))


@bp.post(PLACE + "/wishes")
@by_link
def mine_wishes_send(reference: str, token: str) -> ResponseReturnValue:
    """Keep the wishes, or say what is wrong with everything typed still there."""
    holder = _holder(reference, token)
    own = applicants.mine(reading(), holder.person)
    form, status, theirs = _form(own), 422, None
    if not own.can_wish or form.validate_on_submit():  # what has ended is refused whatever was chosen
        try:
            actions.name_wishes(holder.actor, reference, form.chosen, _version())
        except Refusal as refusal:
            status = _refused(form, refusal)
            theirs = _difference(form, holder.person) if isinstance(refusal, Stale) else None
        else:
            flash(gettext("Thank you. Your wishes are kept."), "ok")
            return redirect(holder.path, 303)
    return render("matching_days/wishes.html", status, mine=own, path=holder.path, form=form, theirs=theirs)


def _form(own: Mine, *, blank: bool = False) -> WishesForm:
    form = WishesForm(formdata=None) if blank else WishesForm()
    form.offer(own.choices, own.day.most_wishes)
    return form


def _stored(own: Mine) -> WishesForm:
    """Return the form as the wishes stand."""
    form = _form(own, blank=True)
    form.fill(own.wishes)
    form.version.data = str(own.person.version)
    return form


def _refused(form: WishesForm, refusal: Refusal) -> int:
    """Put a refusal where it belongs; return its status."""
    form.refuse(say(refusal), "wish_1" if refusal.params.get("field") == "wishes" else None)
    return refusal.status


def _difference(form: WishesForm, person: Applicant) -> list[dict[str, str]]:
    """Return what stands there now; whoever sends again has seen it."""
    now = applicants.mine(reading(), applicants.by_reference(reading(), person.reference))
    form.version.data = str(now.person.version)
    return differences(form, _stored(now))


@bp.get(PLACE + "/withdraw")
@by_link
def mine_withdraw(reference: str, token: str) -> ResponseReturnValue:
    """Ask once before the wishes are deleted."""
    holder = _holder(reference, token)
    own = applicants.mine(reading(), holder.person)
    return render("matching_days/withdraw.html", mine=own, path=holder.path)


@bp.post(PLACE + "/withdraw")
@by_link
def mine_withdraw_send(reference: str, token: str) -> ResponseReturnValue:
    """Leave the matching day; doing it twice changes nothing more."""
    holder = _holder(reference, token)
    actions.withdraw(holder.actor, reference)
    flash(gettext("You have withdrawn. Thank you for telling us."), "ok")
    return redirect(holder.path, 303)


@bp.get(PLACE + "/data.json")
@by_link
def mine_data(reference: str, token: str) -> ResponseReturnValue:
    """Return everything we hold about this applicant as one download."""
    holder = _holder(reference, token)
    found = own_data.collect(reading(), subject(holder.person))
    text = json.dumps(found, ensure_ascii=False, indent=2, default=str)
    return attachment(text.encode(), "my-data.json", "application/json")
