"""Why something about a matching day can be refused."""

from talent_portal.core.errors import Refusal, Stale
from talent_portal.core.marks import _n


class DayForbidden(Refusal):
    """The step exists, but not for this role."""

    code = "matching_day_forbidden"
    message = _n("Matching days belong to the coordinators of the prefecture.")
    status = 403


class DayStepImpossible(Refusal):
    """The table of transitions has no such step from here. Params: `state`, `event`."""

    code = "matching_day_step_impossible"
    message = _n("This step is not possible in the present state of the matching day.")
    status = 409


class StaleDay(Stale):
    """Somebody else has changed the matching day since the page was made."""

    code = "stale_matching_day"
    message = _n("Somebody else has changed this matching day in the meantime. The page below shows how it stands now.")


class TitleMissing(Refusal):
    """No title in one of the languages, and pages are bilingual."""

    code = "matching_day_title_missing"
    message = _n("Enter the title in both languages before the matching day begins.")


class DatesInDisorder(Refusal):
    """The end of wishes lies behind us, or not before that of the rankings. Params: `field`."""

    code = "matching_day_dates_in_disorder"
    message = _n("Check the dates: wishes must end in the future, and rankings after the wishes.")


class ReasonMissing(Refusal):
    """Wishes end before the time that everybody was told, and nobody says why. Params: `field`."""

    code = "early_end_without_reason"
    message = _n("Wishes were to be taken longer. Write the reason in both languages: every applicant reads it.")


class NoProgrammes(Refusal):
    """Nothing to choose from. Params: `field`."""

    code = "no_programmes"
    message = _n("Enter at least one municipality with its seats.")


class SeatsUnfit(Refusal):
    """A number of seats, a limit, or a number of wishes that makes no sense. Params: `field`."""

    code = "seats_unfit"
    message = _n("Seats and limits must be whole numbers of at least 1, and each municipality stands in the list once.")


class AreaUnknown(Refusal):
    """A limit for an area in which no municipality takes part. Params: `field`."""

    code = "area_unknown"
    message = _n("A limit was entered for an area in which no municipality takes part.")


class NobodyApplies(Refusal):
    """A matching day without applicants."""

    code = "nobody_applies"
    message = _n("Enter the applicants before the matching day begins.")


class NumberTaken(Refusal):
    """The number takes part already. Params: `field`, `number`."""

    code = "applicant_number_taken"
    message = _n("The number %(number)s takes part in this matching day already.")
    status = 409


class ApplicantUnfit(Refusal):
    """An applicant who cannot be taken as typed. Params: `field`, `codes` (of `rules.lists.FAULTS`)."""

    code = "applicant_unfit"
    message = _n("Check the number, the name, and the e-mail address or telephone number of the applicant.")


class ListUnfit(Refusal):
    """A list of applicants with faults; nothing of it was kept. Params: `faults` (of `rules.lists.Fault`)."""

    code = "applicant_list_unfit"
    message = _n("Nothing was added: the list has lines that need a correction.")


class NotTakingPart(Refusal):
    """The applicant has withdrawn or found their place."""

    code = "not_taking_part"
    message = _n("You no longer take part in this round of the matching day.")
    status = 409


class WishesClosed(Refusal):
    """Wishes are not taken now."""

    code = "wishes_closed"
    message = _n("Wishes can no longer be changed. Please call us if something is wrong.")
    status = 409


class WithdrawalClosed(Refusal):
    """It is too late to withdraw by oneself."""

    code = "withdrawal_closed"
    message = _n("The matching has been done. Please call us if you do not want to take the place.")
    status = 409


class WishesUnfit(Refusal):
    """No wish at all. Params: `field`."""

    code = "no_wish"
    message = _n("Choose at least one municipality.")


class WishTwice(Refusal):
    """One municipality named twice. Params: `field`."""

    code = "wish_twice"
    message = _n("Name each municipality once only.")


class TooManyWishes(Refusal):
    """More wishes than the day allows. Params: `field`, `most`."""

    code = "too_many_wishes"
    message = _n("You can name up to %(most)s municipalities.")


class WishUnknown(Refusal):
    """A municipality that has no seats to give in this round. Params: `field`."""

    code = "wish_unknown"
    message = _n("A municipality you chose has no seats in this round. Please choose again.")


class RankingsClosed(Refusal):
    """Rankings are not taken now."""

    code = "rankings_closed"
    message = _n("Rankings are not taken now: they begin when the wishes have ended, and end with the matching.")
    status = 409


class RankingUnfit(Refusal):
    """A place that is no number from 1 on, or somebody who did not name this municipality. Params: `field`."""

    code = "ranking_unfit"
    message = _n("Enter a number from 1 on, or leave the field empty for somebody you would not take.")


class NoAddress(Refusal):
    """A letter for somebody who gave a telephone number only."""

    code = "applicant_has_no_address"
    message = _n("There is no e-mail address to send the link to. Please name the wishes for this person here.")


class SheetsMissing(Refusal):
    """Municipalities that were named have not sent their ranking. Params: `organisations` (references)."""

    code = "sheets_missing"
    message = _n(
        "Some municipalities have not sent their ranking. Wait for it, or confirm that they are matched with nobody."
    )
    status = 409


class NothingLeft(Refusal):
    """A second chance needs somebody without a place and seats that are left."""

    code = "nothing_left"
    message = _n("There is nobody left without a place, or no seat left to give: a second chance is not possible.")
    status = 409
