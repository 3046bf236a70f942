"""The pages of matching days: for everybody, behind an applicant's link, for the office, for municipalities."""

from talent_portal.matching_days.views import applicants, calls, desk, mine, moving, outcome, public, towns
from talent_portal.matching_days.views.blueprint import bp

__all__ = ["applicants", "bp", "calls", "desk", "mine", "moving", "outcome", "public", "towns"]
