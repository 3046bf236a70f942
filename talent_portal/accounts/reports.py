"""The permission matrix as a page of the documentation."""

from talent_portal.accounts.permissions import MATRIX, Permission, Role
from talent_portal.core.actor import Grant, Scope

SIGNS = {Scope.NONE: "–", Scope.OWN: "own", Scope.ORG: "organisation", Scope.ALL: "all"}
CONDITIONS = {
    "after-release": "once both sides' reviews are released",
    "ask-only": "may ask; somebody else decides",
    "both-needed": "counts once the other side has said yes too",
    "consent-per-need": "only with the person's consent for this request",
    "consented-only": "only participants who agreed to hear from this municipality",
    "logged": "every view is written to the access log first",
    "not-own-entry": "not what one entered oneself",
    "numbers-only": "participant number, time and interests, no names",
    "on-behalf": "as told by phone or on paper, with date and witness; the person is told",
    "others-open-only": "all of one's own organisation, of others the open ones",
    "purpose-and-limit": "with a purpose; above 50 rows with a second person",
    "purpose-told": "with a purpose, logged, and the lead is told",
    "recheck": "checks again before it counts",
    "referred": "introduced for a request of one's own organisation, until 30 days after it ends",
    "second-person": "a second person confirms",
    "sent-or-matched": "requests one was asked about or introduced for",
    "shown-and-shared": "shown for a request of one's own organisation, person active, sharing and not hidden from it",
    "shown-to-us": "people shown to or introduced to one's own organisation",
    "under-check": "while their terms are being checked by one's own organisation",
}
HEAD = """# Permissions

Written by `flask permissions print > docs/permissions.md` from `talent_portal/accounts/permissions.py`; a test keeps
both equal. *own*: one's own record. *organisation*: the organisation one acts for. *all*: the whole prefecture.
Anything not listed is denied: 403 for pages, 404 for other people's things. Visitors without an account
see public pages only.
"""


def matrix_page() -> str:
    """Return docs/permissions.md."""
    return "\n".join([HEAD, *_table(), "", "## Conditions", "", *_conditions(), ""])


def _table() -> list[str]:
    roles = list(Role)
    lines = [f"| Permission | {' | '.join(roles)} |", f"|---|{'---|' * len(roles)}"]
    for permission in Permission:
        cells = [_cell(MATRIX[permission].get(role, Grant())) for role in roles]
        lines.append(f"| `{permission}` | {' | '.join(cells)} |")
    return lines


def _cell(grant: Grant) -> str:
    return f"{SIGNS[grant.scope]} ({grant.condition})" if grant.condition else SIGNS[grant.scope]


def _conditions() -> list[str]:
    used = sorted({grant.condition for cells in MATRIX.values() for grant in cells.values() if grant.condition})
    return [f"- `{code}`: {CONDITIONS[code]}" for code in used]
