"""Pages of the staffing survey: rounds, figures, and the picture they make."""

from talent_portal.shortages.views import figures, picture, rounds
from talent_portal.shortages.views.blueprint import bp

__all__ = ["bp", "figures", "picture", "rounds"]
