"""One's own registration, behind the link of the mail: see it, change it, cancel it, take consents back."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.core.access import by_link
from talent_portal.core.actor import Actor, guest
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal
from talent_portal.core.files.download import attachment
from talent_portal.core.i18n import local, say
from talent_portal.core.pages import personal, render
from talent_portal.fairs import actions, policies, queries
from talent_portal.fairs.actions import letters
from talent_portal.fairs.errors import SlotFull
from talent_portal.fairs.forms.sign_up import ConfirmForm, ConsentsForm
from talent_portal.fairs.gateway import files, links, tickets
from talent_portal.fairs.models import Registration
from talent_portal.fairs.queries import FairPage, MyRegistration
from talent_portal.fairs.rules import choices
from talent_portal.fairs.views.blueprint import bp
from talent_portal.fairs.views.desk import version_of
from talent_portal.fairs.views.sign_up import Full, chosen, full_talks
from talent_portal.fairs.views.timetable import timetable
from talent_portal.privacy import own_data
from talent_portal.privacy import queries as privacy

PLACE = "/fairs/registrations/<ref:reference>/<token>"


@dataclass(frozen=True, slots=True)
class Holder:
    """Whoever holds the link: the registration it opens, the actor they are, and the way back."""

    registration: Registration
    actor: Actor

    @property
    def path(self) -> str:
        """Return the page of this registration."""
        return links.manage_path(self.registration.reference, self.registration.token_version)


def _holder(reference: str, token: str) -> Holder:
    """Prove the link, or answer 404."""
    personal()
    registration = policies.registration_by_link(reading(), reference, token)
    return Holder(registration, guest(registration.reference, registration.language))


def _ticket(mine: MyRegistration) -> str:
    registration = mine.registration
    text = tickets.issue(tickets.Ticket(mine.fair.reference, registration.reference, registration.ticket_version))
    return "data:image/png;base64," + base64.b64encode(files.qr_png(text)).decode()


def _consents(page: FairPage, mine: MyRegistration) -> ConsentsForm:
    form = ConsentsForm(data={"follow_up": sorted(mine.follow_up)})
    form.follow_up.choices = [(booth.organisation, local(booth, "name")) for booth in page.booths]
    return form


@bp.get(PLACE)
@by_link
def mine(reference: str, token: str) -> ResponseReturnValue:
    """Show ticket, talks, consents, and who has seen my data."""
    holder = _holder(reference, token)
    session = reading()
    own = queries.my_registration(session, reference)
    page = queries.fair_page(session, own.fair.reference)
    return render(
        "fairs/mine.html",
        mine=own,
        fair=own.fair,
        path=holder.path,
        ticket=_ticket(own) if own.registration.state == "confirmed" else None,
        form=_consents(page, own),
        seen=privacy.who_saw(session, queries.subject(own.registration)),
        choices=choices,
    )


@bp.post(PLACE + "/confirm")
@by_link
def mine_confirm(reference: str, token: str) -> ResponseReturnValue:
    """Confirm the address with the button behind the link (opening the link alone changes nothing)."""
    holder = _holder(reference, token)
    actions.confirm(holder.actor, reference)
    flash(gettext("Thank you. Your sign-up is complete."), "ok")
    return redirect(holder.path, 303)


@bp.get(PLACE + "/talks")
@by_link
def mine_talks(reference: str, token: str) -> ResponseReturnValue:
    """Choose other talks; one's own stay held meanwhile."""
    holder = _holder(reference, token)
    own = queries.my_registration(reading(), reference)
    return _talks_page(holder, ConfirmForm(), [talk.slot for talk in own.talks])


@bp.post(PLACE + "/talks")
@by_link
def mine_talks_send(reference: str, token: str) -> ResponseReturnValue:
    """Move to the new plan in one step, or keep the old one whole."""
    holder, form, talks = _holder(reference, token), ConfirmForm(), chosen(request.form)
    plan = queries.talks(reading(), talks)
    try:
        actions.change_plan(holder.actor, reference, talks, version_of())
    except Refusal as refusal:
        form.refuse(say(refusal))
        full = full_talks(refusal, plan) if isinstance(refusal, SlotFull) else []
        return _talks_page(holder, form, talks, full, refusal.status)
    flash(gettext("Your talks have been changed. We have sent you the new plan."), "ok")
    return redirect(holder.path, 303)


def _talks_page(
    holder: Holder, form: ConfirmForm, picked: Sequence[str], full: Sequence[Full] = (), status: int = 200
) -> ResponseReturnValue:
    session = reading()
    own = queries.my_registration(session, holder.registration.reference)
    page = queries.fair_page(session, own.fair.reference)
    context = {"mine": own, "fair": own.fair, "page": page, "path": holder.path}
    grid = timetable(page, taking=own.can_change)
    return render("fairs/talks.html", status, form=form, grid=grid, picked=picked, trouble=full, **context)


@bp.get(PLACE + "/cancel")
@by_link
def mine_cancel(reference: str, token: str) -> ResponseReturnValue:
    """Ask once before the places go to others."""
    holder = _holder(reference, token)
    own = queries.my_registration(reading(), reference)
    return render("fairs/cancel.html", mine=own, fair=own.fair, path=holder.path)


@bp.post(PLACE + "/cancel")
@by_link
def mine_cancel_send(reference: str, token: str) -> ResponseReturnValue:
    """Cancel; doing it twice changes nothing more."""
    holder = _holder(reference, token)
    actions.cancel(holder.actor, reference)
    flash(gettext("Your sign-up has been cancelled. Thank you for telling us."), "ok")
    return redirect(holder.path, 303)


@bp.post(PLACE + "/follow-up")
@by_link
def mine_follow_up(reference: str, token: str) -> ResponseReturnValue:
    """Give or withdraw the consent for each municipality; it bites on the next request."""
    holder, session = _holder(reference, token), reading()
    own = queries.my_registration(session, reference)
    form = _consents(queries.fair_page(session, own.fair.reference), own)
    if form.validate_on_submit():
        wanted = frozenset(form.follow_up.data or ())
        for organisation in sorted(wanted - own.follow_up):
            actions.give_follow_up(holder.actor, reference, organisation)
        for organisation in sorted(own.follow_up - wanted):
            actions.withdraw_follow_up(holder.actor, reference, organisation)
        flash(gettext("Saved. It takes effect at once."), "ok")
    else:
        flash(gettext("Nothing was saved: a municipality you ticked is not at this session."), "stop")
    return redirect(holder.path, 303)


@bp.post(PLACE + "/link")
@by_link
def mine_link(reference: str, token: str) -> ResponseReturnValue:
    """Make a new link and mail it; the old one stops working."""
    registration = actions.rotate_link(_holder(reference, token).actor, reference)
    flash(gettext("The old link no longer works. The new one is on its way to your address."), "ok")
    return redirect(links.manage_path(reference, registration.token_version), 303)


@bp.get(PLACE + "/calendar.ics")
@by_link
def mine_calendar(reference: str, token: str) -> ResponseReturnValue:
    """Return the session with my talks as a calendar file. The link itself is not in it: people share calendars."""
    _holder(reference, token)
    own, fair = queries.registration_and_fair(reading(), reference)
    entry = letters.calendar_attachment(own, fair, queries.talks_of(reading(), own.id))
    return attachment(files.build_calendar(entry.data)[0], "session.ics", "text/calendar")


@bp.get(PLACE + "/data.json")
@by_link
def mine_data(reference: str, token: str) -> ResponseReturnValue:
    """Return everything we hold about this registration as one download."""
    holder = _holder(reference, token)
    found = own_data.collect(reading(), queries.subject(holder.registration))
    text = json.dumps(found, ensure_ascii=False, indent=2, default=str)
    return attachment(text.encode(), "my-data.json", "application/json")
