"""Links and codes by which a person answers: whoever holds one answers one enquiry. A GET never changes anything."""

import hmac
import secrets
from urllib.parse import urlsplit

from flask import current_app

from talent_portal.core import vault
from talent_portal.settings import Settings

CODE_DIGITS = 6


def base_url() -> str:
    """Return the address of this instance as letters write it."""
    settings: Settings = current_app.extensions["settings"]
    return settings.base_url


def host() -> str:
    """Return the host name people type to reach us."""
    return urlsplit(base_url()).hostname or "localhost"


def _message(reference: str, version: int) -> str:
    return f"enquiry:{reference}:{version}"


def token(reference: str, version: int) -> str:
    """Return the secret part of the link to one enquiry."""
    return vault.sign("link", _message(reference, version))


def is_token(reference: str, version: int, given: str) -> bool:
    """Return whether `given` opens the enquiry now."""
    return vault.is_signed("link", _message(reference, version), given)


def answer_path(reference: str, version: int) -> str:
    """Return the path of the page on which a person reads a request and answers."""
    return f"/enquiries/{reference}/{token(reference, version)}"


def answer_url(reference: str, version: int) -> str:
    """Return the whole address of that page."""
    return f"{base_url()}{answer_path(reference, version)}"


def new_code() -> str:
    """Return six random digits, for a letter on paper and for the telephone."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def is_code(stored: str | None, given: str) -> bool:
    """Return whether `given` is the code in the letter, in constant time; an answered letter has none any more."""
    return stored is not None and hmac.compare_digest(stored.encode(), given.encode("utf-8", "replace"))
