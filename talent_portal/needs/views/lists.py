"""Lists of requests on the desk, narrowed by chips, and as a file."""

from typing import Any

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.accounts.permissions import Permission
from talent_portal.core.access import current_actor, requires
from talent_portal.core.actor import ActorKind
from talent_portal.core.db import reading
from talent_portal.core.files import writing
from talent_portal.core.files.download import attachment
from talent_portal.core.files.tables import Table
from talent_portal.core.i18n import local
from talent_portal.core.marks import _n
from talent_portal.core.pages import page_number, render
from talent_portal.needs.models import Need, NeedState
from talent_portal.needs.queries import lists
from talent_portal.needs.queries.lists import ALL, OTHERS, OWN, Counts, NeedFilter
from talent_portal.needs.rules import choices
from talent_portal.needs.views import reading as catalogues
from talent_portal.needs.views import words
from talent_portal.needs.views.blueprint import bp
from talent_portal.needs.views.words import Names

WHOSE = (OWN, OTHERS)
HEADS = (
    _n("Request number"), _n("State"), _n("Municipality"), _n("Request"), _n("Role"), _n("How many days"),
    _n("Work begins"), _n("Work ends"), _n("How many people"), _n("People found"),
)  # fmt: skip


def _wanted(known: Names) -> NeedFilter:
    """Return what the address asks for; what nobody offers is not asked for."""
    asked = request.args
    whose, state, role = asked.get("whose", ""), asked.get("state", ""), asked.get("role", "")
    return NeedFilter(
        whose=whose if whose in WHOSE else ALL,
        state=state if state in {one.value for one in NeedState} else "",
        profession=role if role in known.professions else "",
    )


def asked(wanted: NeedFilter, **change: str) -> dict[str, Any]:
    """Return the filter as arguments of an address, with one of them changed."""
    whole = {"whose": "" if wanted.whose == ALL else wanted.whose, "state": wanted.state, "role": wanted.profession}
    return {name: value for name, value in (whole | change).items() if value}


@bp.get("/desk/needs")
@requires(Permission.NEED_READ)
def index() -> ResponseReturnValue:
    """List the requests this reader may see; specialists are led to the open work."""
    session, actor = reading(), current_actor()
    if actor.kind is ActorKind.SPECIALIST:
        return redirect(url_for("needs.work"))
    known = catalogues.names(session)
    wanted = _wanted(known)
    return render(
        "needs/index.html",
        page=lists.page(session, actor, wanted, page_number(request.args)),
        chips=_chips(lists.counts(session, actor, wanted), wanted, known, own=actor.may(Permission.NEED_EDIT)),
        asked=asked(wanted),
        writes=actor.may(Permission.NEED_EDIT),
        known=known,
        words=words,
    )


def _chips(counts: Counts, wanted: NeedFilter, known: Names, *, own: bool) -> list[tuple[str, list[dict[str, object]]]]:
    """Return the groups of chips: whose, state, role; a choice that would leave nothing is left out."""
    whose = {OWN: gettext("Our own"), OTHERS: gettext("Of other municipalities")}
    states = {state.value: gettext(choices.STATES[state.value]) for state in NeedState}
    roles = {code: local(role, "name") for code, role in known.professions.items()}
    groups = (
        (gettext("Whose"), "whose", whose, counts.whose, wanted.whose),
        (gettext("State"), "state", states, counts.states, wanted.state),
        (gettext("Role"), "role", roles, counts.professions, wanted.profession),
    )
    return [
        (
            label,
            [
                {
                    "text": text,
                    "count": found.get(code, 0),
                    "on": code == chosen,
                    "address": url_for("needs.index", **asked(wanted, **{name: "" if code == chosen else code})),
                }
                for code, text in offered.items()
                if found.get(code) or code == chosen
            ],
        )
        for label, name, offered, found, chosen in groups
        if own or name != "whose"
    ]


@bp.get("/desk/needs.<any(xlsx, csv):kind>")
@requires(Permission.NEED_READ)
def list_file(kind: str) -> Response:
    """Return the list as it is narrowed, as a file."""
    session = reading()
    known = catalogues.names(session)
    table = _table(lists.everything(session, current_actor(), _wanted(known)), known)
    if kind == "xlsx":
        return attachment(writing.xlsx(table), f"{table.title}.xlsx", writing.XLSX)
    return attachment(writing.csv_file(table), f"{table.title}.csv", "text/csv")


def _table(needs: list[Need], known: Names) -> Table:
    rows = [
        [
            need.number,
            gettext(choices.STATES[need.state.value]),
            words.bodies(need),
            local(need, "title"),
            local(known.professions.get(need.profession), "name"),
            words.pattern(need),
            need.starts_on,
            need.ends_on,
            need.head_count,
            need.placed,
        ]
        for need in needs
    ]
    return Table(gettext("Staffing requests"), [gettext(head) for head in HEADS], rows)
