"""Tickets: a short text, signed with Ed25519, that names a registration and nobody.

`T1.<key id>.<fair>.<registration>.<version>.<signature>`: readable offline with the public key alone.
"""

import base64
import binascii
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature

from talent_portal.core import vault
from talent_portal.core.vault import Unreadable

PREFIX = "T1"
PARTS = 6
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a genuine ticket says. Whether it still counts is for the registration to say."""

    fair: str
    registration: str
    version: int


def issue(ticket: Ticket) -> str:
    """Return the signed text of a ticket."""
    key_id, key = vault.ticket_key()
    body = f"{PREFIX}.{key_id}.{ticket.fair}.{ticket.registration}.{ticket.version}"
    signature = base64.urlsafe_b64encode(key.sign(body.encode())).decode().rstrip("=")
    return f"{body}.{signature}"


def read(text: str) -> Ticket | None:
    """Return what a scanned text says if we signed it; None for anything else, whatever it is."""
    parts = text.strip().split(".")
    if len(text) > LONGEST or len(parts) != PARTS or parts[0] != PREFIX or not text.isascii():
        return None
    _, key_id, fair, registration, version, signature = parts
    try:
        key = vault.ticket_key(key_id)[1].public_key()
        key.verify(base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4)), ".".join(parts[:-1]).encode())
        return Ticket(fair, registration, int(version))
    except (InvalidSignature, Unreadable, binascii.Error, ValueError):
        return None
