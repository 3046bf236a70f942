"""shortages: how many specialists each municipality lacks. Words: survey round, report, line, protected number."""
