"""Which gateway the settings name."""

from talent_portal.outbox.current import settings
from talent_portal.outbox.gateway.folder import FolderGateway
from talent_portal.outbox.gateway.parcel import MailGateway
from talent_portal.outbox.gateway.sendgrid import SendGridGateway
from talent_portal.outbox.gateway.smtp import SmtpGateway
from talent_portal.settings import MailGatewayKind


def in_use() -> MailGateway:
    """Return the gateway of this application."""
    mail = settings().mail
    if mail.gateway is MailGatewayKind.SENDGRID:
        return SendGridGateway(mail)
    if mail.gateway is MailGatewayKind.SMTP:
        return SmtpGateway(mail)
    return FolderGateway(mail.folder)
