"""Arithmetic about sessions: pure, without a clock, a database, or Flask."""
