"""The matching engine: pure functions over frozen arrays. No web, no database, no wall clock, no global randomness.

Words. A *half-day* is a morning or an afternoon of one weekday: 14 a week, bit 0 = Monday morning, bit 1 = Monday
afternoon … bit 13 = Sunday afternoon. A *term* is a quarter of the planned year; one contract keeps its half-days over
all its terms. A *pair* is a specialist who may lawfully do a need. A *plan* gives half-days a week to pairs.
"""
