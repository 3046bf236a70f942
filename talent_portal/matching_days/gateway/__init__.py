"""Links that lead in from letters."""
