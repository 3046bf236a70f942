"""Every table in the house, so that migrations and the mapper see all of them."""

from talent_portal.accounts import models as accounts
from talent_portal.audit import models as audit
from talent_portal.core import jobs_models as jobs
from talent_portal.fairs import models as fairs
from talent_portal.introductions import models as introductions
from talent_portal.matching import models as matching
from talent_portal.matching_days import models as matching_days
from talent_portal.municipalities import models as municipalities
from talent_portal.needs import models as needs
from talent_portal.outbox import models as outbox
from talent_portal.placements import models as placements
from talent_portal.privacy import models as privacy
from talent_portal.professions import models as professions
from talent_portal.shortages import models as shortages
from talent_portal.signin import models as signin
from talent_portal.specialists import models as specialists

__all__ = [
    "accounts",
    "audit",
    "fairs",
    "introductions",
    "jobs",
    "matching",
    "matching_days",
    "municipalities",
    "needs",
    "outbox",
    "placements",
    "privacy",
    "professions",
    "shortages",
    "signin",
    "specialists",
]
