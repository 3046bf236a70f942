"""Links and codes with which a person reads and answers terms: each opens one offer or one placement, nothing else."""

import secrets
from urllib.parse import urlsplit

from flask import current_app

from talent_portal.core import vault
from talent_portal.settings import Settings

CODE_DIGITS = 6
OFFER, PLACEMENT = "offer", "placement"


def base_url() -> str:
    """Return the address of this instance as letters write it."""
    settings: Settings = current_app.extensions["settings"]
    return settings.base_url


def host() -> str:
    """Return the host name people type to reach us."""
    return urlsplit(base_url()).hostname or "localhost"


def _message(kind: str, reference: str, version: int) -> str:
    return f"{kind}:{reference}:{version}"


def token(kind: str, reference: str, version: int) -> str:
    """Return the secret part of the link to one offer or placement."""
    return vault.sign("link", _message(kind, reference, version))


def is_token(kind: str, reference: str, version: int, given: str) -> bool:
    """Return whether `given` opens it now; older versions no longer do."""
    return vault.is_signed("link", _message(kind, reference, version), given)


def path(kind: str, reference: str, version: int) -> str:
    """Return the path of the person's page about one offer or placement."""
    return f"/{kind}s/{reference}/{token(kind, reference, version)}"


def url(kind: str, reference: str, version: int) -> str:
    """Return the whole address of that page."""
    return f"{base_url()}{path(kind, reference, version)}"


def new_code() -> str:
    """Return six random digits, for the telephone and for letters read without a link."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
