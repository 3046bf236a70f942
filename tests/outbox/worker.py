"""Postmen in processes of their own, to be killed.

They are forked from one process that has built the application and touched no database yet: so they die at their work
and not at their start, and twelve of them cost one start.
"""

import base64
import json
import os
import signal
import time
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from flask import Flask

from talent_portal.app import create_app
from talent_portal.outbox import jobs, rules
from talent_portal.settings import Environment, MailGatewayKind, MailSettings, Settings


def settings_of(path: Path) -> Settings:
    """Return the settings that the test and its workers share: keys, database, provider; short times."""
    given = json.loads(path.read_text())
    rings = {purpose: ((key_id, base64.b64decode(key)),) for purpose, (key_id, key) in given["keys"].items()}
    mail = MailSettings(
        gateway=MailGatewayKind.SENDGRID,
        sendgrid_api_key="SG.test",
        sendgrid_host=given["host"],
        sendgrid_webhook_key=given["webhook_key"],
        timeout_seconds=0.5,
        lease_seconds=1.5,
        receipt_window_seconds=given["window"],
    )
    return Settings(
        environment=Environment.TEST,
        database_url=given["database"],
        base_url="http://portal.test",
        keys=rings,
        data_dir=path.parent,
        mail=mail,
        argon2_memory_kib=8,
        argon2_time_cost=1,
    )


def hurry() -> None:
    """Let a day of back-off pass in seconds."""
    rules.BACK_OFF = (timedelta(seconds=0.2), timedelta(seconds=0.5))
    jobs.delivery.PAUSE = timedelta(seconds=0.3)


def raise_postmen(path: Path, orders: Connection) -> None:
    """Start a postman per order "start" and answer with its process id; kill the one of an order with a process id."""
    hurry()
    app = create_app(settings_of(path))
    while (order := orders.recv()) is not None:
        if order == "start":
            child = os.fork()
            if child == 0:
                _work(app)
            orders.send(child)
        else:
            os.kill(order, signal.SIGKILL)
            orders.send(os.waitpid(order, 0)[0])


def _work(app: Flask) -> None:
    """Deliver until killed."""
    while True:
        with app.app_context():
            jobs.deliver_due()
        time.sleep(0.05)
