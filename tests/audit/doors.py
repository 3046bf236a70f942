"""Who may read the book of deeds."""

from talent_portal.accounts.permissions import Permission
from tests.architecture.authorisation import needs

DOORS = {"audit.index": needs(Permission.AUDIT_READ)}
