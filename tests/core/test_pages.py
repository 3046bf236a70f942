"""What every answer carries, and what people read when something went wrong."""

import pytest
import sqlalchemy as sa
from flask import Blueprint, abort
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import TooManyRequests

from talent_portal import app as factory
from talent_portal.accounts.permissions import Role
from talent_portal.core.access import public
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal, Stale
from talent_portal.core.pages import HEADERS
from talent_portal.settings import Environment, MailGatewayKind, MailSettings
from tests.conftest import PortalClient, settings_for_tests


class Deadlock(Exception):  # noqa: N818 - as PostgreSQL calls it
    """What a driver says of a deadlock."""

    sqlstate = "40P01"


ERRORS = {
    "missing": lambda: reading().execute(sa.text("SELECT 1 WHERE 1 = 0")).one(),
    "locked": lambda: (_ for _ in ()).throw(OperationalError("UPDATE", {}, Deadlock())),
    "pool": lambda: (_ for _ in ()).throw(PoolTimeout()),
    "huge": lambda: (_ for _ in ()).throw(DataError("SELECT", {}, Exception("out of range"))),
    "surrogate": "\ud800".encode,
    "refused": lambda: (_ for _ in ()).throw(Refusal()),
    "stale": lambda: (_ for _ in ()).throw(Stale()),
    "forged": lambda: (_ for _ in ()).throw(CSRFError("The CSRF token is missing.")),
    "busy-door": lambda: (_ for _ in ()).throw(TooManyRequests(retry_after=30)),
    "teapot": lambda: abort(418),
    "gone": lambda: abort(410),
    "bug": lambda: {}["nothing"],
}
STATUS = {
    "missing": 404,
    "locked": 503,
    "pool": 503,
    "huge": 400,
    "surrogate": 400,
    "refused": 422,
    "stale": 409,
    "forged": 400,
    "busy-door": 429,
    "teapot": 418,
    "gone": 410,
    "bug": 500,
}


def _faulty(monkeypatch, settings):
    """An application with one more door, behind which everything goes wrong."""
    faults = Blueprint("faults", __name__)

    @faults.get("/fault/<kind>")
    @public
    def fault(kind):
        ERRORS[kind]()

    monkeypatch.setattr(factory, "BLUEPRINTS", (*factory.BLUEPRINTS, faults))
    app = factory.create_app(settings)
    app.test_client_class = PortalClient
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    return app


@pytest.fixture
def faulty(monkeypatch, tmp_path):
    return _faulty(monkeypatch, settings_for_tests(f"sqlite:///{tmp_path}/x.sqlite3", tmp_path)).test_client()


@pytest.fixture
def in_production(monkeypatch, tmp_path):
    settings = settings_for_tests(
        f"sqlite:///{tmp_path}/x.sqlite3",
        tmp_path,
        environment=Environment.PRODUCTION,
        base_url="https://portal.example.jp",
        mail=MailSettings(gateway=MailGatewayKind.SMTP),
    )
    return _faulty(monkeypatch, settings).test_client()


@pytest.mark.parametrize("kind", ERRORS)
def test_every_fault_is_answered_in_words_with_its_status_and_all_headers(faulty, kind):
    answer = faulty.get(f"/fault/{kind}")

    assert answer.status_code == STATUS[kind]
    assert "<h1>" in answer.text
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert answer.headers["Cache-Control"]


def test_who_is_sent_away_for_a_while_learns_for_how_long(faulty):
    assert faulty.get("/fault/busy-door").headers["Retry-After"] == "30"
    assert faulty.get("/fault/locked").headers["Retry-After"] == "5"


def test_a_bug_is_shown_with_its_request_id_and_nothing_else(faulty):
    answer = faulty.get("/fault/bug")

    assert answer.headers["X-Request-Id"] in answer.text
    assert "KeyError" not in answer.text


def test_an_error_page_needs_no_database(faulty, statements):
    faulty.get("/no/such/page")
    faulty.get("/fault/bug")

    assert statements == []


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/health", 200),
        ("HEAD", "/health", 200),
        ("GET", "/language/en", 302),
        ("GET", "/no/such/page", 404),
        ("POST", "/health", 405),
        ("TRACE", "/health", 405),
        ("OPTIONS", "/health", 200),
        ("GET", "/static/css/base.css", 200),
        ("GET", "/static/no-such-file.css", 404),
    ],
)
def test_every_kind_of_answer_carries_the_headers(client, method, address, status):
    with client.open(address, method=method) as answer:
        assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_wrong_method_is_told_the_right_ones(client):
    assert set(client.post("/health").headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_files_may_be_kept_and_pages_may_not_be_shared(client):
    with client.get("/static/css/base.css") as file:
        assert "max-age=31536000" in file.headers["Cache-Control"]
    assert client.get("/health").headers["Cache-Control"] == "private, no-cache"


def test_pages_of_people_are_kept_nowhere(sign_in):
    answer = sign_in(Role.AUDITOR).get("/account")

    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.headers["Vary"]


@pytest.mark.parametrize(
    "address",
    [
        "/language/en?next=%00",
        "/language/en?next=a%1b",
        "/language/en?%00=a",
        "/language/e%00n",
        "/language/en%0d%0aSet-Cookie:x=1",
        "/language/%7f",
        "/fairs/%c2%85",
    ],
)
def test_an_address_that_no_database_could_keep_is_refused_in_words(client, address):
    answer = client.get(address)

    assert answer.status_code == 400
    assert "<h1>" in answer.text


@pytest.mark.parametrize("address", ["/language/en?next=%ed%a0%80", "/no/%ff%fe", "/language/%ed%a0%80"])
def test_bytes_that_are_no_text_are_no_fault_of_ours(client, address):
    assert client.get(address).status_code in {302, 400, 404}


def test_a_host_that_is_not_ours_is_refused_without_a_word_about_us(in_production):
    answer = in_production.get("/health", headers={"Host": "evil.example"}, base_url="https://evil.example")

    assert answer.status_code == 400
    assert "evil" not in answer.text
    assert answer.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


def test_production_promises_https_on_pages_and_files(in_production):
    for address in ("/no/such/page", "/static/css/base.css"):
        with in_production.get(address, base_url="https://portal.example.jp") as answer:
            pass

        assert answer.headers["Strict-Transport-Security"].startswith("max-age=63072000")
