"""Pages about sessions: the public ones, signing up, one's own registration, and the desk."""

from talent_portal.fairs.views import booths, desk, mine, participants, public, seats, sign_up
from talent_portal.fairs.views.blueprint import bp

__all__ = ["booths", "bp", "desk", "mine", "participants", "public", "seats", "sign_up"]
