"""What the desk reads when somebody changes their wishes while a case of theirs is under way."""

from talent_portal.core.db import reading
from talent_portal.introductions import queries
from talent_portal.introductions.actions import letters
from talent_portal.introductions.queries.due import BEFORE_TERMS
from talent_portal.outbox.actions import LetterDraft
from talent_portal.specialists.current import Wish


def letters_about(wish: Wish) -> list[tuple[str, LetterDraft]]:
    """Return key and letter for whoever looks after each running case of the person that the change is about."""
    session, found = reading(), []
    for reference in queries.running(session, wish.specialist_id):
        case = queries.case(session, reference)
        if wish.organisation_ids and not wish.organisation_ids & case.organisation_ids:
            continue
        closes = case.proposal.state in BEFORE_TERMS
        notes = letters.to_desk("desk_wishes", case, wish=wish.kind.value, closes=closes)
        key = f"wishes:{reference}:{wish.kind}:{wish.mark}"
        found += [(f"{key}:{note.to}", note.draft) for note in notes if note.draft is not None]
    return found
