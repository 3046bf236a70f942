"""Numbers and codes as people type them. Pure."""

import unicodedata

MOST_DIGITS = 9


def folded_digits(text: str) -> str:
    """Return the digits in half width, whatever stands between or before them; nothing where they are too many."""
    digits = "".join(str(unicodedata.decimal(letter)) for letter in text if letter.isdecimal())
    return digits if len(digits) <= MOST_DIGITS else ""
