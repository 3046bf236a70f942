"""What staff open to edit."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Organisation
from talent_portal.fairs.models import Booth, Fair, FairState
from talent_portal.fairs.queries.public import FairCard, upcoming


@dataclass(frozen=True, slots=True)
class BoothToEdit:
    """A booth, whose it is, and the session it belongs to."""

    booth: Booth
    organisation: Organisation
    fair: Fair


def fair(session: Session, reference: str) -> Fair:
    """Return the row of a session with everything in it; raise `NoResultFound` (404)."""
    return session.scalars(sa.select(Fair).where(Fair.reference == reference)).one()


def booth_to_edit(session: Session, reference: str) -> BoothToEdit:
    """Return one booth; raise `NoResultFound` (404). Ask `policies.may_edit_booth` whose it is."""
    return BoothToEdit(*session.execute(_booths().where(Booth.reference == reference)).one())


def booths_of(session: Session, organisation_id: int) -> list[BoothToEdit]:
    """Return the booths of a municipality, latest session first."""
    mine = _booths().where(Booth.organisation_id == organisation_id, Fair.state != FairState.ARCHIVED)
    return [BoothToEdit(*row) for row in session.execute(mine.order_by(Fair.starts_at.desc(), Fair.id.desc()))]


def upcoming_at(session: Session, organisation_id: int) -> list[FairCard]:
    """Return the sessions still to come at which an organisation has a booth, soonest first (two statements)."""
    there = sa.select(Booth.fair_id).where(Booth.organisation_id == organisation_id)
    return upcoming(session, None, Fair.id.in_(there))


def _booths() -> sa.Select[Booth, Organisation, Fair]:
    return (
        sa.select(Booth, Organisation, Fair)
        .join(Organisation, Organisation.id == Booth.organisation_id)
        .join(Fair, Fair.id == Booth.fair_id)
    )
