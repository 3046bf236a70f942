"""A passkey from first to last in a real browser: made on the account page, then good without password and code."""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from werkzeug.serving import make_server

from talent_portal.accounts.permissions import Role
from talent_portal.app import create_app
from talent_portal.core.db import Base, db, reading
from tests.browser import chromium
from tests.browser.house import Silent, closing, settings
from tests.makers import Makers
from tests.signin.makers import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.realtime]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@dataclass(frozen=True)
class Desk:
    """A served application that calls itself localhost (passkeys know host names only), and one member of staff."""

    address: str
    email: str


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    chromium.path_or_skip()
    folder: Path = tmp_path_factory.mktemp("desk")
    with closing(make_server("127.0.0.1", 0, lambda *_: [], threaded=True, request_handler=Silent)) as server:
        address = f"http://localhost:{server.server_port}"
        server.app = create_app(replace(settings(folder, server.server_port), base_url=address))
        with server.app.app_context():
            Base.metadata.create_all(db.engine)
            make = Makers(reading())
            email = make.email_of(make.staff(Role.LEAD))
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield Desk(address, email)
        server.shutdown()
        thread.join()
        with server.app.app_context():
            db.engine.dispose()


@pytest.fixture
def window(desk: Desk, browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(base_url=desk.address)
    yield opened
    opened.close()


def with_device(page: Page, **differences: bool):
    """Plug a virtual authenticator into the page; return how to talk to it, and its id."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    added = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE | differences})
    return devtools, added["authenticatorId"]


def come_in(page: Page, desk: Desk) -> None:
    """Sign in with password and the code that a demo shows."""
    page.goto("/sign-in?next=/account")
    page.get_by_label("メールアドレス").fill(desk.email)
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="次へ（2段階目の確認）").click()
    shown = re.search(r"\d{6}", page.locator(".notice").inner_text())[0]
    page.get_by_label("確認コード").fill(shown)
    page.get_by_role("button", name="ログイン", exact=True).click()
    page.wait_for_url("**/account")


def test_a_passkey_is_made_and_then_replaces_password_and_code(desk: Desk, window: BrowserContext):
    page = window.new_page()
    with_device(page)
    come_in(page, desk)

    page.get_by_role("button", name="パスキーを設定する").click()
    expect(page.get_by_text("パスキーを設定しました。")).to_be_visible()
    page.get_by_role("button", name="ログアウト").click()
    page.goto("/sign-in?next=/account/password")
    page.get_by_role("button", name="パスキーでログインする").click()

    page.wait_for_url("**/account/password")
    expect(page.get_by_role("heading", name="パスワードの変更")).to_be_visible()


def test_a_device_that_does_not_know_the_person_says_so_and_the_password_still_works(
    desk: Desk, window: BrowserContext
):
    page = window.new_page()
    with_device(page, isUserVerified=False)
    page.goto("/sign-in")

    page.get_by_role("button", name="パスキーでログインする").click()

    expect(page.get_by_text("パスキーを使えませんでした。")).to_be_visible()
    expect(page.get_by_label("パスワード")).to_be_visible()


def test_without_javascript_no_passkey_is_offered(desk: Desk, browser: Browser):
    window = browser.new_context(base_url=desk.address, java_script_enabled=False)
    page = window.new_page()
    page.goto("/sign-in")

    expect(page.get_by_role("button", name="パスキーでログインする")).to_be_hidden()
    expect(page.get_by_role("button", name="次へ（2段階目の確認）")).to_be_visible()
    window.close()
