"""The letters of the survey, composed before the transaction that posts them."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from talent_portal.accounts import queries as accounts
from talent_portal.accounts.permissions import Role
from talent_portal.core import clock
from talent_portal.outbox import actions as outbox
from talent_portal.outbox.actions import LetterDraft
from talent_portal.shortages.models import SurveyRound

READERS = (Role.MEMBER, Role.APPROVER)


def compose(session: Session, survey: SurveyRound, name: str, organisation_ids: Sequence[int]) -> list[LetterDraft]:
    """Compose one letter to every member and approver of these municipalities."""
    people = accounts.people_acting(session, clock.today(), READERS, organisation_ids)
    return [
        outbox.compose(
            f"shortages/{name}",
            to=person.email,
            language=person.language,
            subject_reference=f"account:{person.reference}",
            name=person.name,
            survey=survey,
        )
        for person in people
    ]


def post(session: Session, letters: Sequence[LetterDraft]) -> None:
    """Keep the letters inside the caller's transaction."""
    for letter in letters:
        outbox.post(session, letter)
