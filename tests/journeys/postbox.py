"""What arrived: the worker sends the outbox through SendGrid to a provider of our own, and people read it there."""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa
from flask import Flask

from talent_portal.core import clock, jobs
from talent_portal.core.db import reading
from talent_portal.outbox import queries
from talent_portal.outbox.models import Letter
from talent_portal.settings import MailGatewayKind
from tests.outbox.fake_sendgrid import FakeSendGrid, reference_of


@dataclass(frozen=True)
class Received:
    """One letter as the provider took it; which kind it is, only the outbox knows."""

    template: str
    language: str
    recipient: str
    subject: str
    body: str


class Postbox:
    """Every letter that the provider has accepted, in the order of the outbox."""

    def __init__(self, provider: FakeSendGrid) -> None:
        self.provider = provider

    def letters(self) -> list[Received]:
        """Let the worker deliver what is due, and return everything that has arrived."""
        jobs.run_now("outbox.deliver")
        session = reading()
        session.expire_all()
        assert not queries.something_due(session, clock.now()), "a letter was left behind"
        rows = session.execute(sa.select(Letter.reference, Letter.template).order_by(Letter.id)).all()
        arrived = {reference_of(body): body for body in self.provider.requests}
        assert self.provider.faults == []
        assert set(self.provider.times_accepted.values()) <= {1}, "one letter arrived twice"
        return [_received(template, arrived[one]) for one, template in rows if one in arrived]


def _received(template: str, body: dict) -> Received:
    return Received(
        template=template,
        language=body["headers"]["Content-Language"],
        recipient=body["personalizations"][0]["to"][0]["email"],
        subject=body["subject"],
        body=body["content"][0]["value"],
    )


@contextmanager
def opened(app: Flask) -> Iterator[Postbox]:
    """Let an application send through a SendGrid on the loopback, as patient as a busy machine needs."""
    settings = app.extensions["settings"]
    with FakeSendGrid() as provider:
        mail = dataclasses.replace(
            settings.mail,
            gateway=MailGatewayKind.SENDGRID,
            sendgrid_api_key="SG.test",
            sendgrid_host=provider.host,
            timeout_seconds=20.0,
        )
        app.extensions["settings"] = dataclasses.replace(settings, mail=mail)
        try:
            yield Postbox(provider)
        finally:
            app.extensions["settings"] = settings
