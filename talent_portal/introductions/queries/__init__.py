"""Questions about cases. Nothing here changes anything."""

from talent_portal.introductions.queries.asking import people_ids
from talent_portal.introductions.queries.cards import named_card, shown_card, terms
from talent_portal.introductions.queries.cases import (
    Case,
    case,
    case_of_enquiry,
    enquiry,
    enquiry_or_none,
    turn_facts,
)
from talent_portal.introductions.queries.history import note_by_key, notes, steps
from talent_portal.introductions.queries.lists import candidates, cases, counts, running, shown_to
from talent_portal.introductions.queries.matches import snapshots
from talent_portal.introductions.queries.own import own
from talent_portal.introductions.queries.people import SHARING
from talent_portal.introductions.queries.selected import proposal, selected

__all__ = [
    "SHARING",
    "Case",
    "candidates",
    "case",
    "case_of_enquiry",
    "cases",
    "counts",
    "enquiry",
    "enquiry_or_none",
    "named_card",
    "note_by_key",
    "notes",
    "own",
    "people_ids",
    "proposal",
    "running",
    "selected",
    "shown_card",
    "shown_to",
    "snapshots",
    "steps",
    "terms",
    "turn_facts",
]
