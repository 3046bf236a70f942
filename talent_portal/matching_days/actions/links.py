"""Send the link of an applicant's own page once more: for whoever lost the letter, or called the office."""

from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import Actor, guest
from talent_portal.core.db import reading, rehearsal, transaction
from talent_portal.core.references import new_reference
from talent_portal.matching_days.actions import letters
from talent_portal.matching_days.actions.steps import must_run, noting
from talent_portal.matching_days.errors import DayStepImpossible, NoAddress
from talent_portal.matching_days.models import Applicant, MatchingDay
from talent_portal.matching_days.queries import applicants, changing, days, subject
from talent_portal.matching_days.rules import lists
from talent_portal.outbox import actions as outbox
from talent_portal.outbox.actions import LetterDraft
from talent_portal.outbox.queries import letter_by_key


def ask_for_link(reference: str, number: str, email: str) -> None:
    """Mail the link to whoever has this number and this address, if there is somebody; the caller learns nothing.

    One letter an hour. For a pair that does not exist, and for a letter too many, the same work is done and undone:
    neither the page nor its time tells.
    """
    session = reading()
    day = days.by_reference(session, reference)
    holder = applicants.holder(session, day.id, lists.folded_number(number), email)
    person = holder or _nobody(day, email)
    letter, key = _letter(day, person), _key(person)
    sent = letter_by_key(session, key) is not None
    with rehearsal(enabled=holder is None or sent), transaction() as writing:
        if letter:
            outbox.post(writing, letter, key=f"{key}:again" if sent else key)
        audit.record(writing, guest(person.reference), "matching-applicant.link-sent", subject(person))


def send_link(actor: Actor, reference: str) -> Applicant:
    """Mail the link to an applicant who called. One letter an hour.

    Raises `DayForbidden`, `NoAddress` for somebody without e-mail, or `DayStepImpossible` before the day opens.
    """
    person = applicants.by_reference(reading(), reference)
    must_run(actor, "matching-applicant.link-sent", subject(person))
    with noting(actor, "matching-applicant.link-sent", subject(person), DayStepImpossible):
        if not person.day.is_public:
            raise DayStepImpossible(state=person.day.state.value, event="link")
    letter = _letter(person.day, person)
    if letter is None:
        raise NoAddress
    with transaction() as session:
        outbox.post(session, letter, key=_key(person))
        audit.record(session, actor, "matching-applicant.link-sent", subject(person))
    return person


def _letter(day: MatchingDay, person: Applicant) -> LetterDraft | None:
    return letters.compose("resent", person, day, changing.round_of(reading(), day))


def _key(person: Applicant) -> str:
    return f"matching_days/resent:{person.reference}:{person.token_version}:{clock.now():%Y%m%d%H}"


def _nobody(day: MatchingDay, email: str) -> Applicant:
    """Return somebody who does not exist, to do the same work for."""
    return Applicant(
        reference=new_reference(), day_id=day.id, number="0", name="-", email=email, language="ja", token_version=1
    )
