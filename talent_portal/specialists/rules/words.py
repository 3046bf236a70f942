"""The words for what people choose between. Codes are stored; these are translated at the edge."""

from talent_portal.core.marks import _n
from talent_portal.professions.rules import CandidateKind
from talent_portal.specialists.rules.cards import FALLBACK
from talent_portal.specialists.rules.choices import (
    AvailableWhen,
    EmployerSector,
    Level,
    Remote,
    SideJobState,
    SpecialistKind,
    WorkingWay,
)
from talent_portal.specialists.rules.states import CredentialState, SpecialistEvent, SpecialistState

__all__ = ["FALLBACK"]
KINDS: dict[str, str] = {
    SpecialistKind.RETIRED: _n("Retired official"),
    SpecialistKind.SERVING: _n("Serving official who will leave"),
    SpecialistKind.OUTSIDE: _n("Outside specialist"),
    SpecialistKind.LICENSED: _n("Licence holder not working"),
}
KIND_HINTS: dict[str, str] = {
    SpecialistKind.RETIRED: _n("You worked for a prefecture or a municipality."),
    SpecialistKind.SERVING: _n("You still work for one, and your employer does not learn of this."),
    SpecialistKind.OUTSIDE: _n("You work for a company or a university, or for yourself."),
    SpecialistKind.LICENSED: _n("For example a nurse or a childcare worker at home."),
}
CANDIDATES: dict[str, str] = {
    CandidateKind.RETIRED: _n("Retired from a local government"),
    CandidateKind.SERVING: _n("Serving in a local government"),
    CandidateKind.FISCAL_FULL: _n("Fiscal-year official, full time"),
    CandidateKind.FISCAL_PART: _n("Fiscal-year official, part time"),
    CandidateKind.PRIVATE_EMPLOYEE: _n("Employed by a company or another body"),
    CandidateKind.SELF_EMPLOYED: _n("Self-employed"),
    CandidateKind.NOT_WORKING: _n("Not working now"),
}
AVAILABLE: dict[str, str] = {
    AvailableWhen.NOW: _n("Straight away"),
    AvailableWhen.LATER: _n("From a later day"),
    AvailableWhen.DISASTER: _n("Only after a disaster"),
    AvailableWhen.UNDECIDED: _n("Not decided; keep me informed"),
}
WAYS: dict[str, str] = {
    WorkingWay.EMPLOYED: _n("Be employed"),
    WorkingWay.FEE: _n("Advise for a fee"),
    WorkingWay.CONTRACT: _n("Take on work by contract"),
    WorkingWay.UNDECIDED: _n("Not decided"),
}
LEVELS: dict[str, str] = {
    Level.EXPERIENCED: _n("I have done it"),
    Level.ALONE: _n("I can do it alone"),
    Level.TEACHES: _n("I can show others"),
}
REMOTE: dict[str, str] = {
    Remote.NO: _n("On site only"),
    Remote.ALSO: _n("On site or from home"),
    Remote.ONLY: _n("From home only"),
}
SECTORS: dict[str, str] = {
    EmployerSector.PREFECTURE: _n("A prefecture"),
    EmployerSector.MUNICIPALITY: _n("A municipality"),
    EmployerSector.PRIVATE: _n("A company"),
    EmployerSector.OTHER: _n("Another body, or none"),
}
SIDE_JOBS: dict[str, str] = {
    SideJobState.NOT_NEEDED: _n("No permission needed"),
    SideJobState.NEEDED: _n("Needed, not asked for yet"),
    SideJobState.APPLIED: _n("Asked for"),
    SideJobState.GRANTED: _n("Granted"),
    SideJobState.REFUSED: _n("Refused"),
}
STATES: dict[str, tuple[str, str]] = {
    SpecialistState.PROVISIONAL: (_n("Provisional"), "warn"),
    SpecialistState.DRAFT: (_n("Being filled in"), "info"),
    SpecialistState.SUBMITTED: (_n("Waiting for the office"), "warn"),
    SpecialistState.RETURNED: (_n("Returned to the person"), "warn"),
    SpecialistState.ACTIVE: (_n("Registered"), "ok"),
    SpecialistState.PAUSED: (_n("Paused"), "plain"),
    SpecialistState.LAPSED: (_n("Expired"), "stop"),
    SpecialistState.SUSPENDED: (_n("Suspended"), "stop"),
    SpecialistState.WITHDRAWN: (_n("Withdrawn"), "plain"),
    SpecialistState.ERASED: (_n("Erased"), "plain"),
}
EVENTS: dict[str, str] = {
    SpecialistEvent.CONFIRM: _n("Confirm the contact"),
    SpecialistEvent.SUBMIT: _n("Send the card to the office"),
    SpecialistEvent.RETURN: _n("Return to the person"),
    SpecialistEvent.ACTIVATE: _n("Enter into the register"),
    SpecialistEvent.PAUSE: _n("Pause"),
    SpecialistEvent.RESUME: _n("End the pause"),
    SpecialistEvent.RENEW: _n("Confirm for a year"),
    SpecialistEvent.SUSPEND: _n("Suspend"),
    SpecialistEvent.REINSTATE: _n("End the suspension"),
    SpecialistEvent.WITHDRAW: _n("Withdraw from the register"),
}
TRAVEL_BANDS: dict[str, str] = {
    "30": _n("within 30 minutes"),
    "60": _n("within 60 minutes"),
    "90": _n("within 90 minutes"),
    "120": _n("within 2 hours"),
    "120+": _n("more than 2 hours, and willing"),
    "night": _n("with a night away"),
    "remote": _n("from home"),
    "far": _n("not by travelling every day"),
}
YEAR_BANDS: dict[str, str] = {
    "0-4": _n("up to 4 years"),
    "5-9": _n("5 to 9 years"),
    "10-19": _n("10 to 19 years"),
    "20+": _n("20 years and more"),
}
REASONS: dict[str, str] = {
    "incomplete": _n("Something is missing"),
    "unclear": _n("Something is unclear"),
    "asked": _n("The person asked for it"),
    "unreachable": _n("The person cannot be reached"),
    "conduct": _n("Conduct is being examined"),
    "doubtful": _n("What was said is in doubt"),
    "other": _n("Other"),
}
CREDENTIAL_STATES: dict[str, tuple[str, str]] = {
    CredentialState.CLAIMED: (_n("Self-declared"), "warn"),
    CredentialState.EVIDENCE_GIVEN: (_n("Document seen"), "info"),
    CredentialState.VERIFIED: (_n("Checked"), "ok"),
    CredentialState.REFUSED: (_n("Not confirmed"), "stop"),
    CredentialState.EXPIRED: (_n("Expired"), "stop"),
}
CREDENTIAL_REASONS: dict[str, str] = {
    "illegible": _n("The document cannot be read"),
    "mismatch": _n("The document says something else"),
    "expired": _n("The document has expired"),
    "missing": _n("No document was shown"),
}
EXPORT_PURPOSES: dict[str, str] = {
    "mailing": _n("Post to registered people"),
    "meeting": _n("Meeting of the office"),
    "request": _n("Request by the person or by law"),
}
CHANNELS: dict[str, str] = {"web": _n("On this website"), "phone": _n("By telephone"), "paper": _n("On paper")}
PARTS: dict[str, str] = {
    "about": _n("About me"),
    "qualifications": _n("Qualifications"),
    "work": _n("Work I can do"),
    "days": _n("Days available"),
    "travel": _n("How far I can travel"),
    "ways": _n("How I would like to work"),
    "hide": _n("Do not show me to"),
    "consents": _n("What I agree to"),
}
PART_HINTS: dict[str, str] = {
    "about": _n("Name and contact, what you have done, how long"),
    "qualifications": _n("Only those you want to use"),
    "work": _n("Tick what you have done before"),
    "days": _n("About how many days a week; the rest by agreement"),
    "travel": _n("From where, how long, by boat or plane"),
    "ways": _n("Employed, for a fee, or by contract"),
    "hide": _n("Bodies that must not learn of your registration"),
    "consents": _n("Each for itself; you can take each back"),
}
CONSENTS: dict[str, str] = {
    "specialist.share-anonymous": _n("Municipalities may see a summary without my name"),
    "specialist.phone": _n("You may call me"),
    "specialist.disaster": _n("After a disaster you may ask me for an answer within 24 hours"),
    "specialist.employer-contact": _n("You may contact my employer about permission for other work"),
    "specialist.review-sharing": _n("A summary of reviews may be told to the next municipality"),
    "specialist.statistics": _n("I may be counted in statistics"),
}
LETTER_NAMES: dict[str, str] = {
    "specialists/prove": _n("Code for registering in the talent register"),
    "specialists/known": _n("Registered already"),
    "specialists/confirmed": _n("Registration confirmed; how to go on"),
    "specialists/news": _n("News about the registration"),
    "specialists/entered": _n("What the office entered for you"),
    "specialists/renew": _n("Yearly confirmation"),
    "specialists/licence": _n("A qualification runs out"),
}
CALL_BACK, NEWS, COPY, RENEWAL = "specialist.call-back", "specialist.news", "specialist.copy", "specialist.renewal"
LICENCE_ENDS, LICENCE_ENDED = "specialist.licence-ends", "specialist.licence-ended"
PHONE_REASONS: dict[str, str] = {
    CALL_BACK: _n("Somebody registered without e-mail: call to confirm"),
    NEWS: _n("Tell somebody of the register where the registration stands"),
    COPY: _n("Post a copy of what was entered to somebody of the register"),
    RENEWAL: _n("Yearly confirmation of somebody without e-mail: call, or post the sheet"),
    LICENCE_ENDS: _n("Tell somebody without e-mail that a qualification on their card runs out soon"),
    LICENCE_ENDED: _n("A qualification that was looked at has run out: ask whether it was renewed"),
}
