"""Write a request: create, edit, copy."""

from dataclasses import replace
from typing import Any

from sqlalchemy.exc import IntegrityError

from talent_portal.accounts.permissions import Permission
from talent_portal.audit import actions as audit
from talent_portal.core.actor import Actor, Scope
from talent_portal.core.db import close_reading, reading, transaction
from talent_portal.core.errors import Stale
from talent_portal.needs import policies, queries
from talent_portal.needs.actions import guards
from talent_portal.needs.actions.drafts import ContactDraft, NeedDraft, QualificationDraft, ShareDraft
from talent_portal.needs.actions.parts import PARTS, values, write_parts
from talent_portal.needs.models import Need, ShareState
from talent_portal.needs.queries import changing
from talent_portal.needs.rules import keys

NOT_COPIED = frozenset({"contact", "starts_on", "ends_on", "closes_on", "budget_line"})
INSIDE = frozenset(
    {"advertised", "why_not_public", "budget", "cost_split", "reason_needed", "single_holder_leaving", "place",
     "place_detail_ja", "place_detail_en", "shares"}
)  # fmt: skip


def create_need(actor: Actor, draft: NeedDraft, form_key: str, *, copied_from: str = "") -> Need:
    """Keep a new draft of the actor's municipality.

    The same form sent twice gives the same request; sent again with other words (after going back in the browser), it
    changes the draft it made. Raises `UnknownChoice`, `PeriodInDisorder`, `SharesDoNotAddUp` or `CostsDoNotAddUp`.
    """
    policies.must(actor.scope(Permission.NEED_EDIT) is not Scope.NONE and actor.organisation_id is not None)
    key = keys.key_of(form_key, actor.organisation_id, draft)
    if known := changing.made_by_form(reading(), form_key, actor.organisation_id):
        return (
            known if known.idempotency_key == key else edit_need(actor, known.reference, draft, known.version, form_key)
        )
    try:
        with transaction() as session:
            need = Need(
                organisation_id=actor.organisation_id,
                created_by=actor.reference,
                copied_from=copied_from,
                idempotency_key=key,
                qualifications=[],
                shares=[],
                contact=None,
                **values(draft),
            )
            write_parts(session, actor, need, draft)
            session.add(need)
            session.flush()
            audit.record(session, actor, "need.created", f"need:{need.reference}", template=draft.template)
    except IntegrityError as error:
        if known := changing.made_by_form(reading(), form_key, actor.organisation_id):
            return known
        raise Stale from error
    return need


def edit_need(actor: Actor, reference: str, draft: NeedDraft, expected_version: int, form_key: str) -> Need:
    """Change a draft or a returned request.

    Raises `Stale`, `NotEditable`, and what `create_need` raises. The same form sent twice changes nothing.
    """
    known = queries.need(reading(), reference)
    guards.must(actor, Permission.NEED_EDIT, known, "edit")
    key = keys.key_of(form_key, known.organisation_id, draft, reference)
    if known.idempotency_key == key:
        return known
    with guards.noting(actor, "edit", reference), transaction() as session:
        need = changing.need_to_change(session, reference)
        guards.must_be_editable(need)
        guards.must_be(need, expected_version)
        changed = _assign(need, draft)
        changed += write_parts(session, actor, need, draft)
        need.version += 1
        need.idempotency_key = key
        audit.record(session, actor, "need.edited", f"need:{reference}", fields=changed, version=need.version)
    return need


def _assign(need: Need, draft: NeedDraft) -> list[str]:
    """Set what differs; return the names of what changed."""
    wanted = values(draft)
    changed = [name for name, value in wanted.items() if getattr(need, name) != value]
    for name in changed:
        setattr(need, name, wanted[name])
    return changed


def copy_need(actor: Actor, reference: str, form_key: str) -> Need:
    """Make a new draft of one's own municipality from a request one may read, without its dates and people."""
    source = queries.full(reading(), reference)
    policies.must(policies.may_read(actor, source))
    draft = _copied(source, inside=source.organisation_id == actor.organisation_id)
    close_reading()
    return create_need(actor, draft, form_key, copied_from=reference)


def draft_of(need: Need) -> NeedDraft:
    """Return the whole text of a request. Needs its parts loaded."""
    row: dict[str, Any] = {name: getattr(need, name) for name in NeedDraft.__dataclass_fields__ if name not in PARTS}
    lists = {name: tuple(row[name]) for name in ("tasks", "forms", "advertised")}
    texts = {code: str(text) for code, text in need.conditions.items()}
    licences = tuple(
        QualificationDraft(qualification=one.qualification, strength=one.strength, choice=one.choice, weight=one.weight)
        for one in need.qualifications
    )
    shares = tuple(
        ShareDraft(organisation=one.organisation.reference, half_days=one.half_days, cost_percent=one.cost_percent)
        for one in need.shares
    )
    names = ContactDraft.__dataclass_fields__
    contact = ContactDraft(**{name: getattr(need.contact, name) for name in names} if need.contact else {})
    row |= lists | {"conditions": texts, "qualifications": licences, "shares": shares, "contact": contact}
    return NeedDraft(**row)


def _copied(need: Need, *, inside: bool) -> NeedDraft:
    """Return what the next request begins with: no dates, no names, and to others nothing internal.

    Without the part of somebody who declined, the parts of a joint request would no longer make the whole.
    """
    left_out = NOT_COPIED if inside else NOT_COPIED | INSIDE
    if any(share.state is ShareState.DECLINED for share in need.shares):
        left_out |= {"shares"}
    blank = NeedDraft(title_ja="")
    return replace(draft_of(need), **{name: getattr(blank, name) for name in left_out})
