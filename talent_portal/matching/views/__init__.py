"""The coordinator's pages: who could do a request, one person in full, several side by side, and the reverse."""

from talent_portal.matching.views import candidates, comparing, fitting
from talent_portal.matching.views.blueprint import bp

__all__ = ["bp", "candidates", "comparing", "fitting"]
