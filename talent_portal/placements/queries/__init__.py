"""Questions about offers and placements. Nothing here changes anything."""

from talent_portal.placements.queries.cases import (
    OfferCase,
    PlacementCase,
    offer_case,
    placement_case,
    proposal_of_letter,
)
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
from talent_portal.placements.queries.lists import (
    Row,
    Selected,
    Touched,
    mine,
    offers,
    people_of_week,
    placements,
    selected,
    touched,
)
from talent_portal.placements.queries.ordinances import Recorded, ordinance, ordinances
from talent_portal.placements.queries.parts import agreed_parts
from talent_portal.placements.queries.people import names

__all__ = [
    "OfferCase",
    "PlacementCase",
    "Recorded",
    "Row",
    "Selected",
    "Touched",
    "agreed_parts",
    "answered",
    "appointing_office",
    "claimed_elsewhere",
    "mine",
    "names",
    "offer_by_key",
    "offer_case",
    "offer_with_terms",
    "offers",
    "ordinance",
    "ordinances",
    "people_at_law",
    "people_of_week",
    "placement_case",
    "placements",
    "posts",
    "proposal_of_letter",
    "proposal_to_offer",
    "selected",
    "touched",
]
