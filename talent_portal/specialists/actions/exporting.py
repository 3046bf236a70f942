"""Files with names in them: for a stated purpose, within a limit, and every name noted first."""

from sqlalchemy.exc import NoResultFound

from talent_portal.accounts.permissions import Condition, Permission
from talent_portal.audit import actions as audit
from talent_portal.core.actor import Actor, ActorKind
from talent_portal.core.db import transaction
from talent_portal.privacy import actions as privacy
from talent_portal.specialists.errors import TooManyRows
from talent_portal.specialists.queries import KIND

# Above this a second person (a lead) must make the file.
ROWS_WITHOUT_SECOND_PERSON = 50
MOST_ROWS = 5_000


def check_office(actor: Actor) -> None:
    """Raise `NoResultFound` (404) for everybody but staff: people download their own data elsewhere."""
    if actor.kind is not ActorKind.STAFF:
        raise NoResultFound


def export(actor: Actor, references: list[str], purpose: str) -> None:
    """Note that these people leave the house in a file. Raises `TooManyRows` (`most`) above the actor's limit."""
    limited = actor.grant(Permission.PERSONAL_DATA_EXPORT).condition == Condition.PURPOSE_AND_LIMIT
    most = ROWS_WITHOUT_SECOND_PERSON if limited else MOST_ROWS
    if len(references) > most:
        audit.note_denied(actor, "specialist.exported", f"{KIND}:list")
        raise TooManyRows(most=most)
    subjects = [f"{KIND}:{reference}" for reference in references]
    privacy.note_access(actor, subjects=subjects, purpose=f"export.{purpose}", screen="specialists.export_file")
    with transaction() as session:
        audit.record(session, actor, "specialist.exported", f"{KIND}:list", count=len(references), purpose=purpose)
