"""What may become of a letter, and when it is tried again. Pure: no clock, no database, no network."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import IntEnum, StrEnum


class LetterState(StrEnum):
    """Where a letter is on its way. `uncertain`: the provider may or may not have it."""

    WAITING = "waiting"
    LEASED = "leased"
    CALLING = "calling"
    UNCERTAIN = "uncertain"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    FAILED = "failed"
    CANCELLED = "cancelled"
    WITHHELD = "withheld"


class Priority(IntEnum):
    """Who goes first when many wait: somebody looks at the screen, somebody waits for an answer, nobody waits."""

    NOW = 0
    NORMAL = 5
    BULK = 9


# state → the states it may be left for. Receipts may overtake our own note, so `delivered` is reached from anywhere.
TRANSITIONS: Mapping[LetterState, frozenset[LetterState]] = {
    LetterState.WAITING: frozenset(
        {
            LetterState.LEASED,
            LetterState.CANCELLED,
            LetterState.FAILED,
            LetterState.ACCEPTED,
            LetterState.DELIVERED,
            LetterState.BOUNCED,
        }
    ),
    LetterState.LEASED: frozenset(
        {
            LetterState.WAITING,
            LetterState.CALLING,
            LetterState.CANCELLED,
            LetterState.WITHHELD,
            LetterState.FAILED,
            LetterState.ACCEPTED,
            LetterState.DELIVERED,
            LetterState.BOUNCED,
        }
    ),
    LetterState.CALLING: frozenset(
        {
            LetterState.WAITING,
            LetterState.UNCERTAIN,
            LetterState.ACCEPTED,
            LetterState.FAILED,
            LetterState.DELIVERED,
            LetterState.BOUNCED,
        }
    ),
    LetterState.UNCERTAIN: frozenset(
        {
            LetterState.WAITING,
            LetterState.ACCEPTED,
            LetterState.FAILED,
            LetterState.DELIVERED,
            LetterState.BOUNCED,
        }
    ),
    LetterState.ACCEPTED: frozenset({LetterState.DELIVERED, LetterState.BOUNCED}),
    LetterState.DELIVERED: frozenset({LetterState.BOUNCED}),
    LetterState.BOUNCED: frozenset(),
    LetterState.FAILED: frozenset({LetterState.ACCEPTED, LetterState.DELIVERED, LetterState.BOUNCED}),
    LetterState.CANCELLED: frozenset(),
    LetterState.WITHHELD: frozenset(),
}
UNSENT = (LetterState.WAITING, LetterState.LEASED)
SETTLED = (
    LetterState.ACCEPTED,
    LetterState.DELIVERED,
    LetterState.BOUNCED,
    LetterState.FAILED,
    LetterState.CANCELLED,
    LetterState.WITHHELD,
)


def sources_of(target: LetterState) -> tuple[LetterState, ...]:
    """Return the states from which `target` may be reached."""
    return tuple(state for state, targets in TRANSITIONS.items() if target in targets)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to be built at delivery: which builder, the name the reader sees, and what the builder needs (JSON)."""

    kind: str
    filename: str
    data: Mapping[str, object]


class OutcomeKind(StrEnum):
    """What a gateway can say about one attempt."""

    ACCEPTED = "accepted"
    THROTTLED = "throttled"
    REFUSED = "refused"
    FORBIDDEN = "forbidden"
    TROUBLE = "trouble"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One attempt: what happened, a code for the log, the provider's id, and when to come back if it said so."""

    kind: OutcomeKind
    code: str = ""
    message_id: str = ""
    wait_until: datetime | None = None


# 10 s, then 1, 5, 15, 30, 60 min, and every hour until a day has passed since the first try.
BACK_OFF = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 300, 900, 1_800, 3_600))
GIVE_UP_AFTER = timedelta(hours=24)
# A letter whose fate stayed unknown this often is a case for the telephone, not for one more copy. Where receipts come,
# their silence says that nothing was accepted, so more tries do no harm.
MAX_DOUBTS = 3
MAX_DOUBTS_WITH_RECEIPTS = 10
SHORTEST_WAIT = timedelta(seconds=1)
USUAL_WAIT = timedelta(seconds=60)
LONGEST_WAIT = timedelta(hours=1)
FRESHNESS = timedelta(minutes=10)
ALARM_AGE = timedelta(minutes=5)
# So many troubles in a row mean that the provider is away, not that a letter is odd: one probe at a time, then.
TROUBLES_TO_PAUSE = 5
PAUSE = timedelta(seconds=10)


def back_off(attempts: int, jitter: float) -> timedelta:
    """Return how long to wait after `attempts` tries (≥ 1); `jitter` in 0…1 spreads it by ±20 %."""
    step = BACK_OFF[min(max(attempts, 1), len(BACK_OFF)) - 1]
    return step * (0.8 + 0.4 * jitter)


def wait_until(headers: Mapping[str, str], now: datetime) -> datetime:
    """Return when a throttling provider wants to be asked again, between one second and one hour from `now`.

    `Retry-After` (seconds or an HTTP date) wins over `X-RateLimit-Reset` (epoch seconds); nonsense means a minute.
    """
    asked = _retry_after(headers.get("Retry-After", ""), now) or _epoch(headers.get("X-RateLimit-Reset", ""))
    wait = asked - now if asked else USUAL_WAIT
    return now + min(max(wait, SHORTEST_WAIT), LONGEST_WAIT)


def _retry_after(text: str, now: datetime) -> datetime | None:
    seconds = _digits(text)
    if seconds is not None:
        return now + timedelta(seconds=min(seconds, LONGEST_WAIT.total_seconds()))
    try:
        return parsedate_to_datetime(text).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None


def _epoch(text: str) -> datetime | None:
    seconds = _digits(text)
    try:
        return datetime.fromtimestamp(seconds, UTC) if seconds is not None else None
    except (ValueError, OverflowError, OSError):
        return None


def _digits(text: str) -> int | None:
    short = text.strip()
    return int(short) if short.isascii() and short.isdigit() and len(short) <= 12 else None  # noqa: PLR2004 - epochs


def is_fresh(timestamp: str, now: datetime) -> bool:
    """Return whether a signed moment (epoch seconds as text) is within ten minutes of `now`."""
    moment = _epoch(timestamp)
    return moment is not None and abs(now - moment) <= FRESHNESS


# What the provider reports → where the letter is then. Everything else it may say changes nothing.
RECEIPTS: Mapping[str, LetterState] = {
    "processed": LetterState.ACCEPTED,
    "delivered": LetterState.DELIVERED,
    "bounce": LetterState.BOUNCED,
    "dropped": LetterState.BOUNCED,
}
KEPT_RECEIPTS = frozenset({*RECEIPTS, "deferred", "spamreport"})
# SendGrid drops what its own list of resting addresses holds, and says why.
DROPPED_FOR_THE_ADDRESS = ("bounced", "invalid", "spam reporting", "unsubscribed")
STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
EVENT_ID = re.compile(r"[!-~]{1,120}")
LETTER = re.compile(r"[a-z0-9]{12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One event of the provider, reduced to what we keep."""

    event_id: str
    letter: str
    kind: str
    at: datetime
    status: str = ""
    # The address itself is at fault, not this one message.
    hard: bool = False


def receipt(event: object, argument: str) -> Receipt | None:
    """Return what one event of the webhook says about one letter, or nothing if it is not about ours."""
    if not isinstance(event, dict):
        return None
    event_id, letter, kind = (str(event.get(name, "")) for name in ("sg_event_id", argument, "event"))
    at = _epoch(str(event.get("timestamp", "")))
    if not (EVENT_ID.fullmatch(event_id) and LETTER.fullmatch(letter) and kind in KEPT_RECEIPTS and at):
        return None
    status = STATUS.fullmatch(str(event.get("status", "")).strip())
    return Receipt(
        event_id=event_id, letter=letter, kind=kind, at=at, status=status[0] if status else "", hard=_is_hard(event)
    )


def _is_hard(event: Mapping[str, object]) -> bool:
    if event["event"] == "bounce":
        return event.get("type") != "blocked"
    reason = str(event.get("reason", "")).lower()
    about_format = reason.startswith("invalid smtpapi")
    dropped = event["event"] == "dropped" and reason.startswith(DROPPED_FOR_THE_ADDRESS) and not about_format
    return dropped or event["event"] == "spamreport"
