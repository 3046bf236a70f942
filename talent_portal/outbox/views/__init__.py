"""Doors of the outbox: the desk of the coordinators, and the hook of the provider."""
