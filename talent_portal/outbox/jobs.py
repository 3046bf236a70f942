"""The postman: lease → call the provider outside any transaction → record."""

import json
import time
from collections.abc import Iterator
from datetime import timedelta

import structlog

from talent_portal.core import clock, doctor
from talent_portal.core.db import close_reading, reading
from talent_portal.core.jobs import Job
from talent_portal.core.marks import _n
from talent_portal.core.vault import Unreadable
from talent_portal.outbox import queries, reports
from talent_portal.outbox.actions import delivery
from talent_portal.outbox.current import outbox
from talent_portal.outbox.gateway import File, MailGateway, Parcel, in_use
from talent_portal.outbox.models import Letter
from talent_portal.outbox.rules import TROUBLES_TO_PAUSE, Outcome, OutcomeKind
from talent_portal.settings import Settings

log = structlog.get_logger(__name__)

BATCH = 10
# One round ends after this long, so that the other jobs of the worker have their turn.
ROUND_SECONDS = 30.0
TURNED_AWAY = frozenset({OutcomeKind.THROTTLED, OutcomeKind.FORBIDDEN})
TROUBLES = frozenset({OutcomeKind.TROUBLE, OutcomeKind.UNCERTAIN})


def deliver_due() -> int:
    """Send what is due; return how many letters were tried. Any number of workers may do this side by side."""
    gateway, ends = in_use(), time.monotonic() + ROUND_SECONDS
    _recover(gateway)
    tried: list[OutcomeKind] = []
    while time.monotonic() < ends and not _must_rest(tried) and _something_due():
        held = delivery.claim(BATCH)
        if not held.letters:
            break
        _deliver_all(gateway, held, tried)
    return len(tried)


def _deliver_all(gateway: MailGateway, held: delivery.Lease, tried: list[OutcomeKind]) -> None:
    """Deliver what is leased, noting every outcome; give the rest back when the provider wants us to stop."""
    for letter_id in held.letters:
        kind = _deliver(gateway, letter_id, held)
        if kind is not None:
            tried.append(kind)
        elif held.probe:
            delivery.pause_queue(timedelta(0))  # this letter proved nothing; the next may probe at once
        if _must_rest(tried):
            delivery.give_back(held)
            if tried[-1] in TROUBLES and not held.probe:
                delivery.pause_queue()
            return


def _must_rest(tried: list[OutcomeKind]) -> bool:
    """Return whether this round should end: turned away, or nothing but trouble for a while."""
    recent = tried[-TROUBLES_TO_PAUSE:]
    away = len(recent) == TROUBLES_TO_PAUSE and TROUBLES.issuperset(recent)
    return away or (bool(tried) and tried[-1] in TURNED_AWAY)


def _recover(gateway: MailGateway) -> None:
    anything = queries.something_abandoned(reading(), clock.now())
    close_reading()
    if anything:
        delivery.recover(BATCH * 20, repeats_safely=gateway.repeats_safely)


def _something_due() -> bool:
    due = queries.something_due(reading(), clock.now())
    close_reading()
    return due


def _deliver(gateway: MailGateway, letter_id: int, held: delivery.Lease) -> OutcomeKind | None:
    """Deliver one leased letter; return what came of the call, or None when there was none."""
    parcel = _packed(letter_id)
    if isinstance(parcel, Outcome):
        delivery.record(letter_id, held.token, parcel)
        return None
    if parcel is None or not delivery.begin_call(letter_id, held.token):
        return None
    outcome = gateway.send(parcel)
    delivery.record(letter_id, held.token, outcome, repeats_safely=gateway.repeats_safely, probe=held.probe)
    return outcome.kind


def _packed(letter_id: int) -> Parcel | Outcome | None:
    """Open the letter and build its files; an Outcome says why that was impossible."""
    try:
        letter = queries.letter_by_id(reading(), letter_id)
        if letter is not None and letter.is_wiped:
            return Outcome(kind=OutcomeKind.REFUSED, code="wiped")
        return _parcel(letter) if letter is not None else None
    except Unreadable:
        return Outcome(kind=OutcomeKind.REFUSED, code="unreadable")
    except Exception:  # a builder of some feature: its letter waits, the others go on
        log.exception("attachment_failed", letter_id=letter_id)
        return Outcome(kind=OutcomeKind.TROUBLE, code="attachment")
    finally:
        close_reading()


def _parcel(letter: Letter) -> Parcel:
    return Parcel(
        reference=letter.reference,
        message_id=letter.message_id,
        language=letter.language,
        to=letter.recipient or "",
        subject=letter.subject or "",
        body=letter.body or "",
        files=tuple(_built(spec) for spec in json.loads(letter.attachments or "[]")),
    )


def _built(spec: dict[str, object]) -> File:
    data = spec["data"]
    content, mimetype = outbox().builders[str(spec["kind"])](data if isinstance(data, dict) else {})
    return File(filename=str(spec["filename"]), content=content, mimetype=mimetype)


@doctor.check("letters")
def letters_leave_in_time(_settings: Settings) -> Iterator[doctor.Finding]:
    """Look whether mail is stopped, or late."""
    now = queries.health(reading(), clock.now())
    close_reading()
    if now.stopped_at is not None:
        yield doctor.warning(_n("The mail service refused us (%(code)s): no letter leaves."), code=now.stopped_reason)
    elif now.alarm:
        late = reports.minutes(now.age)
        yield doctor.warning(_n("The oldest letter has been waiting for %(minutes)s minutes."), minutes=late)
    else:
        yield doctor.ok(_n("Letters leave in time."))


# Letters carry leases of their own, so the job's lease may be short: a dead postman is replaced within a minute.
DELIVER = Job("outbox.deliver", timedelta(seconds=2), deliver_due, lease=timedelta(seconds=60))
