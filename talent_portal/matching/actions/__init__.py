"""What coordinators and the worker do with runs over all requests."""

from talent_portal.matching.actions.decisions import decide, lift
from talent_portal.matching.actions.publishing import publish
from talent_portal.matching.actions.runs import ask, stop

__all__ = ["ask", "decide", "lift", "publish", "stop"]
