"""Why the map says no."""

from talent_portal.core.errors import Refusal
from talent_portal.core.marks import _n


class AnotherPrefecture(Refusal):
    """One instance serves one prefecture."""

    code = "another_prefecture"
    message = _n("This instance already serves the prefecture with code %(code)s.")
