"""Matching days with municipalities and applicants, moved on through the actions."""

from datetime import timedelta

import sqlalchemy as sa

from talent_portal.accounts.models import Organisation
from talent_portal.accounts.permissions import Role
from talent_portal.core import clock
from talent_portal.core.actor import guest
from talent_portal.core.db import reading, transaction
from talent_portal.core.references import new_reference
from talent_portal.matching_days import actions
from talent_portal.matching_days.actions import DayDraft, SeatsDraft
from talent_portal.matching_days.gateway import links
from talent_portal.matching_days.models import Applicant, MatchingDay, MatchingRound, Outcome, Programme, Wish
from talent_portal.matching_days.queries import KIND
from talent_portal.matching_days.queries.rankings import sheet as sheet_of
from talent_portal.matching_days.queries.seats import offers
from talent_portal.matching_days.rules.lists import ApplicantDraft
from talent_portal.matching_days.rules.states import DayState
from talent_portal.municipalities.models import MunicipalityRegion, Region
from talent_portal.outbox.models import PhoneTask
from tests.makers import Makers, number
from tests.matching_days.steps import WHY


def area(make: Makers, offices) -> str:
    """The code of an area that these municipalities lie in."""
    code = f"area-{next(number)}"
    region = make.keep(Region(code=code, name_ja="離島", name_en="Islands"))
    for office in offices:
        town = make.municipality(organisation=office)
        make.keep(MunicipalityRegion(municipality_id=town.id, region_id=region.id, valid_from=clock.today()))
    return code


def day_draft(make: Makers, offices, *, seats=1, **given) -> DayDraft:
    valid = {
        "title_ja": "土木職員共同試験",
        "title_en": "Joint selection of civil engineers",
        "profession": make.profession().code,
        "wishes_until": clock.now() + timedelta(days=14),
        "ranks_until": clock.now() + timedelta(days=21),
        "programmes": tuple(SeatsDraft(office.reference, seats) for office in offices),
    }
    return DayDraft(**(valid | given))


def applicant_draft(make: Makers, **given) -> ApplicantDraft:
    n = next(number)
    valid = {"number": f"T-{n:04}", "name": f"凪野原 花{n}", "email": f"applicant{n}@example.com"}
    return ApplicantDraft(**(valid | given))


def matching_day(make: Makers, *, state=DayState.WISHING, offices=None, people=2, seats=1, **given) -> MatchingDay:
    """A day in any state reached by its steps; everybody names every municipality, and is ranked in that order."""
    offices = offices or [make.organisation(), make.organisation()]
    coordinator = make.officer()
    day = actions.create_day(coordinator, make.day_draft(offices, seats=seats, **given), new_reference())
    for _ in range(people):
        actions.add_applicant(coordinator, day.reference, make.applicant_draft())
    make.move_on(day, state)
    return _apart([make.fresh(day)])[0]


ORDER = (DayState.DRAFT, DayState.WISHING, DayState.RANKING, DayState.MATCHED, DayState.PUBLISHED, DayState.CLOSED)


def move_on(make: Makers, day: MatchingDay, state: DayState, *, heard: bool = True) -> None:
    """Take the steps that lead from the present state to this one.

    Whoever named nothing so far names everything, unless it shall not be `heard`.
    """
    if state is DayState.CANCELLED:
        actions.cancel_day(make.officer(), day.reference, "", "", make.fresh(day).version)
        return
    for at in ORDER[ORDER.index(make.fresh(day).state) : ORDER.index(state)]:
        _step(make, make.fresh(day), at, heard=heard)


def _step(make: Makers, day: MatchingDay, at: DayState, *, heard: bool) -> None:
    coordinator = make.officer()
    if at is DayState.DRAFT:
        actions.open_day(coordinator, day.reference, day.version)
    elif at is DayState.WISHING:
        by_name = {one.reference: one for one in make.programmes(day)}
        for person in make.applicants(day):
            if heard and person.state == "invited":
                offered = [one for one in offers(reading(), day) if one.offered]
                make.wish(person, [by_name[one.programme] for one in offered[: day.most_wishes]])
        actions.close_wishes(coordinator, day.reference, day.version, *WHY)
    elif at is DayState.RANKING:
        for programme in make.programmes(day):
            make.rank(day, programme, {person.number: k for k, person in enumerate(make.applicants(day), start=1)})
        actions.match_day(coordinator, day.reference, day.version)
    elif at is DayState.MATCHED:
        actions.publish_day(coordinator, day.reference, day.version)
    else:
        actions.close_day(coordinator, day.reference, day.version)
    actions.tell_applicants()


def _apart(rows):
    """Take rows out of the session, so that they stay readable when it forgets what it knew."""
    session = reading()
    for row in rows:
        session.expunge(row)
    return rows


def applicants(make: Makers, day: MatchingDay) -> list[Applicant]:
    wanted = sa.select(Applicant).where(Applicant.day_id == day.id).order_by(Applicant.number)
    return _apart(list(reading().scalars(wanted.execution_options(populate_existing=True))))


def programmes(make: Makers, day: MatchingDay) -> list[Programme]:
    wanted = sa.select(Programme).where(Programme.day_id == day.id).order_by(Programme.id)
    return _apart(list(reading().scalars(wanted.execution_options(populate_existing=True))))


def wishes_at(make: Makers, person: Applicant) -> list[int]:
    """The programmes that somebody named, best first."""
    found = sa.select(Wish.programme_id).where(Wish.applicant_id == person.id).order_by(Wish.position)
    return list(reading().scalars(found))


def round_of(make: Makers, day: MatchingDay, number: int = 1) -> MatchingRound:
    wanted = sa.select(MatchingRound).where(MatchingRound.day_id == day.id, MatchingRound.number == number)
    return _apart([reading().scalars(wanted.execution_options(populate_existing=True)).one()])[0]


def outcome(make: Makers, day: MatchingDay, number: int = 1) -> Outcome:
    wanted = sa.select(Outcome).where(Outcome.day_id == day.id, Outcome.round == number)
    return _apart([reading().scalars(wanted.execution_options(populate_existing=True)).one()])[0]


def wish(make: Makers, person: Applicant, chosen) -> Applicant:
    """Name these programmes, best first, as the person behind the link."""
    person = make.fresh(person)
    return actions.name_wishes(
        guest(person.reference), person.reference, [one.reference for one in chosen], person.version
    )


def rank(make: Makers, day: MatchingDay, programme: Programme, places) -> None:
    """Submit a sheet with these places by number; people who did not name the municipality are left out."""
    office = reading().get(Organisation, programme.organisation_id)
    known = sheet_of(reading(), day.reference, office.id)
    named = {one.person.number for one in known.candidates}
    mine = {number: place for number, place in places.items() if number in named}
    approver = make.officer(Role.APPROVER, organisation=office)
    actions.submit_ranking(approver, day.reference, office.reference, mine, known.version)


def calls_to(make: Makers, reference: str) -> list[str]:
    """The reasons for which an applicant is to be called, oldest first."""
    wanted = sa.select(PhoneTask.reason).where(PhoneTask.subject == f"{KIND}:{reference}").order_by(PhoneTask.id)
    return list(reading().scalars(wanted))


def my_token(make: Makers, person: Applicant) -> str:
    """The secret part of somebody's link."""
    return links.token(make.fresh(person))


def put_day(make: Makers, day: MatchingDay, state: DayState, number: int = 1) -> int:
    """Put a day into a state without going through the table; return its version."""
    with transaction() as session:
        row = session.get(MatchingDay, day.id)
        row.state, row.round = state, number
        return row.version
