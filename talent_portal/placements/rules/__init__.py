"""Arithmetic of offers and placements: states, deadlines, half-days, what is lawful, who must act. Pure."""
