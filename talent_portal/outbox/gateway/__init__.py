"""The one hole in the wall through which mail leaves: a folder, an SMTP server, or SendGrid."""

from talent_portal.outbox.gateway.choice import in_use
from talent_portal.outbox.gateway.parcel import File, MailGateway, Parcel
from talent_portal.outbox.gateway.sendgrid import LETTER_ARGUMENT

__all__ = ["LETTER_ARGUMENT", "File", "MailGateway", "Parcel", "in_use"]
