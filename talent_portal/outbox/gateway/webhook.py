"""Whether a call of the event webhook is SendGrid's: ECDSA over timestamp + raw body, looked at before any parsing."""

import base64
import binascii

import structlog
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key

log = structlog.get_logger(__name__)

SIGNATURE = "X-Twilio-Email-Event-Webhook-Signature"
TIMESTAMP = "X-Twilio-Email-Event-Webhook-Timestamp"


def public_key(text: str) -> ec.EllipticCurvePublicKey | None:
    """Return the verification key as SendGrid shows it (base64 of DER), or None when it is none."""
    try:
        key = load_der_public_key(base64.b64decode(text, validate=True))
    except (ValueError, binascii.Error):
        return None
    return key if isinstance(key, ec.EllipticCurvePublicKey) else None


def is_genuine(key_text: str, raw: bytes, signature: str, timestamp: str) -> bool:
    """Return whether the provider signed exactly this body at exactly this moment. Never raises."""
    key = public_key(key_text) if key_text else None
    if key is None:
        log.warning("webhook_without_key")
        return False
    try:
        given = base64.b64decode(signature, validate=True)
        key.verify(given, timestamp.encode() + raw, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True
