"""What several pages of a case need: the version that was seen, the note of who looks, and both sides of a clash."""

from flask import flash, request
from flask_babel import gettext

from talent_portal.core.access import current_actor
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal, Stale
from talent_portal.core.forms import BaseForm
from talent_portal.core.i18n import say
from talent_portal.core.pages import personal
from talent_portal.core.words import day, day_time
from talent_portal.introductions import queries
from talent_portal.introductions.queries import Case
from talent_portal.introductions.rules import choices
from talent_portal.privacy import actions as privacy

LONGEST_VERSION = 9
PURPOSE = "introduction"


def version_of() -> int:
    """Return the version the page was made from; 0 (stale for certain) for anything that is no number."""
    text = request.form.get("version", "")[:LONGEST_VERSION]
    return int(text) if text.isascii() and text.isdigit() else 0


def seen(case: Case, screen: str) -> None:
    """Write down that the actor is about to see who this is; without the note there is no page."""
    privacy.note_access(
        current_actor(), subjects=[case.person.subject], purpose=PURPOSE, screen=f"introductions.{screen}"
    )
    personal()


def refused(form: BaseForm, refusal: Refusal, reference: str) -> list[dict[str, str]] | None:
    """Put a refusal on the form; where somebody was faster, return what stands there now, beside what was typed."""
    form.refuse(say(refusal))
    if not isinstance(refusal, Stale):
        return None
    fresh = queries.case(reading(), reference)
    if "version" in form:
        form["version"].data = str(fresh.proposal.version)  # whoever sends again has seen the other version
    return stands_now(fresh)


def stands_now(case: Case) -> list[dict[str, str]]:
    """Return how the case stands now, as rows of a summary."""
    last = queries.steps(reading(), case.proposal.id)[-1:]
    rows = [{"key": gettext("State now"), "value": gettext(choices.STATES[case.proposal.state][0])}]
    rows += [
        {"key": gettext("Last step"), "value": f"{gettext(choices.EVENTS[step.event])} {day_time(step.at)} {step.name}"}
        for step in last
    ]
    meeting = case.selection
    if meeting is not None and meeting.interview_on is not None:
        at = f"{meeting.interview_at:%H:%M}" if meeting.interview_at else ""
        rows.append({"key": gettext("Meeting"), "value": f"{day(meeting.interview_on)} {at} {meeting.place}".strip()})
    return rows


def told(refusal: Refusal) -> None:
    """Say a refusal on the next page."""
    flash(say(refusal), "stop")
