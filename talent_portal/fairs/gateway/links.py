"""Manage-links: whoever holds one looks after one registration. Rotated by version, never in a calendar file."""

from urllib.parse import urlsplit

from flask import current_app

from talent_portal.core import vault
from talent_portal.fairs.models import Fair
from talent_portal.settings import Settings


def base_url() -> str:
    """Return the address of this instance as letters write it."""
    settings: Settings = current_app.extensions["settings"]
    return settings.base_url


def host() -> str:
    """Return the host name people type to reach us."""
    return urlsplit(base_url()).hostname or "localhost"


def _message(reference: str, version: int) -> str:
    return f"registration:{reference}:{version}"


def token(reference: str, version: int) -> str:
    """Return the secret part of the link to one registration."""
    return vault.sign("link", _message(reference, version))


def is_token(reference: str, version: int, given: str) -> bool:
    """Return whether `given` opens the registration now; older versions no longer do."""
    return vault.is_signed("link", _message(reference, version), given)


def manage_path(reference: str, version: int) -> str:
    """Return the path of the page on which somebody looks after their own registration."""
    return f"/fairs/registrations/{reference}/{token(reference, version)}"


def manage_url(reference: str, version: int) -> str:
    """Return the whole address of that page."""
    return f"{base_url()}{manage_path(reference, version)}"


def fair_url(fair: Fair) -> str:
    """Return the public page of a session."""
    return f"{base_url()}/fairs/{fair.reference}"


def code_hash(proof_reference: str, code: str) -> str:
    """Return what is stored of a six-digit code: a keyed hash, so that the table alone cannot be tried out."""
    return vault.sign("link", f"proof:{proof_reference}:{code}")


def is_code(proof_reference: str, code: str, stored: str) -> bool:
    """Return whether `code` is the one that was sent."""
    return vault.is_signed("link", f"proof:{proof_reference}:{code}", stored)
