"""Matching days as applicants and everybody see them: one in each state, and results of every kind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from talent_portal.accounts.models import Organisation
from talent_portal.accounts.permissions import Role
from talent_portal.core import clock
from talent_portal.core.db import reading
from talent_portal.core.references import new_reference
from talent_portal.matching_days import actions
from talent_portal.matching_days.actions import DayDraft, SeatsDraft
from talent_portal.matching_days.models import Applicant, MatchingDay
from talent_portal.matching_days.rules.lists import ApplicantDraft
from talent_portal.matching_days.rules.states import DayState
from tests.browser.world import TOWN, Visit, World

# Two of them lie in one area, for which there is a limit.
TOWNS = ("佐世保市", "平戸市", TOWN, "五島市", "壱岐市")
TITLES = ("市町合同 土木職員採用共同試験", "Joint selection of civil engineers for the municipalities")
PEOPLE = ("凪野原 花", "浜灯 一郎", "髙汐﨑 みなみ", "水守井 健", "波留井 さくら", "Alexandra Montgomery-Fotheringham")


@dataclass(frozen=True)
class Days:
    """The days by state; whoever continues finds the people by `make.applicants`."""

    by_state: dict[DayState, MatchingDay]
    again: MatchingDay


def laid_out(world: World) -> MatchingDay:
    """A draft with five towns, a limit for one area, and six people."""
    make, coordinator = world.make, world.actor(Role.COORDINATOR)
    offices = {one.name_ja: one for one in reading().scalars(sa.select(Organisation))}
    references = [offices[name].reference for name in TOWNS]
    draft = DayDraft(
        title_ja=TITLES[0],
        title_en=TITLES[1],
        profession="civil_engineer",
        wishes_until=clock.now() + timedelta(days=14),
        ranks_until=clock.now() + timedelta(days=21),
        programmes=tuple(SeatsDraft(reference, 1) for reference in references),
        caps={"kenhoku": 1},
    )
    day = actions.create_day(coordinator, draft, new_reference())
    for k, name in enumerate(PEOPLE, start=1):
        one = ApplicantDraft(number=f"D-{k:03}", name=name, email=f"d{k}@example.com", language="ja" if k < 6 else "en")
        actions.add_applicant(coordinator, day.reference, one)
    return make.fresh(day)


def furnish_days(world: World) -> Days:
    """One day in every state, and one in its second chance."""
    make = world.make
    found = {}
    for state in DayState:
        found[state] = laid_out(world)
        wish_in_part(world, found[state], state)
    again = laid_out(world)
    wish_in_part(world, again, DayState.PUBLISHED)
    until = clock.now() + timedelta(days=7)
    actions.give_second_chance(
        world.actor(Role.COORDINATOR), again.reference, until, until + timedelta(days=7), make.fresh(again).version
    )
    return Days({state: make.fresh(day) for state, day in found.items()}, make.fresh(again))


def wish_in_part(world: World, day: MatchingDay, state: DayState) -> None:
    """Bring a day into a state; the first applicant asks for the capped area, the last for nothing at all."""
    make = world.make
    if state is not DayState.DRAFT:
        make.move_on(day, DayState.WISHING)
        people, towns = make.applicants(day), make.programmes(day)
        for k, person in enumerate(people[:-2]):
            make.wish(person, [*towns[:2], towns[2 + k % 2]])
        actions.withdraw(world.actor(Role.COORDINATOR), people[-2].reference)
    make.move_on(day, state, heard=False)


def furnish_own(world: World, days: Days) -> Iterator[Visit]:
    """The public page where it looks different, and what people in different situations see behind their links."""
    states = days.by_state
    for day in (states[DayState.WISHING], states[DayState.PUBLISHED], states[DayState.CANCELLED], days.again):
        yield Visit("matching_days.day", {"reference": day.reference})
    yield Visit("matching_days.link", {"reference": states[DayState.WISHING].reference})
    wished, *_, withdrawn, silent = world.make.applicants(states[DayState.WISHING])
    for person in (silent, withdrawn):
        yield Visit("matching_days.call", {"reference": person.reference}, Role.COORDINATOR)
    yield from _behind_the_link(world, ("mine", "mine_wishes", "mine_withdraw"), wished)
    yield from _behind_the_link(world, ("mine",), withdrawn, silent)
    for state in (DayState.RANKING, DayState.MATCHED, DayState.CANCELLED):
        yield from _behind_the_link(world, ("mine",), world.make.applicants(states[state])[0])
    yield from _behind_the_link(
        world, ("mine_wishes", "mine_withdraw"), world.make.applicants(states[DayState.MATCHED])[0]
    )
    placed, *_, left, _, nothing_named = world.make.applicants(states[DayState.PUBLISHED])
    yield from _behind_the_link(world, ("mine",), placed, left, nothing_named)
    yield from _behind_the_link(world, ("mine", "mine_wishes"), world.make.applicants(days.again)[3])


def _behind_the_link(world: World, pages: Sequence[str], *people: Applicant) -> Iterator[Visit]:
    for person in people:
        for page in pages:
            values = {"reference": person.reference, "token": world.make.my_token(person)}
            yield Visit(f"matching_days.{page}", values)
