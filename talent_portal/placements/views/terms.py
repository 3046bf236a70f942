"""Writing the terms, with what the request already says filled in."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.accounts.permissions import Permission
from talent_portal.core import clock
from talent_portal.core.access import current_actor, requires
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal, Stale
from talent_portal.core.i18n import language, local
from talent_portal.core.pages import render
from talent_portal.core.versions import differences
from talent_portal.needs.models import Need
from talent_portal.needs.rules.facts import PatternKind
from talent_portal.placements import actions, policies, queries
from talent_portal.placements.forms.desk import TEXTS, TermsForm
from talent_portal.placements.models import OfferTerms
from talent_portal.placements.queries import OfferCase
from talent_portal.placements.rules import choices
from talent_portal.placements.rules.parts import deal
from talent_portal.placements.rules.states import OfferEvent
from talent_portal.placements.rules.terms import rough
from talent_portal.placements.views.blueprint import bp
from talent_portal.placements.views.shared import refused, version_of, words
from talent_portal.professions import queries as professions
from talent_portal.professions.rules import RuleTable, Verdict, VerdictKind

PLAIN = ("starts_on", "ends_on", "halves", "on_holidays", "weekly_minutes", "duty_kinds", "daily_orders")


def writable(reference: str) -> OfferCase:
    """Return an offer whose terms this reader writes; 404 for any other."""
    case = queries.offer_case(reading(), reference)
    policies.must_step(current_actor(), OfferEvent.EDIT, case.offer)
    return case


@bp.get("/desk/offers/<ref:reference>/terms")
@requires(Permission.OFFER_DRAFT)
def terms(reference: str) -> ResponseReturnValue:
    """Show the terms to write: as they stand, or as the request suggests them."""
    case = writable(reference)
    form = TermsForm(formdata=None)
    _fill(form, case)
    return _page(case, form)


@bp.post("/desk/offers/<ref:reference>/terms")
@requires(Permission.OFFER_DRAFT)
def terms_send(reference: str) -> ResponseReturnValue:
    """Keep the terms and ask for their check; or show both versions when somebody else was faster."""
    case, form = writable(reference), TermsForm()
    form.offer(_forms())
    form.share(case.shares, {})
    status, theirs = 422, None
    if form.validate_on_submit():
        try:
            actions.edit(current_actor(), reference, form.draft(case.shares), version_of())
        except Refusal as refusal:
            status, theirs = refusal.status, _refused(form, case, refusal)
        else:
            flash(gettext("The terms are kept. The personnel office has been asked to check the form."), "ok")
            return redirect(url_for("placements.offer", reference=reference), 303)
    return _page(case, form, status, theirs)


def _page(
    case: OfferCase, form: TermsForm, status: int = 200, theirs: list[dict[str, str]] | None = None
) -> ResponseReturnValue:
    verdicts = verdicts_for(case)
    hints = {code: _hint(case.rules, verdict) for code, verdict in verdicts.items()}
    form.form.choices = sorted(form.form.choices, key=lambda choice: _rank(verdicts.get(choice[0])))
    context = {"case": case, "offer": case.offer, "form": form, "hints": hints, "theirs": theirs}
    context["towns"] = form.towns_of(case.shares)
    return render("placements/terms.html", status, **context)


def _refused(form: TermsForm, case: OfferCase, refusal: Refusal) -> list[dict[str, str]] | None:
    """Put the refusal on its field; return the other version where somebody was faster."""
    field = str(refusal.params.get("field", ""))
    form.refuse(refused(refusal), field if field in form else None)
    if not isinstance(refusal, Stale):
        return None
    stored = TermsForm(formdata=None)
    _fill(stored, case)
    form.version.data = str(case.offer.version)  # whoever sends again has seen the other version
    return differences(form, stored)


def _forms() -> list[tuple[str, str]]:
    return [(form.code, local(form, "name")) for form in professions.forms(reading())]


def verdicts_for(case: OfferCase) -> dict[str, Verdict]:
    """Return what the rules say about every form, for this person and what is known of the post so far."""
    offer = case.offer
    people = queries.people_at_law(reading(), [offer.specialist_id])
    if offer.specialist_id not in people:
        return {}
    known, need = case.terms.plain if case.terms else None, offer.need
    first = known.starts_on if known else need.starts_on or clock.today()
    last = known.ends_on if known else need.ends_on or first
    post = queries.posts(reading(), [offer], {offer.id: (first, last)})[offer.id]
    person = people[offer.specialist_id]
    return {code: rough(case.rules, code, known, person, post) for code in case.rules.facts}


def _rank(verdict: Verdict | None) -> int:
    """Return where a form stands in the list: what is possible first, what is not last."""
    return list(VerdictKind).index(verdict.kind if verdict else VerdictKind.ASK)


def _hint(table: RuleTable, verdict: Verdict) -> str:
    """Return one line for a form: possible or not, and what it depends on."""
    said = words(table)
    reasons = ("、" if language() == "ja" else "; ").join(said.get(code, code) for code in verdict.conditions)
    word = gettext(choices.VERDICTS[verdict.kind][0])
    return f"{word}{gettext(': ')}{reasons}" if reasons else word


def _fill(form: TermsForm, case: OfferCase) -> None:
    """Show the terms as they stand, or what the request says."""
    form.offer(_forms())
    form.version.data = str(case.offer.version)
    if case.terms is not None:
        _from_terms(form, case.terms)
    else:
        _from_need(form, case.offer.need)
    form.share(case.shares, _dealt(case))


def _dealt(case: OfferCase) -> dict[int, int]:
    """Return the half-days by municipality as they stand, or as the request suggests: each its part, in order."""
    if case.terms is not None:
        return dict(case.terms.plain.parts)
    need, agreed = case.offer.need, {share.organisation_id: share.half_days for share in case.shares}
    return dict(deal(need.halves, agreed)) if need.pattern is PatternKind.HALVES else {}


def _from_terms(form: TermsForm, stored: OfferTerms) -> None:
    for name in (*PLAIN, *TEXTS, "form"):
        form[name].data = getattr(stored, name)
    form.every_weeks.data = str(stored.every_weeks)


def _from_need(form: TermsForm, need: Need) -> None:
    told = {name: str(need.conditions.get(name, "")) for name in ("hours", "breaks", "days_off", "pay", "insurance")}
    form.form.data = need.forms[0] if need.forms else None
    later = need.starts_on is not None and need.starts_on > clock.today()
    form.starts_on.data = need.starts_on if later else None
    form.ends_on.data = need.ends_on
    form.halves.data = need.halves if need.pattern is PatternKind.HALVES else 0
    form.every_weeks.data = "1"
    form.weekly_minutes.data = need.weekly_minutes
    form.hours.data = "\n".join(filter(None, (told["hours"], told["breaks"], told["days_off"])))
    form.place.data = need.place_detail_ja
    form.duties.data = need.duties_ja
    form.daily_orders.data = need.daily_orders
    form.pay.data, form.insurance.data = told["pay"], told["insurance"]
    form.renewal.data = str(need.conditions.get("renewal", ""))
    form.trial.data = str(need.conditions.get("trial", ""))
