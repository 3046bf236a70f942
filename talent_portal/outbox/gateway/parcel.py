"""What a gateway is handed, what it promises, and how the letter looks as a message."""

from dataclasses import dataclass
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Protocol

from talent_portal.core import clock
from talent_portal.outbox.current import settings
from talent_portal.outbox.rules import Outcome

LETTER_HEADER = "X-Portal-Letter"


@dataclass(frozen=True, slots=True)
class File:
    """One attachment, built."""

    filename: str
    content: bytes
    mimetype: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One letter ready to leave: exactly one recipient."""

    reference: str
    message_id: str
    language: str
    to: str
    subject: str
    body: str
    files: tuple[File, ...] = ()


class MailGateway(Protocol):
    """One way out. `send` never raises and never touches the database.

    `repeats_safely`: sending the same letter again replaces the first copy, so nothing need be asked before.
    """

    repeats_safely: bool

    def send(self, parcel: Parcel) -> Outcome:
        """Try once; say what is known about it."""
        ...


def headers(parcel: Parcel) -> dict[str, str]:
    """Return the headers of our own: the letter's reference, and that no person wrote this (RFC 3834)."""
    return {
        LETTER_HEADER: parcel.reference,
        "Message-ID": parcel.message_id,
        "Auto-Submitted": "auto-generated",
        "Content-Language": parcel.language,
    }


def as_message(parcel: Parcel) -> EmailMessage:
    """Return the letter as a message; the e-mail policy refuses a line break in any header."""
    mail = settings().mail
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = Address(display_name=mail.sender_name, addr_spec=mail.sender)
    message["Reply-To"] = settings().office.contact_email
    message["To"] = parcel.to
    message["Subject"] = parcel.subject
    message["Date"] = format_datetime(clock.now())
    for name, value in headers(parcel).items():
        message[name] = value
    message.set_content(parcel.body)
    for file in parcel.files:
        main, _, sub = file.mimetype.partition("/")
        message.add_attachment(file.content, maintype=main, subtype=sub, filename=file.filename)
    return message
