"""Tell the desk when somebody whose case is under way changes from whom they hide, or whether they may be shown."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Organisation
from talent_portal.core.db import reading
from talent_portal.outbox.actions import LetterDraft
from talent_portal.privacy import queries as consents
from talent_portal.specialists import queries
from talent_portal.specialists.actions.drafts import AboutDraft, ConsentsDraft, HideDraft, PartDraft
from talent_portal.specialists.current import Wish, WishKind, case_teller
from talent_portal.specialists.models import HideFrom, Specialist
from talent_portal.specialists.rules.choices import SpecialistKind


def letters_about(person: Specialist, draft: PartDraft) -> list[tuple[str, LetterDraft]]:
    """Return key and letter for whoever must learn of what this part changes; nobody where it changes no such wish.

    Composed before the part is saved: the version that the page was seen with holds for both.
    """
    wish = _wish(reading(), person, draft)
    return [] if wish is None else case_teller()(wish)


def _wish(session: Session, person: Specialist, draft: PartDraft) -> Wish | None:
    if isinstance(draft, ConsentsDraft):
        return _consent(session, person, draft)
    changed = _hiding(session, person, draft)
    if not changed:
        return None
    return Wish(specialist_id=person.id, kind=WishKind.HIDING, mark=str(person.version), organisation_ids=changed)


def _consent(session: Session, person: Specialist, draft: ConsentsDraft) -> Wish | None:
    standing = consents.stands(session, queries.SHARE_ANONYMOUS, "all", queries.subject(person))
    wanted = queries.SHARE_ANONYMOUS in draft.given
    if wanted is standing:
        return None
    kind = WishKind.GIVEN if wanted else WishKind.WITHDRAWN
    return Wish(specialist_id=person.id, kind=kind, mark=str(person.version))


def _hiding(session: Session, person: Specialist, draft: PartDraft) -> frozenset[int]:
    """Return the bodies that somebody will be hidden from, or no longer."""
    if isinstance(draft, HideDraft):
        return _hidden(session, person) ^ _ids(session, draft.organisations)
    if isinstance(draft, AboutDraft) and person.kind is SpecialistKind.SERVING:
        # A serving official is hidden from their employer until they say otherwise.
        employer = _ids(session, (draft.former_organisation,))
        return employer - _hidden(session, person) - {person.former_organisation_id or 0}
    return frozenset()


def _hidden(session: Session, person: Specialist) -> frozenset[int]:
    return frozenset(session.scalars(sa.select(HideFrom.organisation_id).where(HideFrom.specialist_id == person.id)))


def _ids(session: Session, references: tuple[str, ...]) -> frozenset[int]:
    return frozenset(session.scalars(sa.select(Organisation.id).where(Organisation.reference.in_(references))))
