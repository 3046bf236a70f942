"""Tokens that open something: never kept as they are."""

import hashlib
import secrets


def new_token() -> str:
    """Return an unguessable token (256 bits)."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Return the form in which the database keeps a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
