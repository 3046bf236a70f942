"""Why something about a session can be refused."""

from talent_portal.core.errors import Refusal
from talent_portal.core.marks import _n


class SignUpClosed(Refusal):
    """Sign-up has not opened, has closed, or the session does not take place."""

    code = "sign_up_closed"
    message = _n("Sign-up for this session is not open.")
    status = 409


class FairFull(Refusal):
    """Every place of the session is taken."""

    code = "fair_full"
    message = _n("All places at this session are taken.")
    status = 409


class SlotFull(Refusal):
    """A talk of the plan is taken.

    Params: `full` (references of the full slots), `alternatives` (slot reference → tuple of `AlternativeView`).
    """

    code = "slot_full"
    message = _n("All seats of a talk you chose are taken. Everything you typed is kept: please choose another talk.")
    status = 409


class TalksClash(Refusal):
    """Two talks of the plan are in the same round. Params: `slots`."""

    code = "talks_clash"
    message = _n("Two of the talks you chose are at the same time.")


class SameMunicipalityTwice(Refusal):
    """Two talks of the plan are at the same booth. Params: `slots`."""

    code = "same_municipality_twice"
    message = _n("You can book one talk per municipality.")


class TooManyTalks(Refusal):
    """The plan is longer than the session allows. Params: `most`."""

    code = "too_many_talks"
    message = _n("You can book up to %(most)s talks.")


class UnknownTalk(Refusal):
    """A talk of the plan does not belong to this session."""

    code = "unknown_talk"
    message = _n("A talk you chose no longer exists. Please choose again.")


class ChangesClosed(Refusal):
    """The time for changing talks by oneself has passed. Params: `contact`."""

    code = "changes_closed"
    message = _n("Talks can no longer be changed here. Please contact us: %(contact)s")
    status = 409


class NotActive(Refusal):
    """The registration was cancelled or its hold ended."""

    code = "not_active"
    message = _n("This sign-up is no longer valid.")
    status = 409


class WrongCode(Refusal):
    """The code is wrong, too old, tried too often, or belongs to nothing: one answer for all of them."""

    code = "wrong_code"
    message = _n("The code is not right or can no longer be used. Please check the newest mail, or use the link in it.")


class AlreadySignedUp(Refusal):
    """Staff entered somebody who is already signed up (never shown to guests). Params: `number`."""

    code = "already_signed_up"
    message = _n("This address is already signed up for the session, with number %(number)s.")
    status = 409


class ReasonMissing(Refusal):
    """An override above the capacity without its reason."""

    code = "reason_missing"
    message = _n("Enter the reason for going above the capacity.")


class ContactMissing(Refusal):
    """A registration with neither mail nor phone."""

    code = "contact_missing"
    message = _n("Enter an e-mail address or a telephone number.")


class StateForbids(Refusal):
    """The table of transitions has no such step. Params: `state`, `wanted`."""

    code = "state_forbids"
    message = _n("This step is not possible in the present state of the session.")
    status = 409


class CapacityBelowTaken(Refusal):
    """A capacity below what is already taken. Params: `taken`."""

    code = "capacity_below_taken"
    message = _n("%(taken)s places are already taken; the number cannot be lower.")
    status = 409


class RoundsOverlap(Refusal):
    """A grid whose rounds come closer than five minutes. Params: `gap`."""

    code = "rounds_overlap"
    message = _n("Leave at least %(gap)s minutes between two talks.")


class GridOutside(Refusal):
    """A grid that does not fit between start and end."""

    code = "grid_outside"
    message = _n("The talks do not fit between the start and the end of the session.")


class TimesInDisorder(Refusal):
    """Doors, start, end, or the sign-up window are in the wrong order. Params: `field`."""

    code = "times_in_disorder"
    message = _n("Check the order of the times: doors, start, end, and the sign-up period before the end.")


class NothingToPublish(Refusal):
    """A session without a single booth or round cannot be published."""

    code = "nothing_to_publish"
    message = _n("Add at least one municipality before you publish the session.")


class TitleMissing(Refusal):
    """The session has no English title yet, and pages are bilingual."""

    code = "title_missing"
    message = _n("Enter the title in both languages before you publish the session.")


class RoomMissing(Refusal):
    """A session that takes place online needs its address."""

    code = "room_missing"
    message = _n("Enter the address of the online room.")


class TakesPartAlready(Refusal):
    """The municipality has a booth at this session."""

    code = "takes_part_already"
    message = _n("This municipality takes part already.")
    status = 409


class NotConfirmed(Refusal):
    """Somebody at the desk never proved their address: staff confirm them first. Params: `person` (reference)."""

    code = "not_confirmed"
    message = _n("This sign-up was never confirmed. Ask for the name, then confirm it here.")
    status = 409


class TicketInvalid(Refusal):
    """A ticket that is forged, of another session, or no longer valid. Params: `reason`."""

    code = "ticket_invalid"
    message = _n("This ticket is not valid for this session.")


class NumberUnknown(Refusal):
    """No valid registration carries the number."""

    code = "number_unknown"
    message = _n("No participant of this session has this number.")


class NotAtThisSession(Refusal):
    """A consent for a municipality that is not at this session."""

    code = "not_at_this_session"
    message = _n("This municipality does not take part in the session.")
