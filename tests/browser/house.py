"""A served house: the real application on a real port, with everything that `world.build` puts into it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Browser, BrowserContext
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from talent_portal.app import create_app
from talent_portal.core import catalogs, clock
from talent_portal.core.db import Base, db
from talent_portal.settings import PURPOSES, Environment, MailSettings, Settings, new_key, parse_ring
from talent_portal.signin.current import SEEN
from tests.browser import world
from tests.browser.world import ANONYMOUS, Visit

LANGUAGE_COOKIE = "lang"


class Silent(WSGIRequestHandler):
    """Print nothing per request; keep the line open for the next one."""

    protocol_version = "HTTP/1.1"

    def log(self, *_: object) -> None:
        """Say nothing."""


@dataclass
class House:
    """What a test needs to open pages: where, as whom, and the things in it."""

    app: Flask
    address: str
    things: dict[str, str]
    tokens: dict[str, str]
    visits: list[Visit]

    def url(self, endpoint: str, **values: object) -> str:
        """Return the path of a page."""
        with self.app.test_request_context():
            return self.app.url_for(endpoint, **values)

    def context(self, browser: Browser, *, who: str = ANONYMOUS, width: int = 1280, language: str = "ja", **options):
        """Return a browser window of this width, in this language, signed in as this role."""
        options = {"viewport": {"width": width, "height": 900}, "reduced_motion": "reduce"} | options
        window: BrowserContext = browser.new_context(base_url=self.address, **options)
        self.hand_over(window, who=who, language=language)
        return window

    def hand_over(self, window: BrowserContext, *, who: str, language: str) -> None:
        """Let somebody else sit down at a window; nothing of who sat there before is left in it."""
        window.clear_cookies()
        window.add_cookies([self._cookie(LANGUAGE_COOKIE, language)])
        if who != ANONYMOUS:
            window.add_cookies([self._cookie(self.app.config["SESSION_COOKIE_NAME"], self._signed(who))])

    def _cookie(self, name: str, value: str) -> dict[str, str]:
        return {"name": name, "value": value, "url": self.address}

    def _signed(self, who: str) -> str:
        content = {"_user_id": self.tokens[who], SEEN: int(clock.now().timestamp())}
        return self.app.session_interface.get_signing_serializer(self.app).dumps(content)


def settings(folder: Path, port: int) -> Settings:
    """Return what a demo on this port would have."""
    return Settings(
        environment=Environment.TEST,
        database_url=f"sqlite:///{folder}/house.sqlite3",
        base_url=f"http://127.0.0.1:{port}",
        keys={purpose: parse_ring(purpose, new_key()) for purpose in PURPOSES},
        data_dir=folder,
        demo=True,
        matching_days=True,
        mail=MailSettings(folder=folder / "mail"),
        argon2_memory_kib=8,
        argon2_time_cost=1,
    )


@contextmanager
def served(folder: Path) -> Iterator[House]:
    """Build the house on a free port and serve it from threads of this process."""
    catalogs.build()
    with closing(make_server("127.0.0.1", 0, lambda *_: [], threaded=True, request_handler=Silent)) as server:
        house = _built(folder, server.server_port)
        server.app = house.app
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield house
        finally:
            server.shutdown()
            thread.join()
            with house.app.app_context():
                db.engine.dispose()


@contextmanager
def closing(server: BaseWSGIServer) -> Iterator[BaseWSGIServer]:
    """Close the port even when the house cannot be built."""
    try:
        yield server
    finally:
        server.server_close()


def _built(folder: Path, port: int) -> House:
    app = create_app(settings(folder, port))
    with app.test_request_context():
        # Nobody pulls the plug on a house that is torn down after the run: waiting for the disk proves nothing here.
        sa.event.listen(db.engine, "connect", lambda plain, _: plain.execute("PRAGMA synchronous = OFF"))
        Base.metadata.create_all(db.engine)
        made, visits = world.build()
    return House(app, f"http://127.0.0.1:{port}", made.things, made.tokens, visits)
