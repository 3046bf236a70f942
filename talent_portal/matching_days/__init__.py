"""matching_days: joint selections. Words: matching day, round, programme, applicant, wish, ranking sheet, outcome."""
