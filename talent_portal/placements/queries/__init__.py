"""Questions about offers and placements. Nothing here changes anything."""

from talent_portal.placements.queries.cases import (
    OfferCase,
    PlacementCase,
    offer_case,
    placement_case,
    proposal_of_letter,
)
from talent_portal.placements.queries.desk import KINDS, Desk, Row, Selected, begun, desk, mine, waiting
from talent_portal.placements.queries.facts import (
    answered,
    appointing_office,
    claimed_elsewhere,
    offer_by_key,
    offer_with_terms,
    people_at_law,
    posts,
    proposal_to_offer,
)
from talent_portal.placements.queries.lists import Touched, people_of_week, touched
from talent_portal.placements.queries.ordinances import Recorded, ordinance, ordinances
from talent_portal.placements.queries.parts import agreed_parts
from talent_portal.placements.queries.people import names

__all__ = [
    "KINDS",
    "Desk",
    "OfferCase",
    "PlacementCase",
    "Recorded",
    "Row",
    "Selected",
    "Touched",
    "agreed_parts",
    "answered",
    "appointing_office",
    "begun",
    "claimed_elsewhere",
    "desk",
    "mine",
    "names",
    "offer_by_key",
    "offer_case",
    "offer_with_terms",
    "ordinance",
    "ordinances",
    "people_at_law",
    "people_of_week",
    "placement_case",
    "posts",
    "proposal_of_letter",
    "proposal_to_offer",
    "touched",
    "waiting",
]
