"""One request: its page, with what may be done next, and its print for 決裁."""

from dataclasses import dataclass

from flask.typing import ResponseReturnValue

from talent_portal.accounts.permissions import Permission
from talent_portal.core import clock
from talent_portal.core.access import current_actor, requires
from talent_portal.core.actor import Actor
from talent_portal.core.db import reading
from talent_portal.core.forms import BaseForm
from talent_portal.core.pages import personal, render
from talent_portal.core.references import new_reference
from talent_portal.needs import policies, queries
from talent_portal.needs.actions.states import REOPEN_WITHIN
from talent_portal.needs.forms import offers
from talent_portal.needs.forms.need import ReasonForm, ReopenForm
from talent_portal.needs.models import TRANSITIONS, Need, NeedEvent, NeedShare, ShareState
from talent_portal.needs.models.transitions import PERMISSIONS
from talent_portal.needs.rules import choices, complete
from talent_portal.needs.views import reading as catalogues
from talent_portal.needs.views import sections, tasks, words
from talent_portal.needs.views.blueprint import bp

REASONS = {
    NeedEvent.RETURN: choices.RETURN_REASONS,
    NeedEvent.WITHDRAW: choices.WITHDRAW_REASONS,
    NeedEvent.CLOSE: choices.UNFILLED_REASONS,
}


@dataclass(frozen=True, slots=True)
class Next:
    """What this reader may do now: events, the forms that some of them need, and a part to confirm."""

    events: frozenset[str]
    forms: dict[str, BaseForm]
    share: NeedShare | None


def next_steps(actor: Actor, need: Need) -> Next:
    """Return the steps that permission and state both allow."""
    events = [
        event
        for (state, event) in TRANSITIONS
        if state is need.state and event in PERMISSIONS and policies.may(actor, PERMISSIONS[event], need)
    ]
    if need.opened_at is None or need.ended_at is None or clock.now() > need.ended_at + REOPEN_WITHIN:
        events = [event for event in events if event is not NeedEvent.REOPEN]
    share = policies.share_of(actor, need) if actor.may(Permission.NEED_EDIT) else None
    asked = share if share is not None and share.state is ShareState.ASKED and not need.has_ended else None
    return Next(frozenset(events), {event: step_form(event, need) for event in events if event in FORMS}, asked)


def step_form(event: NeedEvent, need: Need, *, typed: bool = False) -> BaseForm:
    """Return the form of a step, blank or as it was sent; each has ids of its own on the page."""
    kind = FORMS[event]
    form = kind(prefix=f"{event}-") if typed else kind(formdata=None, prefix=f"{event}-")
    form["version"].data = str(need.version)
    return offers.offer_reasons(form, REASONS[event]) if event in REASONS else form


FORMS: dict[NeedEvent, type[BaseForm]] = {**dict.fromkeys(REASONS, ReasonForm), NeedEvent.REOPEN: ReopenForm}


def readable(reference: str) -> Need:
    """Return a request this reader may read, or answer 404."""
    need = queries.full(reading(), reference)
    policies.must(policies.may_read(current_actor(), need))
    return need


@bp.get("/desk/needs/<ref:reference>")
@requires(Permission.NEED_READ)
def show(reference: str) -> ResponseReturnValue:
    """Show one request."""
    return page(readable(reference))


def page(need: Need, status: int = 200, form: BaseForm | None = None, event: str = "") -> ResponseReturnValue:
    """Render the page of a request; `form` is one that was sent and refused."""
    actor = current_actor()
    steps = next_steps(actor, need)
    writes = need.is_editable and policies.may(actor, Permission.NEED_EDIT, need)
    if form is not None:
        steps.forms[event] = form
    missing = complete.missing(need) if need.is_editable else ()
    personal()
    return render(
        "needs/show.html",
        status,
        need=need,
        form=form,
        steps=steps,
        sections=_sections(need, actor),
        missing=missing,
        complete_at=tasks.of_missing(need, missing) if missing else "",
        tasks=tasks.rows(need, missing) if writes else [],
        earlier_reason=words.choice(choices.REASONS, need.reason),
        words=words,
        copies=actor.may(Permission.NEED_EDIT),
        copy_key=new_reference(),
    )


def _sections(need: Need, actor: Actor) -> list[words.Section]:
    told = sections.advertised(need, catalogues.names(reading()))
    return [*told, *sections.inside(need)] if policies.depth(actor, need) is policies.Depth.ALL else told


@bp.get("/desk/needs/<ref:reference>/print")
@requires(Permission.NEED_READ)
def sheet(reference: str) -> ResponseReturnValue:
    """Show the request as one sheet of paper, to be signed inside the municipality."""
    need, actor = readable(reference), current_actor()
    personal()
    return render(
        "needs/sheet.html",
        need=need,
        sections=_sections(need, actor),
        words=words,
        states=choices.STATES,
        today=clock.today(),
    )
