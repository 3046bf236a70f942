"""Introductions: from a candidate to a name released, and the municipality's own selection. Nothing ends in silence."""
