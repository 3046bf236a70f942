"""Matching days as the office and a municipality see them."""

from collections.abc import Iterator

from talent_portal.accounts.permissions import Role
from talent_portal.matching_days.rules.states import DayState
from tests.browser.world import Visit, World
from tests.matching_days.browsed_own import Days

EVENTS = ("open", "close-wishes", "match", "publish", "close")
S = DayState


def furnish_desk(world: World, days: Days) -> Iterator[Visit]:
    """Every state on the desk, the page before every step, the outcome with names and by numbers, every sheet."""
    coordinator, approver = Role.COORDINATOR, Role.APPROVER
    at = {state: {"reference": day.reference} for state, day in days.by_state.items()}
    again = {"reference": days.again.reference}
    for where in (*at.values(), again):
        yield Visit("matching_days.desk_day", where, coordinator)
    pages = [(S.DRAFT, page) for page in ("edit_day", "applicants", "new_applicant", "read_applicants")]
    pages += [(S.RANKING, "postpone"), (S.RANKING, "call_off"), (S.PUBLISHED, "second_chance"), (S.WISHING, "edit_day")]
    pages += [(S.PUBLISHED, "applicants"), (S.MATCHED, "outcome"), (S.PUBLISHED, "outcome"), (S.DRAFT, "outcome")]
    for state, page in pages:
        yield Visit(f"matching_days.{page}", at[state], coordinator)
    for where, event in zip(list(at.values())[: len(EVENTS)], EVENTS, strict=True):
        yield Visit("matching_days.step", where | {"event": event}, coordinator)
    yield Visit("matching_days.step", at[S.CANCELLED] | {"event": "open"}, coordinator)
    yield Visit("matching_days.outcome", again, coordinator)
    yield Visit("matching_days.outcome", at[S.MATCHED], Role.AUDITOR)
    yield Visit("matching_days.desk_day", at[S.DRAFT], Role.AUDITOR)
    for state in (S.WISHING, S.RANKING, S.PUBLISHED, S.CANCELLED):
        yield Visit("matching_days.ranking", at[state], approver)
    yield Visit("matching_days.ranking", at[S.RANKING], Role.MEMBER)
    yield Visit("matching_days.towns", {}, approver)
    yield Visit("matching_days.desk", {}, coordinator)
    person = world.make.applicants(days.by_state[S.DRAFT])[0]
    yield Visit("matching_days.applicant", {"reference": person.reference}, coordinator)
