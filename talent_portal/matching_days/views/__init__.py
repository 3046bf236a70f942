"""The pages of matching days: for everybody, and for whoever holds the link of an applicant."""

from talent_portal.matching_days.views import mine, public
from talent_portal.matching_days.views.blueprint import bp

__all__ = ["bp", "mine", "public"]
