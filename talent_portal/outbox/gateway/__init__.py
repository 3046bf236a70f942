"""The one hole in the wall through which mail leaves: a folder, an SMTP server, or SendGrid."""

from talent_portal.outbox.gateway.choice import in_use
from talent_portal.outbox.gateway.parcel import File, MailGateway, Parcel

__all__ = ["File", "MailGateway", "Parcel", "in_use"]
