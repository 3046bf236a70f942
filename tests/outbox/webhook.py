"""What the provider would tell us, signed with a key of our own."""

import base64
import json
import uuid

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from talent_portal.core import clock

SIGNING = ec.generate_private_key(ec.SECP256R1())
WEBHOOK_KEY = base64.b64encode(
    SIGNING.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
).decode()
SIGNATURE = "X-Twilio-Email-Event-Webhook-Signature"
TIMESTAMP = "X-Twilio-Email-Event-Webhook-Timestamp"


def event(letter, kind="delivered", **given):
    """One event about a letter (or a reference), with all that the provider likes to add."""
    reference = letter if isinstance(letter, str) else letter.reference
    valid = {
        "email": "someone@example.com",
        "ip": "192.0.2.1",
        "event": kind,
        "timestamp": int(clock.now().timestamp()),
        "sg_event_id": uuid.uuid4().hex,
        "sg_message_id": "abc.filter0001",
        "smtp-id": "<abc@portal.test>",
        "portal_letter": reference,
    }
    return valid | given


def signed(events, *, at=None, key=SIGNING):
    """Return (raw body, headers) of one call."""
    raw = events if isinstance(events, bytes) else json.dumps(events).encode()
    timestamp = str(int(clock.now().timestamp()) if at is None else at)
    signature = base64.b64encode(key.sign(timestamp.encode() + raw, ec.ECDSA(hashes.SHA256()))).decode()
    return raw, {SIGNATURE: signature, TIMESTAMP: timestamp, "Content-Type": "application/json"}


def call(client, events, **given):
    raw, headers = signed(events, **given)
    return client.post("/hooks/sendgrid", data=raw, headers=headers)
