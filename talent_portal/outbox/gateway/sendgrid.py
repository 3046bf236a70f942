"""SendGrid's v3 mail/send.

Facts this is built on (twilio.com/docs/sendgrid): no idempotency key exists; 202 with `X-Message-Id` means accepted;
custom_args are kept for long and are visible to the provider's staff, so they carry the letter's reference only.
"""

import base64
import socket
import ssl
import threading
from urllib.error import URLError

import sendgrid
from python_http_client.client import Response
from python_http_client.exceptions import HTTPError

from talent_portal.core import clock
from talent_portal.outbox.current import settings
from talent_portal.outbox.gateway.parcel import Parcel, headers
from talent_portal.outbox.rules import Outcome, OutcomeKind, wait_until
from talent_portal.settings import MailSettings

LETTER_ARGUMENT = "portal_letter"
ACCEPTED = 202
REQUEST_TIMEOUT = 408
TOO_MANY = 429
SERVER_TROUBLE = 500
FORBIDDEN = frozenset({401, 403})
# The request never reached anybody: nothing can have been accepted.
NEVER_ARRIVED = (ConnectionRefusedError, socket.gaierror, ssl.SSLCertVerificationError)


class SendGridGateway:
    """One letter per call, in a total time: a provider that answers byte by byte cannot hold the worker."""

    repeats_safely = False

    def __init__(self, mail: MailSettings) -> None:
        self.mail = mail
        self.office_address = settings().office.contact_email

    def send(self, parcel: Parcel) -> Outcome:
        """Call in a thread of its own and wait `timeout_seconds` for it; silence means nobody knows."""
        outcomes: list[Outcome] = []
        payload = self._payload(parcel)
        caller = threading.Thread(target=lambda: outcomes.append(self._call(payload)), daemon=True)
        caller.start()
        caller.join(self.mail.timeout_seconds)
        return outcomes[0] if outcomes else Outcome(kind=OutcomeKind.UNCERTAIN, code="timeout")

    def _call(self, payload: dict[str, object]) -> Outcome:
        client = sendgrid.SendGridAPIClient(self.mail.sendgrid_api_key, host=self.mail.sendgrid_host).client
        client.timeout = self.mail.timeout_seconds
        try:
            return _answered(client.mail.send.post(request_body=payload))
        except HTTPError as error:
            return _refused(error)
        except URLError as error:
            known = isinstance(error.reason, NEVER_ARRIVED)
            return Outcome(kind=OutcomeKind.TROUBLE if known else OutcomeKind.UNCERTAIN, code="connect")
        except Exception:  # noqa: BLE001 - whatever broke after the letter left our hands, its fate is unknown
            return Outcome(kind=OutcomeKind.UNCERTAIN, code="line")

    def _payload(self, parcel: Parcel) -> dict[str, object]:
        payload: dict[str, object] = {
            "personalizations": [{"to": [{"email": parcel.to}], "custom_args": {LETTER_ARGUMENT: parcel.reference}}],
            "from": {"email": self.mail.sender, "name": self.mail.sender_name},
            "reply_to": {"email": self.office_address},
            "subject": parcel.subject,
            "content": [{"type": "text/plain", "value": parcel.body}],
            "headers": headers(parcel),
            "tracking_settings": {
                "click_tracking": {"enable": False, "enable_text": False},
                "open_tracking": {"enable": False},
                "subscription_tracking": {"enable": False},
                "ganalytics": {"enable": False},
            },
        }
        if parcel.files:
            payload["attachments"] = [
                {
                    "content": base64.b64encode(file.content).decode(),
                    "filename": file.filename,
                    "type": file.mimetype,
                    "disposition": "attachment",
                }
                for file in parcel.files
            ]
        return payload


def _answered(response: Response) -> Outcome:
    """Only a 202 with an id is a yes; any other success is somebody else's page."""
    message_id = response.headers.get("X-Message-Id", "")
    if response.status_code == ACCEPTED and message_id:
        return Outcome(kind=OutcomeKind.ACCEPTED, message_id=message_id[:200])
    return Outcome(kind=OutcomeKind.UNCERTAIN, code=f"http_{response.status_code}")


def _refused(error: HTTPError) -> Outcome:
    status, code = int(error.status_code), f"http_{error.status_code}"
    if status == TOO_MANY:
        return Outcome(kind=OutcomeKind.THROTTLED, code=code, wait_until=wait_until(error.headers or {}, clock.now()))
    if status in FORBIDDEN:
        return Outcome(kind=OutcomeKind.FORBIDDEN, code=code)
    if status == REQUEST_TIMEOUT:
        return Outcome(kind=OutcomeKind.UNCERTAIN, code=code)
    kind = OutcomeKind.TROUBLE if status >= SERVER_TROUBLE else OutcomeKind.REFUSED
    return Outcome(kind=kind, code=code)
