"""What the pages of the office and of the municipalities have in common."""

from flask import request, url_for
from flask_babel import gettext

from talent_portal.accounts.permissions import Permission
from talent_portal.core.access import current_actor
from talent_portal.core.i18n import local
from talent_portal.core.pages import personal
from talent_portal.matching_days.models import MatchingDay
from talent_portal.matching_days.queries import KIND
from talent_portal.privacy import actions as privacy

PLACE = "/desk/matching-days/<ref:reference>"
RUNNING, RANKING = "matching-day.run", "matching-day.rank"
LONGEST_VERSION = 9


def version_of() -> int:
    """Return the version the page was made from; -1 (stale for certain) for anything that is no number."""
    text = request.form.get("version", "")[:LONGEST_VERSION]
    return int(text) if text.isascii() and text.isdigit() else -1


def may_run() -> bool:
    """Return whether the reader runs matching days; an auditor reads them without names."""
    return current_actor().may(Permission.MATCH_RUN)


def up(day: MatchingDay | None = None) -> list[tuple[str, str]]:
    """Return the way up from a page of the office."""
    found = [(url_for("matching_days.desk"), str(gettext("Matching days")))]
    if day is not None:
        found.append((url_for("matching_days.desk_day", reference=day.reference), local(day, "title")))
    return found


def note(references: list[str], purpose: str, screen: str) -> None:
    """Write down whose names are about to be shown; without the note there is no page."""
    personal()
    known = [f"{KIND}:{reference}" for reference in references if reference]
    privacy.note_access(current_actor(), subjects=known, purpose=purpose, screen=screen)
