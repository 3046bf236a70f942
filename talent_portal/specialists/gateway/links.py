"""Links and codes of the register: whoever holds one acts for one person, once per purpose and version."""

import hashlib

from talent_portal.core import vault
from talent_portal.core.references import ALPHABET, LENGTH

CONFIRM, RENEW = "confirm", "renew"


def _message(purpose: str, reference: str, version: int) -> str:
    return f"specialist:{purpose}:{reference}:{version}"


def token(purpose: str, reference: str, version: int) -> str:
    """Return the secret part of a link."""
    return vault.sign("link", _message(purpose, reference, version))


def is_token(purpose: str, reference: str, version: int, given: str) -> bool:
    """Return whether `given` opens the registration now; older versions no longer do."""
    return vault.is_signed("link", _message(purpose, reference, version), given)


def code_hash(proof_reference: str, code: str) -> str:
    """Return what is stored of a six-digit code: a keyed hash, so that the table alone cannot be tried out."""
    return vault.sign("link", f"specialist-proof:{proof_reference}:{code}")


def is_code(proof_reference: str, code: str, stored: str) -> bool:
    """Return whether `code` is the one that was sent."""
    return vault.is_signed("link", f"specialist-proof:{proof_reference}:{code}", stored)


def phone_key(phone: str) -> str | None:
    """Return the keyed hash of the digits, by which a number is found again without being shown."""
    digits = "".join(letter for letter in phone if letter.isdigit())
    return vault.sign("link", f"specialist-phone:{digits}") if digits else None


def reference_of(key: str) -> str:
    """Return the reference that one submit always gets, however often it is repeated, whoever it is about."""
    digest = int.from_bytes(hashlib.sha256(b"specialist.register:" + key.encode("utf-8", "replace")).digest())
    letters = []
    for _ in range(LENGTH):
        digest, letter = divmod(digest, len(ALPHABET))
        letters.append(ALPHABET[letter])
    return "".join(letters)
