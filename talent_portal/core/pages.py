"""What every page shares: rendering after the read has ended, headers, error pages, and paging."""

from collections.abc import Callable
from wsgiref.headers import Headers

import structlog
from flask import Flask, Response, current_app, g, make_response, render_template, request
from sqlalchemy.exc import DataError, NoResultFound, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import BadRequest, HTTPException, InternalServerError, NotFound
from werkzeug.http import HTTP_STATUS_CODES

from talent_portal.core import words
from talent_portal.core.db import close_reading, is_busy
from talent_portal.core.errors import Busy, KeyMissing, Refusal
from talent_portal.core.i18n import say
from talent_portal.core.paging import PAGE_SIZE, Page, page_number
from talent_portal.core.vault import Unreadable

__all__ = ["HEADERS", "PAGE_SIZE", "Page", "file_headers", "init_app", "page_number", "personal", "render"]

log = structlog.get_logger(__name__)

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; "
    "manifest-src 'self'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
RETRY_AFTER_SECONDS = "5"
HSTS = "max-age=63072000; includeSubDomains"
# The last resort, for when even an error page cannot be made (an address of a host that is not ours, a broken layout).
BARE = "<!doctype html><html lang=ja><meta charset=utf-8><title>{0}</title><h1>{0}</h1>"
EXPLAINED = (400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503)


def render(template: str, status: int = 200, **context: object) -> Response:
    """Close the read, then render: no template can fetch, and no lock is held while it writes HTML."""
    close_reading()
    return make_response(render_template(template, **context), status)


def personal() -> None:
    """Keep this answer out of every cache: it shows somebody's data."""
    g.personal = True


def init_app(app: Flask) -> None:
    """Give every response its headers, every error its page, and templates their words."""
    words.init_app(app)
    app.after_request(_headers)
    app.register_error_handler(NoResultFound, lambda _: _explain(NotFound()))
    app.register_error_handler(OperationalError, _database_trouble)
    app.register_error_handler(PoolTimeout, lambda _: _refused(Busy()))
    for unstorable in (DataError, OverflowError, UnicodeEncodeError):
        app.register_error_handler(unstorable, _unstorable)
    app.register_error_handler(Unreadable, _sealed)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(HTTPException, _explain)
    app.register_error_handler(Exception, _broken)


def _headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", HSTS)
    actor = g.get("actor")
    if g.get("personal") or (actor is not None and actor.signed_in):
        response.headers["Cache-Control"] = "no-store"
    else:
        response.headers.setdefault("Cache-Control", "private, no-cache")
    response.vary.add("Cookie")
    return response


def file_headers(*, secure: bool) -> Callable[[Headers, str, str], None]:
    """Return what gives static files the headers of pages: WhiteNoise answers for them before Flask hears of it."""
    wanted = HEADERS | ({"Strict-Transport-Security": HSTS} if secure else {})

    def add(headers: Headers, _path: str, _url: str) -> None:
        for name, value in wanted.items():
            headers[name] = value

    return add


def _explain(error: HTTPException) -> Response:
    """Answer an HTTP error in words; an error page asks the database nothing."""
    code = error.code or 500
    response = _page(f"errors/{code if code in EXPLAINED else 400}.html", code)
    for name, value in error.get_headers():
        if name != "Content-Type":
            response.headers[name] = value  # Allow of a 405, Retry-After of a 429
    return response


def _refused(refusal: Refusal) -> Response:
    """Show the sentence of a refusal that no form caught; it is never a 500."""
    page = "errors/503.html" if isinstance(refusal, Busy) else "errors/refused.html"
    response = _page(page, refusal.status, sentence=say(refusal))
    if isinstance(refusal, Busy):
        response.headers["Retry-After"] = RETRY_AFTER_SECONDS
    return response


def _database_trouble(error: OperationalError) -> Response:
    if not is_busy(error):
        return _broken(error)
    log.warning("database_busy", endpoint=request.endpoint, kind=type(error.orig).__name__)
    return _refused(Busy())


def _sealed(_error: Unreadable) -> Response:
    """Say that a key is missing; the log says on which page, so that it is put back before it is missed."""
    log.error("key_missing", endpoint=request.endpoint)
    return _refused(KeyMissing())


def _unstorable(error: Exception) -> Response:
    """Answer 400 to a number or a text that no column holds: it slipped past a form, and is no fault of ours."""
    log.warning("unstorable_input", endpoint=request.endpoint, kind=type(error).__name__)
    return _explain(BadRequest())


def _broken(error: Exception) -> Response:
    """Log once, and apologise with the request id."""
    if current_app.testing and current_app.config["PROPAGATE_EXCEPTIONS"] is not False:
        raise error
    log.error("request_failed", endpoint=request.endpoint, exc_info=error)
    return _page("errors/500.html", InternalServerError.code)


def _page(template: str, status: int, **context: object) -> Response:
    """Render an error page; it asks the database nothing, and a fault in it never hides the first one."""
    try:
        html = render_template(template, request_id=g.get("request_id", ""), **context)
    except Exception:
        if current_app.testing and not request.routing_exception:
            raise
        log.exception("error_page_failed")
        html = BARE.format(f"{status} {HTTP_STATUS_CODES.get(status, '')}".strip())
    return make_response(html, status)
