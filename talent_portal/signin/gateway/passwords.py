"""Argon2id with the parameters of the settings, a few at a time. Why these: docs/adr/0012."""

import base64
import secrets
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from talent_portal.core.errors import Busy

# Each hash holds the memory and one core for its whole time; more at once would only make all of them late.
AT_ONCE = 2
WAIT_SECONDS = 10.0
SALT_BYTES, HASH_BYTES = 16, 32

_turns = threading.BoundedSemaphore(AT_ONCE)


def hashed(password: str) -> str:
    """Return the encoded argon2id hash. Call it outside transactions. Raises `Busy` when the queue is too long."""
    with _turn():
        return _hasher().hash(_folded(password))


def is_right(encoded: str | None, password: str) -> bool:
    """Return whether the password belongs to the hash; no hash costs the same time as a wrong one."""
    hasher = _hasher()
    with _turn():
        try:
            return hasher.verify(
                encoded or _decoy(hasher.memory_cost, hasher.time_cost, hasher.parallelism), _folded(password)
            )
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(encoded: str) -> bool:
    """Return whether the hash was made with other parameters than today's."""
    return _hasher().check_needs_rehash(encoded)


@contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=WAIT_SECONDS):
        raise Busy
    try:
        yield
    finally:
        _turns.release()


def _hasher() -> PasswordHasher:
    settings = current_app.extensions["settings"]
    return PasswordHasher(settings.argon2_time_cost, settings.argon2_memory_kib, settings.argon2_parallelism)


@lru_cache
def _decoy(memory: int, time: int, parallelism: int) -> str:
    """Return a hash that no password has, with today's parameters, without paying for one."""
    salt, tail = (
        base64.b64encode(secrets.token_bytes(size)).rstrip(b"=").decode() for size in (SALT_BYTES, HASH_BYTES)
    )
    return f"$argon2id$v=19$m={memory},t={time},p={parallelism}${salt}${tail}"


def _folded(password: str) -> str:
    """Join what Japanese keyboards type in two widths."""
    return unicodedata.normalize("NFKC", password)
