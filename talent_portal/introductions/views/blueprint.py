"""The blueprint that every page about cases hangs on."""

from flask import Blueprint

from talent_portal.introductions.rules import choices, reasons
from talent_portal.specialists.rules import words as card_words

bp = Blueprint("introductions", __name__)


@bp.context_processor
def _words() -> dict[str, object]:
    """Give the templates the words for codes."""
    return {"words": choices, "reasons": reasons, "card_words": card_words}
