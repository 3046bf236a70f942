"""The municipality's personnel office puts its ordinances on record, once for all its checks."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, NoResultFound
from sqlalchemy.orm import Session

from talent_portal.accounts.permissions import Permission
from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import Actor, Scope
from talent_portal.core.db import transaction
from talent_portal.placements.errors import OrdinanceIncomplete, StaleTerms, UnknownForm
from talent_portal.placements.models import FormOrdinance
from talent_portal.professions import queries as professions


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdinanceDraft:
    """Whether there is an ordinance for a form, which article, where it can be read, and from when it counts."""

    form: str
    in_place: bool
    article: str = ""
    source: str = ""
    valid_from: date | None = None


def record_ordinance(actor: Actor, draft: OrdinanceDraft, expected_version: int) -> FormOrdinance:
    """Keep the entry of the actor's municipality; `expected_version` is 0 for the first one.

    Raises `NoResultFound` (404, noted) for anybody but its own personnel office, `UnknownForm` for a form that needs
    no ordinance, `OrdinanceIncomplete` without article or day, `StaleTerms` when somebody else was faster.
    """
    if actor.scope(Permission.FORM_CHECK_RECORD) is not Scope.ORG or actor.organisation_id is None:
        audit.note_denied(actor, "ordinance.record", f"form:{draft.form}")
        raise NoResultFound
    _must_be_whole(draft)
    with transaction() as session:
        facts = professions.rule_table(session, clock.today()).facts.get(draft.form)
        if facts is None or not facts.needs_ordinance:
            raise UnknownForm
        row = _row(session, actor.organisation_id, draft, expected_version)
        row.in_place, row.article, row.source = draft.in_place, draft.article.strip(), draft.source.strip()
        row.valid_from = draft.valid_from if draft.in_place else None
        row.recorded_by, row.recorded_at, row.version = actor.reference, clock.now(), expected_version + 1
        _insert(session, row)
        told = {"in_place": draft.in_place, "version": row.version}
        audit.record(session, actor, "ordinance.recorded", f"form:{draft.form}", **told)
    return row


def _must_be_whole(draft: OrdinanceDraft) -> None:
    if draft.in_place and not draft.article.strip():
        raise OrdinanceIncomplete(field="article")
    if draft.in_place and draft.valid_from is None:
        raise OrdinanceIncomplete(field="valid_from")


def _row(session: Session, organisation_id: int, draft: OrdinanceDraft, expected_version: int) -> FormOrdinance:
    wanted = sa.select(FormOrdinance).where(
        FormOrdinance.organisation_id == organisation_id, FormOrdinance.form == draft.form
    )
    found = session.scalars(wanted.with_for_update(), execution_options={"populate_existing": True}).one_or_none()
    if (found.version if found else 0) != expected_version:
        raise StaleTerms
    return found or FormOrdinance(organisation_id=organisation_id, form=draft.form)


def _insert(session: Session, row: FormOrdinance) -> None:
    """Write the row; two officials may make the first entry at the same moment."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise StaleTerms from None
