"""Secrets at rest: encrypted columns, and signatures, each purpose with its own ring of keys.

A ring holds (key id, 32 bytes) pairs, newest first. Everything written carries the id of its key, so that a ring can
be rotated: put a new key in front, keep the old ones until nothing carries their id.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Mapping
from typing import cast

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask, current_app
from sqlalchemy.engine import Dialect

NONCE_BYTES = 12
Ring = tuple[tuple[str, bytes], ...]


class Unreadable(Exception):  # noqa: N818 - it names the state of the data
    """A sealed value or a signature belongs to no key we hold, or was altered."""


def init_app(app: Flask, rings: Mapping[str, Ring]) -> None:
    """Hold the key rings of one application."""
    app.extensions["vault"] = dict(rings)


def ring(purpose: str) -> Ring:
    """Return the ring of one purpose (`cookie vault audit consent ticket link`)."""
    return cast("Ring", current_app.extensions["vault"][purpose])


def _key(purpose: str, key_id: str) -> bytes:
    for known, key in ring(purpose):
        if known == key_id:
            return key
    raise Unreadable(purpose)


def seal(plain: bytes) -> str:
    """Encrypt with the newest vault key (AES-256-GCM); return `id.base64(nonce+cipher)`."""
    key_id, key = ring("vault")[0]
    nonce = os.urandom(NONCE_BYTES)
    return f"{key_id}.{base64.b64encode(nonce + AESGCM(key).encrypt(nonce, plain, key_id.encode())).decode()}"


def unseal(sealed: str) -> bytes:
    """Return what was sealed; raise `Unreadable` if altered or of an unknown key."""
    key_id, _, encoded = sealed.partition(".")
    key = _key("vault", key_id)
    try:
        raw = base64.b64decode(encoded, validate=True)
        return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], key_id.encode())
    except (ValueError, InvalidTag) as error:
        raise Unreadable("vault") from error


def sign(purpose: str, message: str) -> str:
    """Return `id.hex` HMAC-SHA-256 of `message` under the newest key of `purpose`."""
    key_id, key = ring(purpose)[0]
    return f"{key_id}.{_mac(key, message)}"


def is_signed(purpose: str, message: str, signature: str) -> bool:
    """Return whether `signature` is ours for `message`, in constant time, for any input whatever."""
    key_id, _, given = signature.partition(".")
    try:
        expected = _mac(_key(purpose, key_id), message)
    except Unreadable:
        return False
    return hmac.compare_digest(expected.encode(), given.encode("utf-8", "replace"))


def _mac(key: bytes, message: str) -> str:
    return hmac.new(key, message.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def ticket_key(key_id: str | None = None) -> tuple[str, Ed25519PrivateKey]:
    """Return (key id, Ed25519 key) for signing tickets; the newest unless one is named."""
    chosen, seed = ring("ticket")[0] if key_id is None else (key_id, _key("ticket", key_id))
    return chosen, Ed25519PrivateKey.from_private_bytes(seed)


class Sealed(sa.types.TypeDecorator[str]):
    """A text column that the database only sees encrypted. Not searchable, by intent."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Encrypt on the way in."""
        return None if value is None else seal(value.encode())

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Decrypt on the way out."""
        return None if value is None else unseal(value).decode()
