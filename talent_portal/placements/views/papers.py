"""Papers: the letter of introduction and the sheet of terms, as tagged PDF in the reader's language."""

from collections.abc import Sequence

from flask import Response, current_app
from flask_babel import gettext

from talent_portal.accounts.permissions import Permission
from talent_portal.core import clock
from talent_portal.core.access import by_link, current_actor, discloses, requires
from talent_portal.core.db import close_reading, reading
from talent_portal.core.files.download import attachment
from talent_portal.core.files.pdf import PDF, pdf
from talent_portal.core.i18n import language, local
from talent_portal.core.week import DAYS, HALVES, bit
from talent_portal.core.words import halves, wareki, weekdays
from talent_portal.introductions.models import Proposal
from talent_portal.introductions.queries.asking import is_hidden
from talent_portal.introductions.queries.requests import towns_of
from talent_portal.placements import policies, queries
from talent_portal.placements.gateway import links
from talent_portal.placements.models import OfferTerms
from talent_portal.placements.queries import OfferCase
from talent_portal.placements.rules import choices
from talent_portal.placements.rules.halves import working_days
from talent_portal.placements.rules.hours import hours_of
from talent_portal.placements.rules.states import OfferState
from talent_portal.placements.views.blueprint import bp
from talent_portal.placements.views.desk import form_names, readable
from talent_portal.placements.views.mine import PLACE, offer_by_link
from talent_portal.placements.views.shared import named
from talent_portal.privacy import actions as privacy


@bp.get("/desk/proposals/<ref:reference>/introduction.pdf")
@requires(Permission.PROFILE_IDENTIFY)
@discloses
def introduction(reference: str) -> Response:
    """Return the letter with which the prefecture introduces a person to a municipality."""
    proposal, referral = queries.proposal_of_letter(reading(), reference)
    hidden = proposal.specialist_id is None or is_hidden(reading(), proposal.specialist_id, proposal.need_id)
    policies.must_know(current_actor(), proposal, hidden=hidden)
    name = proposal.specialist.name if proposal.specialist else ""
    _note(proposal.specialist.reference if proposal.specialist else "", "placements.introduction")
    title = gettext("Letter of introduction")
    data = _letter(proposal, name, wareki(referral.made_at))
    close_reading()
    return attachment(pdf("letter", data, title=title, language=language()), f"{title}.pdf", PDF)


def _note(reference: str, screen: str) -> None:
    privacy.note_access(current_actor(), subjects=[f"specialist:{reference}"], purpose="placement", screen=screen)


def _letter(proposal: Proposal, name: str, day: str) -> dict[str, object]:
    need, office = proposal.need, current_app.extensions["settings"].office
    towns = [local(town, "name") for town in towns_of(need)]
    return {
        "number": gettext("Number %(number)s", number=need.number),
        "date": day,
        "to": [gettext("To the head of %(town)s", town=town) for town in towns],
        "from": [local(office, "operator")],
        "paragraphs": [
            gettext("We introduce the following person for your request."),
            gettext("Interview, selection and appointment are the decision of your municipality."),
        ],
        "facts": [
            [gettext("Name"), name],
            [gettext("Request"), f"{need.number} {local(need, 'title')}"],
            [gettext("Period wanted"), _period(need.starts_on, need.ends_on)],
            [gettext("Introduced on"), day],
        ],
        "notes": [gettext("The person has agreed that their name is passed on for this request only.")],
        "closing": gettext("End of the letter"),
    }


def _period(first: object, last: object) -> str:
    days = [wareki(day) for day in (first, last) if day]  # type: ignore[arg-type]  # dates or nothing
    return str(gettext(" to ").join(days) if days else gettext("to be agreed"))


@bp.get("/desk/offers/<ref:reference>/terms.pdf")
@requires(Permission.PROFILE_IDENTIFY)
@discloses
def terms_sheet(reference: str) -> Response:
    """Return the sheet of terms for the municipality's own decision, with the name of the person."""
    case = readable(reference)
    policies.must(bool(named(case.offer, "placements.terms_sheet", case.partners)))
    return _sheet(case, case.terms)


@bp.get(PLACE + "/terms.pdf")
@by_link
def mine_terms(reference: str, token: str) -> Response:
    """Return the sheet of terms to the person to whom they are offered."""
    case = offer_by_link(reference, token)
    return _sheet(case, case.sent_terms)


def _sheet(case: OfferCase, stored: OfferTerms | None) -> Response:
    policies.must(stored is not None)
    assert stored is not None  # noqa: S101 - said by the line before
    data = sheet(case, stored, case.offer.specialist.name if case.offer.specialist else "")
    title = gettext("Sheet of terms")
    close_reading()
    made = pdf("terms", data, title=title, language=language())
    return attachment(made, f"{title} {case.offer.number}.pdf", PDF)


def sheet(case: OfferCase, stored: OfferTerms, name: str) -> dict[str, object]:
    """Return what the sheet says, in the reader's language."""
    offer = case.offer
    agreed = offer.state is OfferState.APPOINTED
    return {
        "mark": "" if agreed else gettext("Draft of terms"),
        "number": gettext("Number %(number)s, version %(version)s", number=offer.number, version=stored.number),
        "date": wareki(offer.sent_at or clock.now()),
        "to": [gettext("To %(name)s", name=name)] if name else [],
        "from": [local(offer.organisation, "name")],
        "paragraphs": [
            gettext("We offer these working conditions. They bind once both sides agree and an appointment is made."),
        ],
        "facts": _facts(case, stored),
        "week": _grid(case, stored),
        "notes": _notes(case),
    }


def _facts(case: OfferCase, stored: OfferTerms) -> list[list[str]]:
    form = form_names().get(stored.form)
    days = working_days(stored.plain.dated)
    rows = [
        [gettext("Request"), f"{case.offer.need.number} {local(case.offer.need, 'title')}"],
        [gettext("Appointment form"), local(form, "name") if form else stored.form],
        [gettext("Term"), _period(stored.starts_on, stored.ends_on)],
        [gettext("Days of the week"), _days(case, stored)],
        [gettext("Days in all"), gettext("%(days)s days", days=days)],
        [gettext("Hours a week"), hours_of(stored.weekly_minutes)],
        [gettext("Working hours, breaks, days off"), stored.hours],
        [gettext("Place of work"), stored.place],
        [gettext("Duties"), stored.duties],
        [gettext("Pay"), stored.pay],
        [gettext("Travel cost"), stored.travel],
        [gettext("Insurance"), stored.insurance],
        [gettext("Renewal"), stored.renewal],
        [gettext("Trial period"), stored.trial],
        [gettext("Notes"), stored.notes],
    ]
    return [row for row in rows if row[1]]


def _days(case: OfferCase, stored: OfferTerms) -> str:
    """Return the days of the week, in a joint request a line for each municipality, and how often."""
    often = gettext(choices.EVERY_WEEKS[str(stored.every_weeks)])
    parts = case.parts_of(stored)
    if not parts:
        return f"{halves(stored.halves)} ({often})"
    lines = [gettext("At %(town)s: %(days)s", town=local(town, "name"), days=halves(mask)) for town, mask in parts]
    return "\n".join([*lines, f"({often})"])


def _grid(case: OfferCase, stored: OfferTerms) -> dict[str, object]:
    """Return the week as a table: a mark for each half-day, or the municipality where it is worked."""
    marks = [(local(town, "name"), mask) for town, mask in case.parts_of(stored)] or [("○", stored.halves)]

    def row(half: str) -> Sequence[str]:
        return [next((mark for mark, mask in marks if mask >> bit(day, half) & 1), "") for day in range(DAYS)]

    names = (gettext("Morning"), gettext("Afternoon"))
    return {
        "caption": gettext("Days of the week"),
        "columns": [weekdays([day]) for day in range(DAYS)],
        "rows": [[name, row(half)] for name, half in zip(names, HALVES, strict=True)],
    }


def _notes(case: OfferCase) -> list[str]:
    offer = case.offer
    notes = [gettext("On holidays and from 29 December to 3 January there is no work, unless said otherwise above.")]
    if offer.respond_by:
        notes.append(gettext("Please answer by %(day)s. You need not answer early.", day=wareki(offer.respond_by)))
        notes.append(
            gettext("On the web: %(host)s, number %(number)s. By telephone or on paper: the office below.",
                    host=links.host(), number=offer.number)
        )  # fmt: skip
    return notes
