"""Who could do which work: eligibility, ranking, a best plan over all open needs at once, and matching day."""
