"""The lists municipalities choose from. Codes are stored; words are translated at the edge. Pure."""

from talent_portal.core.marks import _n

STATES: dict[str, str] = {
    "draft": _n("Draft"),
    "submitted": _n("Sent to the prefecture"),
    "returned": _n("Sent back"),
    "open": _n("Open for introductions"),
    "matching": _n("Candidates in progress"),
    "partly_filled": _n("Partly filled"),
    "filled": _n("Filled"),
    "unfilled": _n("Closed without a person"),
    "withdrawn": _n("Request withdrawn"),
    "expired": _n("Past its last day"),
}

RETURN_REASONS: dict[str, str] = {
    "duties_unclear": _n("The duties need to be clearer"),
    "conditions_incomplete": _n("The working conditions are incomplete"),
    "form_unlawful": _n("The appointment form does not fit the work"),
    "pattern_unclear": _n("The days or the period need to be clearer"),
    "duplicate": _n("There is already such a request"),
    "other": _n("Other"),
}
WITHDRAW_REASONS: dict[str, str] = {
    "found_elsewhere": _n("A person was found in another way"),
    "own_staff": _n("The work is done by own staff"),
    "budget": _n("There is no budget"),
    "work_dropped": _n("The work is no longer planned"),
    "contracted": _n("The work was given to a company"),
    "mistake": _n("It was entered by mistake"),
    "other": _n("Other"),
}
UNFILLED_REASONS: dict[str, str] = {
    "nobody_qualified": _n("Nobody has the licence needed"),
    "too_far": _n("The way is too far"),
    "days": _n("Nobody is free on these days"),
    "form": _n("No appointment form is possible"),
    "pay": _n("The pay or fee does not fit"),
    "declined": _n("Everybody who was asked declined"),
    "not_selected": _n("The municipality selected nobody"),
    "other": _n("Other"),
}
REASONS: dict[str, str] = {
    **RETURN_REASONS,
    **WITHDRAW_REASONS,
    **UNFILLED_REASONS,
    "discarded": _n("The draft was discarded"),
    "period_over": _n("The last day for introductions has passed"),
}

ADVERTISED: dict[str, str] = {
    "examination": _n("Recruitment examination"),
    "open_call": _n("Open call for fiscal-year or fixed-term staff"),
    "hello_work": _n("Public employment office (Hello Work)"),
    "website": _n("Website or newsletter"),
    "associations": _n("Professional associations and universities"),
    "other_bodies": _n("Asked the prefecture or other municipalities"),
}
BUDGET: dict[str, str] = {
    "secured": _n("In the budget"),
    "planned": _n("Planned in the next budget"),
    "open": _n("Budget not decided yet"),
}
HOUSING: dict[str, str] = {
    "none": _n("Not provided"),
    "room": _n("A room is provided"),
    "allowance": _n("An allowance is paid"),
}
TRAVEL_PAID: dict[str, str] = {
    "all": _n("Paid in full"),
    "part": _n("Paid up to a limit"),
    "none": _n("Not paid"),
}
WHY_NEEDED: dict[str, str] = {
    "retirement": _n("Somebody retires or leaves"),
    "vacancy": _n("Recruitment found nobody"),
    "leave": _n("Cover for leave"),
    "project": _n("A project or new task"),
    "disaster": _n("Disaster response"),
    "succession": _n("Training a successor"),
    "other": _n("Other"),
}
AUDIENCES: dict[str, str] = {
    "public": _n("Everybody, as open work"),
    "municipalities": _n("All municipalities"),
    "prefecture": _n("The prefecture only"),
}
PATTERNS: dict[str, str] = {
    "days": _n("Days a week, which ones by agreement"),
    "halves": _n("Certain days of the week"),
    "monthly": _n("Days a month, which ones by agreement"),
}
SHARE_STATES: dict[str, str] = {
    "asked": _n("Waiting for confirmation"),
    "confirmed": _n("Part confirmed"),
    "declined": _n("Part declined"),
}
WEIGHTS: dict[str, str] = {"1": _n("Helps a little"), "2": _n("Helps"), "3": _n("Helps a lot")}
