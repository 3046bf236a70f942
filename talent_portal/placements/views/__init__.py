"""The pages of offers and placements."""

from talent_portal.placements.views import desk, mine, ordinances, papers, placements, steps, terms
from talent_portal.placements.views.blueprint import bp

__all__ = ["bp", "desk", "mine", "ordinances", "papers", "placements", "steps", "terms"]
