"""What people and staff do in the register."""

from talent_portal.specialists.actions.aliases import aliases

__all__ = ["aliases"]
