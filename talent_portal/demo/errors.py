"""Why the demo can be refused."""

from talent_portal.core.errors import Refusal
from talent_portal.core.marks import _n


class DemoRefused(Refusal):
    """Invented people never enter an instance that is not a demo."""

    code = "demo_refused"
    message = _n("Demo data are only made where PORTAL_DEMO=1 is set, and never in production.")
