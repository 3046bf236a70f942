"""The seed of the lottery: told as a digest before anybody names a wish, told itself with the outcome. Pure."""

import hashlib


def commitment(seed: str) -> str:
    """Return the SHA-256 of the seed, as 64 hexadecimal digits."""
    return hashlib.sha256(seed.encode()).hexdigest()
