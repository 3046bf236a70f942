"""Sessions as rows of an agenda."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from talent_portal.core import clock
from talent_portal.core.i18n import language, local
from talent_portal.core.words import clock_time, short_day
from talent_portal.fairs import queries
from talent_portal.fairs.models import FairState
from talent_portal.fairs.queries import FairCard, FairFacts

SHOWN_NAMES = 5


def agenda_rows(cards: Sequence[FairCard], endpoint: str = "fairs.fair") -> list[dict[str, object]]:
    """Return what the macro `agenda` asks for, each row with its session beside it."""
    return [_row(card, endpoint) for card in cards]


def dates_of(session: Session, organisation_id: int) -> list[dict[str, object]]:
    """Return the coming sessions of a municipality, for its own page."""
    cards = queries.upcoming_at(session, organisation_id)
    rows = agenda_rows(cards)
    return [row | {"state": _state(card.fair)} for row, card in zip(rows, cards, strict=True)]


def _state(fair: FairFacts) -> tuple[str, str]:
    """Return in a word, and its tone, whether one can sign up."""
    if fair.state is FairState.CANCELLED:
        return gettext("Called off"), "stop"
    if fair.accepting and fair.left:
        return str(ngettext("%(num)s place left", "%(num)s places left", fair.left)), "ok"
    if fair.accepting:
        return gettext("Full"), "warn"
    if fair.sign_up_opens_at > clock.now():
        return gettext("Sign-up from %(day)s", day=short_day(fair.sign_up_opens_at)), "info"
    return gettext("Sign-up closed"), "plain"


def _row(card: FairCard, endpoint: str) -> dict[str, object]:
    fair = card.fair
    return {
        "fair": fair,
        "day": fair.starts_at,
        "time": f"{clock_time(fair.starts_at)}–{clock_time(fair.ends_at)}",
        "title": local(fair, "title"),
        "address": url_for(endpoint, reference=fair.reference),
        "meta": " ・ ".join(part for part in (_where(fair), _who(card)) if part),
        "lines": [local(fair, "summary")] if local(fair, "summary") else [],
    }


def _where(fair: FairFacts) -> str:
    return gettext("Online") if fair.is_online else local(fair, "venue_name")


def _who(card: FairCard) -> str:
    if not card.booths:
        return ""
    if card.booths > SHOWN_NAMES:
        return str(ngettext("%(num)s municipality takes part", "%(num)s municipalities take part", card.booths))
    return str(gettext(", ")).join(card.names_ja if language() == "ja" else card.names_en)
