"""specialists: the talent register. Words: credential, availability, half-day, hide-from, card, alias."""
