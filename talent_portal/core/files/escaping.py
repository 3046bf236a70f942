"""Keep cells of a CSV from running as formulas in the office's Excel. Pure, and reversible."""

import re

GUARD = "'"
# Blanks (and invisible marks) before the sign do not help: Excel skips them.
STARTS_A_FORMULA = re.compile("['\\s\u200b-\u200f\u2060\ufeff]*[=+\\-@＝＋－＠\t\r\n]")


def is_formula(text: str) -> bool:
    """Return whether a spreadsheet could run the text, or hide that it does; leading guards are looked through."""
    return STARTS_A_FORMULA.match(text) is not None


def guarded(text: str) -> str:
    """Return the text as it may stand in a CSV: `'` in front of what could run."""
    return GUARD + text if is_formula(text) else text


def unguarded(text: str) -> str:
    """Return what `guarded` was given."""
    return text[1:] if text.startswith(GUARD) and is_formula(text[1:]) else text
