"""The tables of offers and placements, and the rules one row can keep alone."""

from talent_portal.placements.models.offer import (
    Channel,
    FormCheck,
    FormComment,
    Offer,
    OfferAnswer,
    OfferCondition,
    OfferTerms,
    Side,
)
from talent_portal.placements.models.ordinance import FormOrdinance
from talent_portal.placements.models.placement import Placement, Review

__all__ = [
    "Channel",
    "FormCheck",
    "FormComment",
    "FormOrdinance",
    "Offer",
    "OfferAnswer",
    "OfferCondition",
    "OfferTerms",
    "Placement",
    "Review",
    "Side",
]
