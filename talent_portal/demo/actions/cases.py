"""What became of the demo's requests: candidates on their way, terms offered, a placement under way and one that ended.

The bridges of the five-minute story stay untouched for whoever tells it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from talent_portal.core import clock
from talent_portal.core.actor import Actor, guest
from talent_portal.core.calendar import fiscal_year, fiscal_year_days
from talent_portal.core.db import reading
from talent_portal.core.references import new_reference
from talent_portal.demo.actions import requests
from talent_portal.demo.actions.requests import Wanted, monday
from talent_portal.demo.actions.staff import acting
from talent_portal.demo.queries import specialist_named
from talent_portal.introductions import actions, queries
from talent_portal.introductions.actions import AskDraft, InviteDraft, Pick, Said
from talent_portal.introductions.models import Channel as AnsweredBy
from talent_portal.introductions.models import Meeting, Result
from talent_portal.introductions.rules.states import Event
from talent_portal.needs.models import Need
from talent_portal.placements import actions as terms
from talent_portal.placements import queries as offers
from talent_portal.placements.actions import CheckDraft, ReportDraft
from talent_portal.placements.models import Channel, Offer, Side
from talent_portal.placements.rules.conditions import ASKED
from talent_portal.placements.rules.deadlines import earliest_last_day
from talent_portal.placements.rules.halves import working_days
from talent_portal.placements.rules.terms import Terms
from talent_portal.privacy import queries as consents
from talent_portal.specialists.models import Specialist

LINK = Said(channel=AnsweredBy.LINK)
WEEK, REQUEST_AHEAD = timedelta(days=7), timedelta(days=45)
HALF_DAY_MINUTES = 232
MONDAY, TUESDAY_WEDNESDAY = 0b11, 0b111100
TEXTS: dict[str, Any] = {
    "hours": "9:00から16:45まで。休憩12:00から13:00まで",
    "pay": "日額14,000円（見本）",
    "travel": "実費を支給します",
    "insurance": "労災保険",
    "renewal": "なし",
    "trial": "1か月（条件は同じ）",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """Who acts for one municipality, by their addresses."""

    approver: str
    checker: str


GOTO = Town(approver="goto-approver@example.com", checker="goto-checker@example.com")
SHINKAMIGOTO = Town(approver="shinkamigoto@example.com", checker="shinkamigoto-checker@example.com")


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One placement of the past: whose, when it was agreed, when it began, and how long it lasts."""

    town: Town
    title_ja: str
    title_en: str
    halves: int
    agreed: timedelta
    begun: timedelta
    weeks: int


HELPED = Work(
    town=SHINKAMIGOTO, title_ja="乳幼児健診の応援", title_en="Help with infant check-ups", halves=TUESDAY_WEDNESDAY,
    agreed=timedelta(days=60),
    begun=timedelta(days=35),
    weeks=3,
)  # fmt: skip
HELPS = Work(
    town=GOTO, title_ja="家庭訪問の応援", title_en="Help with home visits", halves=MONDAY,
    agreed=timedelta(days=50),
    begun=timedelta(days=21), weeks=26,
)  # fmt: skip


def make_cases(desk: Actor, asked: Mapping[str, Need]) -> None:
    """Take the story's other people as far as the demo shows them, and give the nurse two placements to look at."""
    bridges, nurse, architect, waterworks, security, childcare = (
        specialist_named(reading(), name) for name in ("凪野原", "浜灯", "髙汐﨑", "水守井", "波留井", "野分山")
    )
    _worked(desk, nurse, HELPED)
    _worked(desk, nurse, HELPS)
    _offered(desk, asked["nurse_leave"], nurse)
    _asked(desk, asked["waterworks_successor"], waterworks)
    _interested(desk, asked["design_check"], architect)
    _invited(_introduced(desk, asked["security_review"], security), "matsuura@example.com")
    _declined(desk, asked["disaster_survey"], bridges)
    actions.propose(desk, [Pick(asked["childcare_worker"].id, childcare.id)])


# Candidates, one step further each.


def _version(case: str) -> int:
    return queries.case(reading(), case).proposal.version


def _asked(desk: Actor, need: Need, person: Specialist) -> str:
    """Shortlist the person, show the card, and ask; return the reference of the case."""
    case = actions.propose(desk, [Pick(need.id, person.id)])[0].reference
    actions.shortlist(desk, case, _version(case))
    actions.show(desk, [(case, _version(case))])
    actions.ask(desk, case, AskDraft(), _version(case))
    return case


def _answered(case: str, event: Event, **given: str) -> str:
    enquiry = queries.case(reading(), case).enquiry
    if enquiry is None:
        raise LookupError(case)
    actions.answer(guest(enquiry.reference), case, event, LINK, _version(case), **given)
    return case


def _interested(desk: Actor, need: Need, person: Specialist) -> str:
    """Ask, and let the person say that they are interested and that their name may go to this municipality."""
    text = consents.current_text(reading(), queries.SHARING).version
    return _answered(_asked(desk, need, person), Event.INTEREST, consent=text)


def _declined(desk: Actor, need: Need, person: Specialist) -> str:
    return _answered(_asked(desk, need, person), Event.DECLINE, reason="days")


def _introduced(desk: Actor, need: Need, person: Specialist) -> str:
    case = _interested(desk, need, person)
    actions.refer(desk, case, _version(case))
    return case


def _invited(case: str, approver: str) -> str:
    meeting = InviteDraft(
        meeting=Meeting.ONLINE, interview_on=clock.today() + WEEK, interview_at=time(14), contact="総務課 千波留"
    )
    actions.invite(acting(approver), case, meeting, _version(case))
    return case


# Terms and placements.


def _terms(need: Need, halves: int, starts_on: date, ends_on: date) -> Terms:
    return Terms(
        **TEXTS,
        form="fy_part",
        starts_on=starts_on,
        ends_on=ends_on,
        halves=halves,
        weekly_minutes=HALF_DAY_MINUTES * halves.bit_count(),
        place="保健センター",
        duties=need.duties_ja,
        duty_kinds=("line",),
    )


def _sent(town: Town, case: str, draft: Terms) -> str:
    """Select, write the terms, let the personnel office check them, and send them; return the reference."""
    approver = acting(town.approver)
    actions.record(approver, case, Result.SELECTED, "", _version(case))
    reference = terms.begin(approver, case, case).reference
    terms.edit(approver, reference, draft, _offer(reference).version)
    ticked = offers.offer_case(reading(), reference).check
    lines = (*(ticked.conditions if ticked else ()), ASKED)
    terms.check(acting(town.checker), reference, CheckDraft(settled=lines), _offer(reference).version)
    terms.send(approver, reference, earliest_last_day(clock.today()), _offer(reference).version)
    return reference


def _offer(reference: str) -> Offer:
    return offers.offer_case(reading(), reference).offer


def _offered(desk: Actor, need: Need, person: Specialist) -> None:
    """Leave the answer to the person: the terms lie before them."""
    case = _introduced(desk, need, person)
    starts_on = need.starts_on or clock.today() + REQUEST_AHEAD
    draft = _terms(need, TUESDAY_WEDNESDAY, starts_on, _last_day(starts_on, 26))
    _sent(SHINKAMIGOTO, case, draft)


def _last_day(starts_on: date, weeks: int) -> date:
    """Return the last day of a term of so many weeks, within the fiscal year as the form wants it."""
    return min(starts_on + weeks * WEEK - timedelta(days=1), fiscal_year_days(fiscal_year(starts_on))[1])


def _worked(desk: Actor, person: Specialist, work: Work) -> None:
    """Let a request of the past be answered, and its placement begin and, once its weeks are over, end with reports."""
    starts_on = monday(clock.today() - work.begun)
    ends_on = _last_day(starts_on, work.weeks)
    with clock.as_if(work.agreed):
        placement = _appointed(desk, person, work, starts_on, ends_on)
    with clock.as_if(clock.today() - starts_on):
        terms.start(placement)
    if ends_on < clock.today() - WEEK:
        with clock.as_if(clock.today() - ends_on - timedelta(days=1)):
            terms.finish(placement)
            _reported(acting(work.town.approver), placement, Channel.OFFICE)
            _reported(guest(placement), placement, Channel.LINK)


def _appointed(desk: Actor, person: Specialist, work: Work, starts_on: date, ends_on: date) -> str:
    """Go the whole way from the request to the appointment; return the reference of the placement."""
    approver = acting(work.town.approver)
    words = {
        "title_ja": work.title_ja,
        "title_en": work.title_en,
        "reason_needed": "peak",
        "half_days": work.halves.bit_count(),
    }
    wanted = Wanted(by=work.town.approver, template="nurse_leave", changes=words)
    need = requests.ask(desk, wanted, f"past-{work.begun.days}", starts_on)
    case = _introduced(desk, need, person)
    offer = _sent(work.town, case, _terms(need, work.halves, starts_on, ends_on))
    for actor, side, channel in ((guest(offer), Side.PERSON, Channel.LINK), (approver, Side.TOWN, Channel.OFFICE)):
        terms.answer(actor, offer, terms.Said(side=side, yes=True, channel=channel), _offer(offer).terms_number)
    for condition in offers.offer_case(reading(), offer).conditions:
        terms.settle(approver, offer, condition.code, settled=True)
    order = terms.Order(f"{starts_on.year}人第{len(work.title_ja)}号", clock.today())
    return terms.appoint(approver, offer, order, _offer(offer).version).reference


def _reported(actor: Actor, placement: str, channel: Channel) -> None:
    days = working_days(offers.placement_case(reading(), placement).terms.plain.dated)
    facts = ReportDraft(days_worked=days, work_done="乳幼児健診と家庭訪問", again="yes", key=new_reference())
    terms.report(actor, placement, facts, channel)
