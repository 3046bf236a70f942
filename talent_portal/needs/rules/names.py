"""What the outbox calls the letters of requests on its page. Pure."""

from talent_portal.core.marks import _n

LETTER_NAMES: dict[str, str] = {
    "needs/submitted": _n("New staffing request"),
    "needs/taken_back": _n("Staffing request taken back"),
    "needs/returned": _n("Staffing request sent back"),
    "needs/opened": _n("Staffing request opened"),
    "needs/reopened": _n("Staffing request opened again"),
    "needs/filled": _n("Staffing request filled"),
    "needs/withdrawn": _n("Staffing request withdrawn"),
    "needs/closed": _n("Staffing request closed without a person"),
    "needs/expired": _n("Staffing request past its last day"),
    "needs/share_asked": _n("Part of a joint request to confirm"),
    "needs/share_answered": _n("Answer to a joint request"),
    "needs/silent": _n("Staffing request without a proposal"),
}
