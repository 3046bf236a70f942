"""Who may open which door of matching days: everybody the public page, whoever holds the link an applicant's own."""

from talent_portal.matching_days.models import MatchingDay
from talent_portal.matching_days.rules.states import DayState
from tests.architecture.authorisation import UNKNOWN, Outcome, Things, World, by_link, public


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


OWN = ("", "_wishes", "_wishes_send", "_withdraw", "_withdraw_send", "_data")

DOORS = {
    **{
        f"matching_days.{name}": public(shown_and_draft, but={("*", "b"): Outcome.HIDDEN})
        for name in ("day", "link", "link_send")
    },
    **{f"matching_days.mine{name}": by_link(own) for name in OWN},
}
