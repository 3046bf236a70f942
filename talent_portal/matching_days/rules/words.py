"""Words of matching days: states, reasons, letters, calls. Codes are stored; words are translated at the edge. Pure."""

from talent_portal.core.marks import _n
from talent_portal.matching.engine.deferred import AREA, CAPACITY, UNRANKED

DAY_STATES: dict[str, str] = {
    "draft": _n("Matching day being prepared"),
    "wishing": _n("Applicants name their wishes"),
    "ranking": _n("Municipalities rank the applicants"),
    "matched": _n("Matched, not published yet"),
    "published": _n("Outcome published"),
    "closed": _n("Matching day closed"),
    "cancelled": _n("Matching day called off"),
}
APPLICANT_STATES: dict[str, str] = {
    "invited": _n("No wishes named yet"),
    "wished": _n("Wishes named"),
    "placed": _n("Matched with a municipality"),
    "withdrawn": _n("Withdrew from the matching day"),
}
# Why a wish did not come true; `%(area)s` is the name of an area.
REFUSALS: dict[str, str] = {
    CAPACITY: _n("All seats went to people who stood before you on the list of this municipality."),
    UNRANKED: _n("This municipality did not put you on its list."),
    AREA: _n("There is a common limit of seats for the area %(area)s, and its seats were given elsewhere."),
}
# The same, said about the applicant and not to them.
REFUSALS_FOR_OFFICE: dict[str, str] = REFUSALS | {
    CAPACITY: _n("All seats went to people who stood before this applicant on the list of the municipality."),
    UNRANKED: _n("The municipality did not put this applicant on its list."),
}
LETTER_NAMES: dict[str, str] = {
    "matching_days/invited": _n("Matching day: request for wishes"),
    "matching_days/wished": _n("Matching day: wishes received"),
    "matching_days/reminder": _n("Matching day: reminder of wishes"),
    "matching_days/link": _n("Matching day: new address of one's own page"),
    "matching_days/resent": _n("Matching day: address of one's own page, asked for"),
    "matching_days/postponed": _n("Matching day: later dates"),
    "matching_days/early": _n("Matching day: wishes ended earlier"),
    "matching_days/withdrawn": _n("Matching day: withdrawal received"),
    "matching_days/result": _n("Matching day: result"),
    "matching_days/again": _n("Matching day: second chance"),
    "matching_days/ended": _n("Matching day: nothing more comes"),
    "matching_days/cancelled": _n("Matching day: called off"),
    "matching_days/town_rank": _n("Matching day: request for the ranking"),
    "matching_days/town_reminder": _n("Matching day: reminder of the ranking"),
    "matching_days/town_postponed": _n("Matching day: later dates, to the municipality"),
    "matching_days/town_result": _n("Matching day: result for the municipality"),
    "matching_days/town_again": _n("Matching day: second chance with your seats"),
    "matching_days/town_cancelled": _n("Matching day: called off, to the municipality"),
}
PHONE_REASONS: dict[str, str] = {
    "matching-day.invited": _n("Ask for the wishes of the matching day"),
    "matching-day.reminder": _n("Remind of the wishes of the matching day"),
    "matching-day.result": _n("Tell the result of the matching day"),
    "matching-day.again": _n("Ask for wishes in the second chance of the matching day"),
    "matching-day.ended": _n("Tell that the matching day brought no place"),
    "matching-day.cancelled": _n("Tell that the matching day was called off"),
}
