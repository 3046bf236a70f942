"""Why a sign-in, or a change of who may sign in, is refused."""

from talent_portal.core.errors import Refusal
from talent_portal.core.marks import _n


class WrongPassword(Refusal):
    """Wrong, unknown, disabled or locked: one answer for all, so that nobody learns which addresses exist."""

    code = "wrong_password"
    message = _n(
        "The e-mail address or the password is not right. After 10 wrong tries, sign-in stops for 15 minutes or more."
    )


class Locked(Refusal):
    """Too many tries in a row."""

    code = "locked"
    message = _n("There were too many wrong tries. Please wait at least 15 minutes, then try again.")
    status = 429


class WrongCode(Refusal):
    """No such code, or one that was used before."""

    code = "wrong_code"
    message = _n("This code is not right, or it has been used already. Each code works once.")


class PasskeyRefused(Refusal):
    """The answer of the device does not verify, or answers an old question."""

    code = "passkey_refused"
    message = _n("The passkey was not accepted. Please try again, or use another way to sign in.")


class StartAgain(Refusal):
    """More than ten minutes between the two factors."""

    code = "start_again"
    message = _n("That took too long, so we have stopped for your safety. Please sign in again.")


class NoMembership(Refusal):
    """The account is fine, but acts for nobody today."""

    code = "no_membership"
    message = _n("You do not belong to any organisation at present. Please ask the person who manages its users.")


class LinkGone(Refusal):
    """Unknown, used or expired."""

    code = "link_gone"
    message = _n("This link has expired or has been used already. Please ask for a new one.")
    status = 404


class TooShort(Refusal):
    """Fewer than twelve characters."""

    code = "too_short"
    message = _n("Choose a password of 12 characters or more. Several words in a row are easy to remember.")


class TooLong(Refusal):
    """More than anybody types."""

    code = "too_long"
    message = _n("Choose a password of 128 characters or fewer.")


class TooCommon(Refusal):
    """On the list, or made of the service's and the person's own words."""

    code = "too_common"
    message = _n("This password is easy to guess. Avoid place names, your own name, years and rows of keys.")


class LastFactor(Refusal):
    """Without a second factor nobody could sign in again."""

    code = "last_factor"
    message = _n("This is your only second step. Add another one before you remove it.")


class RoleNotYours(Refusal):
    """The matrix of who grants what says no."""

    code = "role_not_yours"
    message = _n("You cannot give or take away this role. Please ask the prefecture's lead.")
    status = 403


class RoleDoesNotFit(Refusal):
    """A prefectural role in a municipality."""

    code = "role_does_not_fit"
    message = _n("This role does not exist in this kind of organisation.")


class AlreadyMember(Refusal):
    """The same person, role and organisation, still running."""

    code = "already_member"
    message = _n("This person already has this role here.")


class NotYourself(Refusal):
    """Somebody else has to do it."""

    code = "not_yourself"
    message = _n("You cannot do this to yourself. Please ask somebody else who manages users.")


class NotStaff(Refusal):
    """The address belongs to a registered person."""

    code = "not_staff"
    message = _n("This address is used for a personal registration. Please use an office address.")


class AccountDisabled(Refusal):
    """A disabled account is enabled first, by the lead."""

    code = "account_disabled"
    message = _n("This account has been disabled. Ask the prefecture's lead to enable it first.")
