"""The key under which what a form did is found again. Pure."""

import hashlib

FORM_KEY = 12
DIGEST = 26


def form_part(form_key: str) -> str:
    """Return what all sends of one form have in common."""
    return f"{form_key[:FORM_KEY]}:"


def key_of(form_key: str, *content: object) -> str:
    """Return the key of one send: the same form with the same content has the same one, at most 40 characters."""
    said = repr(content).encode("utf-8", "backslashreplace")
    return form_part(form_key) + hashlib.sha256(said).hexdigest()[:DIGEST]
