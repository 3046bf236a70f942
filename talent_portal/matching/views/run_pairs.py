"""Why these two are together, and the coordinator's word on it: keep, rule out, lift."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.accounts.permissions import Permission
from talent_portal.core.access import current_actor, discloses, requires
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal
from talent_portal.core.i18n import local, say
from talent_portal.core.pages import render
from talent_portal.matching import actions, queries
from talent_portal.matching.forms import DecisionForm
from talent_portal.matching.queries import runs as run_queries
from talent_portal.matching.rules.runs import DecisionKind
from talent_portal.matching.rules.stored import restore
from talent_portal.matching.views import explaining, outcome, run_words
from talent_portal.matching.views.blueprint import bp
from talent_portal.matching.views.outcome import Row
from talent_portal.matching.views.run_parts import planned, up
from talent_portal.matching.views.runs import PLACE
from talent_portal.matching.views.shown import by_name, named

PAIR = f"{PLACE}/pairs/<ref:need>/<ref:person>"
VERDICTS = {kind.value: said for kind, said in explaining.VERDICTS.items()}


@bp.get(PAIR)
@requires(Permission.MATCH_READ)
@discloses
def run_pair(reference: str, need: str, person: str) -> ResponseReturnValue:
    """Show why this pair is part of the plan, or that it is not, and what was decided about it."""
    form = DecisionForm(formdata=None)
    form.offer()
    return _pair_page(reference, (need, person), form)


def _pair_page(reference: str, pair: tuple[str, str], form: DecisionForm, status: int = 200) -> ResponseReturnValue:
    session = reading()
    run = planned(session, reference)
    need_id, _ = run_queries.pair(session, *pair)
    rows = [one for one in outcome.rows(run, "plan") if one["need"] == need_id]
    contract = next((one for one in rows if one["specialist"] == pair[1]), None)
    decided = next((one for one in run_queries.decided(session) if (one.need, one.specialist) == pair), None)
    book = queries.book(session, queries.table(session))
    title = queries.titles(session, [need_id])[need_id]
    known = named(session, [pair[1]], "matching.run_pair")
    return render(
        "matching/run_pair.html",
        status,
        run=run,
        up=up(run),
        title=title,
        person=known[pair[1]],
        contract=contract,
        days=outcome.days(contract) if contract else "",
        bars=_bars(contract) if contract else [],
        way=explaining.way(restore(contract["way"])) if contract and "minutes" in contract["way"] else "",
        forms=_forms(book, contract) if contract else [],
        decided=decided,
        form=form,
        may_run=by_name(),
    )


def _bars(contract: Row) -> list[dict[str, object]]:
    """Return the parts of the score beside the best that anybody has for the request."""
    return [
        {"name": run_words.part(part["name"]), "points": part["points"], "maximum": max(part["best"], 1), "about": ""}
        for part in contract["parts"]
    ]


def _forms(book: queries.Book, contract: Row) -> list[tuple[str, str, str, str]]:
    """Return (body, form, verdict word, verdict) of the best form at each body."""
    found = []
    for office, form, verdict in contract["forms"]:
        word, met = VERDICTS[verdict]
        found.append((local(book.offices[office], "name"), _name(book, form), str(gettext(word)), met.value))
    return found


def _name(book: queries.Book, form: str) -> str:
    return local(book.forms[form], "name") if form in book.forms else form


@bp.post(PAIR)
@requires(Permission.MATCH_RUN)
@discloses
def run_pair_send(reference: str, need: str, person: str) -> ResponseReturnValue:
    """Write a decision about the pair down; what was typed is kept where it is refused."""
    form = DecisionForm()
    form.offer()
    status = 422
    planned(reading(), reference)
    if form.validate_on_submit():
        try:
            actions.decide(current_actor(), DecisionKind(form.kind.data), need, person, form.reason.data or "")
        except Refusal as refusal:
            form.refuse(say(refusal))
            status = refusal.status
        else:
            flash(gettext("The decision counts for every run from now on. Plan again to see what it changes."), "ok")
            return redirect(url_for("matching.run_pair", reference=reference, need=need, person=person), 303)
    return _pair_page(reference, (need, person), form, status)


@bp.get("/desk/runs/decisions")
@requires(Permission.MATCH_READ)
@discloses
def decisions() -> ResponseReturnValue:
    """List the decisions about pairs that are in force."""
    session = reading()
    listed = run_queries.decided(session)
    titles = queries.titles(session, [one.decision.need_id for one in listed])
    people = named(session, {one.specialist for one in listed}, "matching.decisions")
    there = [one for one in listed if one.specialist in people]
    rows = [(one.decision, titles[one.decision.need_id], people[one.specialist]) for one in there]
    return render("matching/decisions.html", rows=rows, kinds=DecisionKind, may_run=by_name())


@bp.post("/desk/runs/decisions/<ref:reference>/lift")
@requires(Permission.MATCH_RUN)
def decision_lift(reference: str) -> ResponseReturnValue:
    """Lift a decision."""
    actions.lift(current_actor(), reference)
    flash(gettext("The decision is lifted. Runs from now on are free of it."), "ok")
    return redirect(url_for("matching.decisions"), 303)
