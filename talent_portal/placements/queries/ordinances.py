"""What municipalities have put on record about their ordinances for appointment forms."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Organisation
from talent_portal.accounts.permissions import Permission
from talent_portal.core.actor import Actor, Scope
from talent_portal.placements.models import FormOrdinance


@dataclass(frozen=True, slots=True)
class Recorded:
    """One line of the list: whose, for which form (a code), and what is on record, if anything is."""

    organisation: Organisation
    form: str
    ordinance: FormOrdinance | None


def of_offices(session: Session, organisation_ids: Collection[int]) -> dict[tuple[int, str], FormOrdinance]:
    """Return the entries of these municipalities, by organisation and form."""
    wanted = sa.select(FormOrdinance).where(FormOrdinance.organisation_id.in_(organisation_ids))
    return {(one.organisation_id, one.form): one for one in session.scalars(wanted)}


def ordinance(session: Session, organisation_id: int | None, form: str) -> FormOrdinance | None:
    """Return the entry of one municipality for one form."""
    wanted = sa.select(FormOrdinance).where(
        FormOrdinance.organisation_id == organisation_id, FormOrdinance.form == form
    )
    return session.scalars(wanted).one_or_none()


def ordinances(session: Session, actor: Actor, forms: Sequence[str]) -> list[Recorded]:
    """Return every form of `forms` for the actor's own municipality; for the prefecture, all that is on record."""
    scope = actor.scope(Permission.FORM_CHECK_READ)
    if scope is Scope.ALL:
        every = sa.select(FormOrdinance, Organisation).join(Organisation).where(FormOrdinance.form.in_(forms))
        ordered = every.order_by(Organisation.position, Organisation.id, FormOrdinance.id)
        return [Recorded(row[1], row[0].form, row[0]) for row in session.execute(ordered)]
    own = session.get(Organisation, actor.organisation_id) if scope is Scope.ORG else None
    if own is None:
        return []
    known = of_offices(session, [own.id])
    return [Recorded(own, form, known.get((own.id, form))) for form in forms]
