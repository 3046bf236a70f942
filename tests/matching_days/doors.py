"""Who may open which door of matching days.

Everybody the public page, whoever holds the link an applicant's own, the prefecture the desk (an auditor reads it, and
meets no name), a municipality its own sheet.
"""

from talent_portal.accounts.models import Organisation
from talent_portal.accounts.permissions import Permission
from talent_portal.matching_days.models import MatchingDay
from talent_portal.matching_days.rules.states import DayState
from tests.architecture.authorisation import UNKNOWN, Outcome, Owner, Things, World, by_link, needs, public


def _day(world: World, **given) -> MatchingDay:
    return world.make.matching_day(offices=[world.office_a, world.office_b], **given)


def shown_and_draft(world: World) -> Things:
    """One that everybody may see, and one that only the office knows."""
    draft = _day(world, state=DayState.DRAFT)
    return Things(a={"reference": _day(world).reference}, b={"reference": draft.reference})


def own(world: World) -> Things:
    """The link of an applicant; the same link for somebody else's page; a link to nothing."""
    mine, theirs = world.make.applicants(_day(world))
    token = world.make.my_token(mine)
    return Things(
        a={"reference": mine.reference, "token": token},
        b={"reference": theirs.reference, "token": token},
        missing={"reference": UNKNOWN, "token": token},
    )


def draft(world: World) -> Things:
    return Things(a={"reference": _day(world, state=DayState.DRAFT).reference})


def opening(world: World) -> Things:
    return Things(a=dict(draft(world).a) | {"event": "open"}, missing={"reference": UNKNOWN, "event": "open"})


def applicant(world: World) -> Things:
    return Things(a={"reference": world.make.applicants(_day(world, state=DayState.DRAFT))[0].reference})


def asked(world: World) -> Things:
    return Things(a={"reference": world.make.applicants(_day(world))[0].reference})


def shared(world: World) -> Things:
    """A day of office A, one of office B; whose sheet is shown follows from whoever asks."""
    days = [world.make.matching_day(offices=[office], state=DayState.RANKING) for office in _offices(world)]
    return Things(a={"reference": days[0].reference}, b={"reference": days[1].reference})


def _offices(world: World) -> list[Organisation]:
    return [world.office_a, world.office_b]


OWN = ("", "_wishes", "_wishes_send", "_withdraw", "_withdraw_send", "_data")

DOORS = {
    **{
        f"matching_days.{name}": public(shown_and_draft, but={("*", "b"): Outcome.HIDDEN})
        for name in ("day", "link", "link_send")
    },
    **{f"matching_days.mine{name}": by_link(own) for name in OWN},
    "matching_days.desk": needs(Permission.MATCH_READ),
    **{f"matching_days.new_day{name}": needs(Permission.MATCH_RUN) for name in ("", "_send")},
    **{f"matching_days.{name}": needs(Permission.MATCH_READ, draft) for name in ("desk_day", "outcome")},
    **{
        f"matching_days.{name}{send}": needs(Permission.MATCH_RUN, draft)
        for name in ("edit_day", "postpone", "second_chance", "call_off", "new_applicant", "read_applicants")
        for send in ("", "_send")
    },
    "matching_days.applicants": needs(Permission.MATCH_RUN, draft),
    **{f"matching_days.step{send}": needs(Permission.MATCH_RUN, opening) for send in ("", "_send")},
    **{f"matching_days.call{deed}": needs(Permission.MATCH_RUN, asked) for deed in ("", "_wishes")},
    **{f"matching_days.call_{deed}": needs(Permission.MATCH_RUN, asked) for deed in ("withdraw", "link")},
    **{f"matching_days.applicant{deed}": needs(Permission.MATCH_RUN, applicant) for deed in ("", "_send", "_remove")},
    "matching_days.towns": needs(Permission.SELECTION_PREPARE),
    **{
        f"matching_days.ranking{send}": needs(Permission.SELECTION_PREPARE, shared, owner=Owner.OFFICE)
        for send in ("", "_send")
    },
}
