"""Three sessions: one on site with a full booth, one online for the islands, one that was held."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from talent_portal.core import calendar, clock
from talent_portal.core.actor import ANONYMOUS, Actor, guest
from talent_portal.core.db import reading
from talent_portal.demo import rules
from talent_portal.demo.actions import texts
from talent_portal.demo.queries import registration_of_key
from talent_portal.fairs import actions, queries
from talent_portal.fairs.actions import BoothDraft, FairDraft, GridDraft, RegisterDraft
from talent_portal.fairs.models import AttendeeKind, Fair
from talent_portal.fairs.rules.grid import Break
from talent_portal.municipalities import queries as municipalities

ON_SITE = (
    *("422011", "422029", "422045", "422053", "422088", "422118"),
    *("422126", "422142", "423211", "423238", "423831", "424111"),
)
ISLANDS = ("422118", "424111", "423831", "422100", "422096", "422070", "422126", "422029")
FULL_BOOTH = 1
KINDS = (AttendeeKind.STUDENT,) * 5 + (AttendeeKind.WORKING,) * 3 + (AttendeeKind.PARENT, AttendeeKind.TEACHER)
THURSDAY = 3
SEATS, CAME, CONSENTS = 4, 61, 34


def make_sessions(coordinator: Actor) -> None:
    """Make the three sessions with their booths and participants."""
    _on_site(coordinator)
    _online(coordinator)
    _held(coordinator)


def at(day: date, hour: int, minute: int) -> datetime:
    """Return the moment on Japan's clock."""
    return datetime.combine(day, time(hour, minute), tzinfo=clock.JAPAN)


def _window(day: date, opens: int, closes: int) -> dict[str, Any]:
    """Return the sign-up window: opened `opens` days ago, closing `closes` days before the session."""
    return {
        "sign_up_opens_at": calendar.start_of(min(clock.today(), day) - timedelta(days=opens)),
        "sign_up_closes_at": calendar.deadline(day - timedelta(days=closes)),
        "cancel_until": calendar.deadline(day - timedelta(days=1)),
    }


def _on_site(coordinator: Actor) -> None:
    day = calendar.suggest_saturday(clock.today() + timedelta(days=60))
    hours: dict[str, Any] = {"doors_at": at(day, 12, 30), "starts_at": at(day, 13, 0), "ends_at": at(day, 16, 10)}
    draft = FairDraft(**texts.ON_SITE, **hours, **_window(day, 7, 7), capacity=120)
    grid = _grid(ON_SITE, at(day, 13, 20), rounds=6, seats=SEATS, breaks=(Break(3, 20),))
    fair = _published(coordinator, draft, grid)
    page = queries.fair_page(reading(), fair.reference)
    full = [slot.reference for slot in page.booths[FULL_BOOTH].slots if slot]
    crowd = rules.people(82, "guest")
    for number, person in enumerate(crowd):
        talks = [full[number % len(full)]] if number < len(full) * SEATS else _some_talks(fair, number)
        _sign_up(fair, person, number, talks)


def _online(coordinator: Actor) -> None:
    day = _thursday(clock.today() + timedelta(days=20))
    hours: dict[str, Any] = {"doors_at": at(day, 18, 50), "starts_at": at(day, 19, 0), "ends_at": at(day, 20, 50)}
    draft = FairDraft(**texts.ONLINE, **hours, **_window(day, 3, 3), capacity=60, nickname_allowed=True)
    fair = _published(coordinator, draft, _grid(ISLANDS, at(day, 19, 10), rounds=4, seats=6))
    for number, person in enumerate(rules.people(14, "night")):
        _sign_up(fair, person, number, _some_talks(fair, number))


def _held(coordinator: Actor) -> None:
    """86 signed up, 61 came, 34 consents. Entered by the office, because its sign-up window lies in the past."""
    day = calendar.suggest_saturday(clock.today() - timedelta(days=45))
    hours: dict[str, Any] = {"doors_at": at(day, 12, 30), "starts_at": at(day, 13, 0), "ends_at": at(day, 16, 10)}
    draft = FairDraft(**texts.HELD, **hours, **_window(day, 60, 7), capacity=100)
    fair = _published(coordinator, draft, _grid(ON_SITE[:8], at(day, 13, 20), rounds=4, seats=8))
    offices = [booth.organisation for booth in queries.fair_page(reading(), fair.reference).booths]
    for number, person in enumerate(rules.people(86, "past")):
        follow_up = (offices[number % len(offices)],) if number < CONSENTS else ()
        wish = _wish(person, number, _some_talks(fair, number), follow_up)
        came = actions.register_for(coordinator, fair.reference, wish, f"demo-past-{number}")
        if number < CAME:
            actions.check_in_person(coordinator, fair.reference, came.reference)
    for step in (actions.close_sign_up, actions.mark_held):
        step(coordinator, fair.reference, queries.fair(reading(), fair.reference).version)


def _grid(codes: Sequence[str], first: datetime, **numbers: Any) -> GridDraft:
    towns = {town.code: town.organisation.reference for town in municipalities.municipalities(reading())}
    return GridDraft(municipalities=tuple(towns[code] for code in codes), first_starts_at=first, **numbers)


def _published(coordinator: Actor, draft: FairDraft, grid: GridDraft) -> Fair:
    fair = actions.create_fair(coordinator, draft, grid)
    actions.publish(coordinator, fair.reference, fair.version)
    _write_booths(coordinator, fair)
    return fair


def _write_booths(coordinator: Actor, fair: Fair) -> None:
    """Let every booth but the last say something: an empty one shows what the office still waits for."""
    page = queries.fair_page(reading(), fair.reference)
    for number, booth in enumerate(page.booths[:-1]):
        words = texts.booth(number, booth.name_ja, booth.name_en)
        draft = BoothDraft(label=f"{number + 1}", **words)
        actions.edit_booth(coordinator, booth.reference, draft, booth.version)


def _some_talks(fair: Fair, number: int) -> list[str]:
    """Return up to three talks that are still free and fit together."""
    page = queries.fair_page(reading(), fair.reference)
    chance, talks, rounds = rules.dice(f"{fair.title_en}{number}"), [], set[int]()
    for booth in chance.sample(page.booths, k=min(3, len(page.booths))):
        free = [slot for slot in booth.slots if slot and slot.left > 1 and slot.round not in rounds]
        if free:
            slot = chance.choice(free)
            rounds.add(slot.round)
            talks.append(slot.reference)
    return talks


def _wish(person: rules.Invented, number: int, talks: Sequence[str], follow_up: tuple[str, ...] = ()) -> RegisterDraft:
    chance = rules.dice(person.email)
    return RegisterDraft(
        family_name=person.family,
        given_name=person.given,
        family_kana=person.family_kana,
        given_kana=person.given_kana,
        email=person.email,
        attendee_kind=KINDS[number % len(KINDS)],
        interests=tuple(chance.sample(texts.INTERESTS, k=2)),
        prefecture=chance.choice(("42", "42", "42", "40", "13")),
        talks=tuple(talks),
        follow_up=follow_up,
    )


def _sign_up(fair: Fair, person: rules.Invented, number: int, talks: Sequence[str]) -> None:
    """Sign up as a guest would; every eighth has not typed the code yet."""
    page = queries.fair_page(reading(), fair.reference)
    agreed = (page.booths[number % len(page.booths)].organisation,) if number % 3 == 0 else ()
    wish = _wish(person, number, talks, agreed)
    if number % 11 == 0:
        wish = replace(wish, language="en")
    key = f"demo-{fair.reference}-{number}"
    actions.register(ANONYMOUS, fair.reference, wish, key)
    if number % 8:
        reference = registration_of_key(reading(), key)
        actions.confirm(guest(reference), reference)


def _thursday(day: date) -> date:
    return day + timedelta(days=(THURSDAY - day.weekday()) % 7)
