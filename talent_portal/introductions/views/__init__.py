"""Pages about cases: the coordinator's, the municipality's, and the person's own."""

from talent_portal.introductions.views import asking, case, index, municipality, person
from talent_portal.introductions.views.blueprint import bp

__all__ = ["asking", "bp", "case", "index", "municipality", "person"]
