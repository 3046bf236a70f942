"""A mail server of one's own."""

import smtplib
import ssl
from email.message import EmailMessage
from smtplib import SMTP, SMTP_SSL

from talent_portal.outbox.gateway.parcel import Parcel, as_message
from talent_portal.outbox.rules import Outcome, OutcomeKind
from talent_portal.settings import MailSettings

SMTPS_PORT = 465
PERMANENT = 500
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


class SmtpGateway:
    """One connection per letter; TLS wherever the server offers it, and never a password without."""

    repeats_safely = False

    def __init__(self, mail: MailSettings) -> None:
        self.mail = mail

    def send(self, parcel: Parcel) -> Outcome:
        """Hand the letter over; only a line that broke after the connection stood leaves us in doubt."""
        try:
            message = as_message(parcel)
        except ValueError:
            return Outcome(kind=OutcomeKind.REFUSED, code="unfit")
        try:
            server = self._open()
        except smtplib.SMTPAuthenticationError:
            return Outcome(kind=OutcomeKind.FORBIDDEN, code="smtp_sign_in")
        except smtplib.SMTPNotSupportedError:
            return Outcome(kind=OutcomeKind.FORBIDDEN, code="smtp_no_tls")
        except (smtplib.SMTPException, OSError):
            return Outcome(kind=OutcomeKind.TROUBLE, code="smtp_connect")
        try:
            return self._hand_over(server, message, parcel)
        finally:
            server.close()

    def _hand_over(self, server: SMTP, message: EmailMessage, parcel: Parcel) -> Outcome:
        try:
            server.send_message(message, from_addr=self.mail.sender, to_addrs=[parcel.to])
        except smtplib.SMTPRecipientsRefused as error:
            return _answered(error.recipients[parcel.to][0])
        except smtplib.SMTPResponseException as error:
            return _answered(error.smtp_code)
        except (smtplib.SMTPException, OSError):
            return Outcome(kind=OutcomeKind.UNCERTAIN, code="smtp_line")
        return Outcome(kind=OutcomeKind.ACCEPTED, message_id=parcel.message_id)

    def _open(self) -> SMTP:
        host, port, seconds = self.mail.smtp_host, self.mail.smtp_port, self.mail.timeout_seconds
        if port == SMTPS_PORT:
            server: SMTP = SMTP_SSL(host, port, timeout=seconds, context=ssl.create_default_context())
        else:
            server = SMTP(host, port, timeout=seconds)
        try:
            self._greet(server, sealed=port == SMTPS_PORT)
        except BaseException:
            server.close()
            raise
        return server

    def _greet(self, server: SMTP, *, sealed: bool) -> None:
        server.ehlo_or_helo_if_needed()
        if not sealed and self.mail.smtp_host not in LOCAL and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            sealed = True
        if self.mail.smtp_user:
            if not sealed and self.mail.smtp_host not in LOCAL:
                raise smtplib.SMTPNotSupportedError
            server.login(self.mail.smtp_user, self.mail.smtp_password)


def _answered(code: int) -> Outcome:
    """Classify what the server said: 4xx come again, 5xx never."""
    kind = OutcomeKind.REFUSED if code >= PERMANENT else OutcomeKind.TROUBLE
    return Outcome(kind=kind, code=f"smtp_{code}")
