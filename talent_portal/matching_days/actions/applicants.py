"""The office's list of applicants: enter them one by one or as a list, correct them, take them out."""

from collections.abc import Iterable, Sequence

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from talent_portal.audit import actions as audit
from talent_portal.core.actor import Actor
from talent_portal.core.db import reading, transaction
from talent_portal.core.errors import Stale
from talent_portal.core.references import new_reference
from talent_portal.matching_days.actions import letters
from talent_portal.matching_days.actions.letters import Circle, Notice
from talent_portal.matching_days.actions.steps import must_run, noting
from talent_portal.matching_days.errors import ApplicantUnfit, DayStepImpossible, ListUnfit, NumberTaken
from talent_portal.matching_days.models import Applicant, MatchingDay
from talent_portal.matching_days.queries import about, changing, days, subject, telling
from talent_portal.matching_days.rules import lists
from talent_portal.matching_days.rules.lists import ApplicantDraft, Fault
from talent_portal.matching_days.rules.states import DayState

NUMBERS = "uq_matching_applicant_day_id"


def add_applicant(actor: Actor, reference: str, draft: ApplicantDraft) -> Applicant:
    """Let one more person take part; while wishes are taken they are asked for theirs at once.

    Raises `DayForbidden`, `DayStepImpossible`, `ApplicantUnfit` or `NumberTaken`.
    """
    _must_fit(draft)
    (person,) = _add(actor, reference, [draft])
    return person


def import_applicants(
    actor: Actor, reference: str, headers: Sequence[str], lines: Iterable[tuple[int, Sequence[str]]]
) -> int:  # fmt: skip
    """Let everybody on a list take part, all or nobody; return how many.

    `lines` are (number as Excel shows it, cells). Raises `DayForbidden`, `DayStepImpossible`, `NumberTaken` when
    somebody else has just entered one of them, or `ListUnfit` with every fault of every line.
    """
    day = days.by_reference(reading(), reference)
    must_run(actor, "matching-applicant.added", about(day))
    drafts, faults = read_list(reading(), day, headers, lines)
    if faults or not drafts:
        raise ListUnfit(faults=tuple(faults))
    return len(_add(actor, reference, drafts))


def read_list(
    session: Session, day: MatchingDay, headers: Sequence[str], lines: Iterable[tuple[int, Sequence[str]]]
) -> tuple[list[ApplicantDraft], list[Fault]]:  # fmt: skip
    """Return who stands on a list and every fault in it, keeping nothing; a heading that is missing is one fault."""
    lacking = lists.missing_headings(headers)
    if lacking:
        return [], [Fault(1, "heading_missing", name) for name in lacking]
    return lists.read(headers, lines, changing.numbers(session, day.id))


def _must_fit(draft: ApplicantDraft) -> None:
    codes = tuple(lists.faults_of(draft))
    if codes:
        raise ApplicantUnfit(field=codes[0][0].partition("_")[0], codes=codes)


def _add(actor: Actor, reference: str, drafts: Sequence[ApplicantDraft]) -> list[Applicant]:
    known = days.by_reference(reading(), reference)
    must_run(actor, "matching-applicant.added", about(known))
    people = [_person(known, draft) for draft in drafts]
    try:
        with noting(actor, "matching-applicant.added", about(known), DayStepImpossible), transaction() as session:
            day = changing.day_to_change(session, reference)
            _must_take_people(day)
            _must_be_new(session, day, people)
            session.add_all(people)
            session.flush()
            if day.state is DayState.WISHING:
                new = Applicant.id.in_([person.id for person in people])
                telling.tell_later(session, day, letters.INVITED.template, new)
            audit.record(session, actor, "matching-applicant.added", about(day), people=len(people))
    except IntegrityError as error:
        raise NumberTaken(field="number", number=people[0].number) from error
    return people


def _person(day: MatchingDay, draft: ApplicantDraft) -> Applicant:
    return Applicant(
        reference=new_reference(),
        day_id=day.id,
        number=draft.number,
        name=draft.name,
        email=draft.email or None,
        phone=draft.phone or None,
        language=draft.language,
        token_version=1,
    )


def _must_take_people(day: MatchingDay) -> None:
    """Raise unless people can still come in: before the day opens, and while its first wishes are taken."""
    if day.state is not DayState.DRAFT and not (day.state is DayState.WISHING and day.round == 1):
        raise DayStepImpossible(state=day.state.value, event="add")


def _must_be_new(session: Session, day: MatchingDay, people: Sequence[Applicant]) -> None:
    known = changing.numbers(session, day.id)
    taken = next((person.number for person in people if person.number in known), None)
    if taken is not None:
        raise NumberTaken(field="number", number=taken)


def edit_applicant(actor: Actor, reference: str, draft: ApplicantDraft, expected_version: int) -> Applicant:
    """Correct what was entered. Another address makes the link anew and brings it there.

    The number stays once the day has opened: the lottery is drawn over it. Raises `DayForbidden`, `Stale`,
    `DayStepImpossible`, `ApplicantUnfit` or `NumberTaken`.
    """
    known = changing.applicant(reading(), reference)
    must_run(actor, "matching-applicant.changed", subject(known))
    _must_fit(draft)
    with (
        noting(actor, "matching-applicant.changed", subject(known), DayStepImpossible),
        transaction() as session,
    ):
        day = changing.day_to_write_in(session, known.day_id)
        person = changing.applicant_to_change(session, reference)
        if person.version != expected_version:
            raise Stale
        _must_allow_number(session, day, person, draft)
        moved = (draft.email or None) != person.email
        person.number, person.name, person.language = draft.number, draft.name, draft.language
        person.email, person.phone = draft.email or None, draft.phone or None
        person.version += 1
        person.token_version += moved
        session.flush()
        if moved and day.state is not DayState.DRAFT:
            # One letter to one person: composed under the lock, for the link is new only now.
            asked = _asked(day, person)
            Circle(asked, day, changing.round_of(session, day)).tell(session, [person], {})
            telling.tell_no_more(session, Applicant.id == person.id, asked.template)
        audit.record(session, actor, "matching-applicant.changed", subject(person), version=person.version, moved=moved)
    return person


def _asked(day: MatchingDay, person: Applicant) -> Notice:
    """Return what a new address hears: the question that stands open, or just the new link."""
    if day.state is not DayState.WISHING or not person.takes_part:
        return letters.LINK
    return letters.INVITED if day.round == 1 else letters.AGAIN


def _must_allow_number(session: Session, day: MatchingDay, person: Applicant, draft: ApplicantDraft) -> None:
    if draft.number == person.number:
        return
    if day.state is not DayState.DRAFT:
        raise DayStepImpossible(state=day.state.value, event="renumber")
    if draft.number in changing.numbers(session, day.id):
        raise NumberTaken(field="number", number=draft.number)


def remove_applicant(actor: Actor, reference: str) -> MatchingDay:
    """Take somebody out who was entered by mistake, before the day opens. Raises `DayForbidden`, `DayStepImpossible`.

    Afterwards people withdraw, so that nobody disappears without a trace.
    """
    known = changing.applicant(reading(), reference)
    must_run(actor, "matching-applicant.removed", subject(known))
    with (
        noting(actor, "matching-applicant.removed", subject(known), DayStepImpossible),
        transaction() as session,
    ):
        day = changing.day_to_write_in(session, known.day_id)
        if day.state is not DayState.DRAFT:
            raise DayStepImpossible(state=day.state.value, event="remove")
        session.delete(changing.applicant_to_change(session, reference))
        audit.record(session, actor, "matching-applicant.removed", subject(known))
    return day
