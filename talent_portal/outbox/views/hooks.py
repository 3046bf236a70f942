"""The provider's door: receipts come in here, signed."""

import json

import structlog
from flask import Blueprint, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from talent_portal.core import clock
from talent_portal.core.access import public
from talent_portal.outbox import actions
from talent_portal.outbox.current import settings
from talent_portal.outbox.gateway import LETTER_ARGUMENT
from talent_portal.outbox.gateway.webhook import SIGNATURE, TIMESTAMP, is_genuine
from talent_portal.outbox.rules import Receipt, is_fresh, receipt

log = structlog.get_logger(__name__)
bp = Blueprint("hooks", __name__)

MAX_BODY_BYTES = 1024 * 1024
MAX_EVENTS = 5_000


@bp.post("/hooks/sendgrid")
@public
def sendgrid() -> ResponseReturnValue:
    """Take receipts: 401 unless signed within ten minutes, 400 unless a list of events, else 204."""
    request.max_content_length = MAX_BODY_BYTES
    raw = request.get_data(cache=False)
    signature, timestamp = request.headers.get(SIGNATURE, ""), request.headers.get(TIMESTAMP, "")
    genuine = is_genuine(settings().mail.sendgrid_webhook_key, raw, signature, timestamp)
    if not genuine or not is_fresh(timestamp, clock.now()):
        log.warning("webhook_refused", genuine=genuine)
        return "", 401
    receipts = _receipts(raw)
    if receipts is None:
        return "", 400
    log.info("webhook_taken", events=len(receipts), new=actions.take_receipts(receipts))
    return "", 204


def _receipts(raw: bytes) -> list[Receipt] | None:
    """Return the events about letters of ours, or None when the body is no list of events."""
    try:
        events = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    if not isinstance(events, list) or len(events) > MAX_EVENTS:
        return None
    return [found for event in events if (found := receipt(event, LETTER_ARGUMENT)) is not None]


@bp.record_once
def _exempt(state: BlueprintSetupState) -> None:
    """Let this one door do without our CSRF token: its caller has no cookie, and proves itself by signature."""
    state.app.extensions["csrf"].exempt(sendgrid)
