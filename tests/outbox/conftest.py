import dataclasses

import pytest

from talent_portal.settings import MailGatewayKind
from tests.outbox.fake_sendgrid import FakeSendGrid
from tests.outbox.webhook import WEBHOOK_KEY


@pytest.fixture
def provider(app, monkeypatch):
    """The application, sending through a SendGrid of our own."""
    with FakeSendGrid() as fake:
        mail = dataclasses.replace(
            app.extensions["settings"].mail,
            gateway=MailGatewayKind.SENDGRID,
            sendgrid_api_key="SG.test",
            sendgrid_host=fake.host,
            sendgrid_webhook_key=WEBHOOK_KEY,
            timeout_seconds=1.0,
        )
        monkeypatch.setitem(app.extensions, "settings", dataclasses.replace(app.extensions["settings"], mail=mail))
        yield fake
    assert fake.faults == []


@pytest.fixture
def listen(app, provider, monkeypatch):
    """Whether receipts can come: `listen(on=False)` forgets the key of the webhook."""

    def choose(*, on: bool) -> None:
        settings = app.extensions["settings"]
        mail = dataclasses.replace(settings.mail, sendgrid_webhook_key=WEBHOOK_KEY if on else "")
        monkeypatch.setitem(app.extensions, "settings", dataclasses.replace(settings, mail=mail))

    return choose
