"""Words for what the outbox knows: states, reasons, kinds of letters, ages."""

from collections.abc import Mapping
from datetime import timedelta

from talent_portal.core.marks import _n
from talent_portal.outbox.models import PhoneResult
from talent_portal.outbox.rules import LetterState

# state → (word, tone of its tag)
STATES: Mapping[LetterState, tuple[str, str]] = {
    LetterState.WAITING: (_n("Waiting to be sent"), "info"),
    LetterState.LEASED: (_n("Being sent"), "info"),
    LetterState.CALLING: (_n("Being sent"), "info"),
    LetterState.UNCERTAIN: (_n("Unclear whether sent"), "warn"),
    LetterState.ACCEPTED: (_n("Sent"), "ok"),
    LetterState.DELIVERED: (_n("Arrived"), "ok"),
    LetterState.BOUNCED: (_n("Came back"), "stop"),
    LetterState.FAILED: (_n("Could not be sent"), "stop"),
    LetterState.CANCELLED: (_n("Stopped"), "plain"),
    LetterState.WITHHELD: (_n("Not sent: address came back before"), "warn"),
}
# Why a letter is where it is; codes of gateways (`http_503`, `smtp_550`) are explained by their beginning.
REASONS: Mapping[str, str] = {
    "attachment": _n("A file for it could not be made. It is tried again."),
    "bounce": _n("The mail server of the recipient sent it back."),
    "connect": _n("The mail service could not be reached."),
    "dropped": _n("The mail service did not pass it on, because the address came back before."),
    "folder": _n("The folder for letters could not be written to."),
    "line": _n("The line broke before the mail service answered."),
    "suppressed": _n("The address came back before, so nothing was sent. A call was asked for."),
    "timeout": _n("The mail service did not answer in time."),
    "unfit": _n("The letter could not be made into a mail."),
    "unreadable": _n("The letter is sealed with a key that is no longer there."),
    "wiped": _n("The text had been erased."),
    "worker_lost": _n("The sending was interrupted."),
}
FAMILIES: Mapping[str, str] = {
    "http_": _n("The mail service answered with an error (%(code)s)."),
    "smtp_": _n("The mail server answered with an error (%(code)s)."),
}
CALLS: Mapping[str, str] = {
    "bounced": _n("Mail to this person came back"),
    "mail_failed": _n("Mail to this person could not be sent"),
    "mail_unsure": _n("It is unclear whether mail to this person arrived"),
    "suppressed": _n("Mail to this person came back before, so a new letter was not sent"),
}
RECEIPTS: Mapping[str, str] = {
    "processed": _n("Taken by the mail service"),
    "deferred": _n("The recipient's server asked to try later"),
    "delivered": _n("Taken by the recipient's server"),
    "bounce": _n("Sent back by the recipient's server"),
    "dropped": _n("Not passed on by the mail service"),
    "spamreport": _n("Marked as unwanted by the recipient"),
}
RESULTS: Mapping[PhoneResult, str] = {
    PhoneResult.REACHED: _n("Reached"),
    PhoneResult.LEFT_MESSAGE: _n("Message left"),
    PhoneResult.TRY_AGAIN: _n("Nobody answered"),
    PhoneResult.NOT_NEEDED: _n("No longer needed"),
}


def reason_words(code: str) -> str:
    """Return the message id that explains a reason code (`%(code)s` may be left in it), or nothing."""
    family = next((words for start, words in FAMILIES.items() if code.startswith(start)), "")
    return REASONS.get(code, family)


def minutes(age: timedelta) -> int:
    """Return whole minutes."""
    return int(age.total_seconds() // 60)
