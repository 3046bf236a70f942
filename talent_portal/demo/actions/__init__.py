"""Bring a prefecture in, and make the demo, always through the actions that people use."""

from talent_portal.demo.actions.prefecture import SHIPPED, Loaded, faults, load_prefecture, part
from talent_portal.demo.actions.seed import CROWD, PASSWORD, Seeded, seed

__all__ = ["CROWD", "PASSWORD", "SHIPPED", "Loaded", "Seeded", "faults", "load_prefecture", "part", "seed"]
