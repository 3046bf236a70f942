"""Structured logs: constant event names, ids instead of people, one line per request."""

import logging
import sys
import time
import traceback
import uuid
from collections.abc import Iterator

import structlog
from flask import Flask, Response, g, request
from structlog.typing import EventDict

log = structlog.get_logger("request")
HEALTH = frozenset({"static"})


def configure(*, json: bool, messages: bool = True) -> None:
    """Set up structlog once, before the application exists.

    Without `messages` an error is logged by its kind and place only: messages of databases quote what people typed.
    """
    renderer = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info if messages else _without_message,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=_to_stderr,
        cache_logger_on_first_use=False,
    )


def _without_message(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Replace an exception by the chain of its kinds and the frames of its place."""
    given = event.pop("exc_info", None)
    error = given if isinstance(given, BaseException) else sys.exc_info()[1] if given else None
    if error is not None:
        event["error"] = " < ".join(type(one).__qualname__ for one in _chain(error))
        event["frames"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
        ]
    return event


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _to_stderr(*_names: object) -> structlog.PrintLogger:
    """Write to the standard error of this moment: whoever swaps it (a test, a daemon) is followed."""
    return structlog.PrintLogger(sys.stderr)


def init_app(app: Flask) -> None:
    """Give every request an id, and every answered request one line."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.request_id = uuid.uuid4().hex[:12]
    g.began = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _end(response: Response) -> Response:
    response.headers["X-Request-Id"] = g.get("request_id", "")
    if request.endpoint in HEALTH:
        return response
    actor = g.get("actor")
    log.info(
        "request",
        endpoint=request.endpoint,
        method=request.method,
        status=response.status_code,
        ms=round((time.perf_counter() - g.get("began", 0.0)) * 1000, 1),
        actor=actor.reference if actor else "",
    )
    return response
