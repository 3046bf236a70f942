"""Questions about requests."""

from talent_portal.needs.queries.as_facts import facts
from talent_portal.needs.queries.one import full, need, need_by_id

__all__ = ["facts", "full", "need", "need_by_id"]
