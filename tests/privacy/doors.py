"""What everybody may read, and who may read the log of views."""

from talent_portal.accounts.permissions import Permission
from tests.architecture.authorisation import needs, public

DOORS = {
    "privacy.accesses": needs(Permission.ACCESS_LOG_READ),
    "privacy.accessibility": public(),
    "privacy.complaints": public(),
    "privacy.purposes": public(),
    "privacy.scope": public(),
}
