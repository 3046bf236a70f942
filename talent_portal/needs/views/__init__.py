"""Pages about staffing requests: lists, the form, one request and its steps, the open work that everybody sees."""

from talent_portal.needs.views import lists, show, steps, work, writing
from talent_portal.needs.views.blueprint import bp

__all__ = ["bp", "lists", "show", "steps", "work", "writing"]
