"""Sessions as rows of an agenda."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext, ngettext

from talent_portal.core.i18n import language, local
from talent_portal.core.words import clock_time
from talent_portal.fairs.queries import FairCard, FairFacts

SHOWN_NAMES = 5


def agenda_rows(cards: Sequence[FairCard], endpoint: str = "fairs.fair") -> list[dict[str, object]]:
    """Return what the macro `agenda` asks for, each row with its session beside it."""
    return [_row(card, endpoint) for card in cards]


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
