"""Questions about requests."""

from talent_portal.needs.queries.as_facts import facts
from talent_portal.needs.queries.one import earlier, full, need, need_by_id, organisation_reference

__all__ = ["earlier", "facts", "full", "need", "need_by_id", "organisation_reference"]
