"""The doors of the register."""

from talent_portal.specialists.views import desk, editing, links, mine, office, papers, preview, register
from talent_portal.specialists.views.blueprint import bp

__all__ = ["bp", "desk", "editing", "links", "mine", "office", "papers", "preview", "register"]
