"""Names derived from secrets: what a page may show without knowing whether a registration exists."""

import hashlib
import unicodedata

from talent_portal.core.references import ALPHABET, LENGTH

NUMBER_DIGITS = 6


def reference_of(idempotency_key: str) -> str:
    """Return the reference that one submit always gets, however often and however it is repeated.

    Derived, so that a repeat answers the same, and a sign-up with a known address answers like any other.
    """
    digest = int.from_bytes(hashlib.sha256(b"fair.sign-up:" + idempotency_key.encode("utf-8", "replace")).digest())
    letters = []
    for _ in range(LENGTH):
        digest, letter = divmod(digest, len(ALPHABET))
        letters.append(ALPHABET[letter])
    return "".join(letters)


def folded_number(text: str) -> str:
    """Return the six digits somebody typed or spoke, in any width, whatever the spaces and hyphens between."""
    return "".join(str(unicodedata.decimal(letter)) for letter in text if letter.isdecimal())
