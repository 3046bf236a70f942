"""Small arithmetic of the first pages; pure."""

import re

# After a syllable of romanised Japanese and before the next: Mina|mi, Shin|kami, Higa|shi.
SYLLABLE_END = re.compile(r"(?<=[aiueon])(?=(?:sh|ch|ts|[kgsztdhbpmyrwjfn])y?[aiueo])", re.IGNORECASE)
SOFT_HYPHEN = "\u00ad"
LONG_WORD = 4


def syllables(name: str) -> str:
    """Return a romanised place name that may break between its syllables; other writing stays as it is."""
    return " ".join(_breakable(word) for word in name.split(" "))


def _breakable(word: str) -> str:
    return SYLLABLE_END.sub(SOFT_HYPHEN, word) if word.isascii() and len(word) > LONG_WORD else word
