"""The way in with number and code, for people whose mail shows no links or who were sent paper."""

import hmac

import sqlalchemy as sa

from talent_portal.audit import actions as audit
from talent_portal.core.actor import guest
from talent_portal.core.db import transaction
from talent_portal.placements.errors import WrongOfferCode
from talent_portal.placements.models import Offer
from talent_portal.placements.queries import changing
from talent_portal.placements.rules.codes import folded_digits

MOST_TRIES = 5


def by_code(number: str, code: str) -> Offer:
    """Return the offer that number and code open. Raises `WrongOfferCode`: one answer for all that is wrong.

    A wrong code counts; after five the code opens nothing any more, and the office must be called.
    """
    digits = folded_digits(number)
    with transaction() as session:
        key = int(digits) if digits else 0
        locked = sa.select(Offer).where(Offer.id == key).with_for_update()
        offer = session.scalars(locked, execution_options=changing.FRESH).one_or_none()
        opened = offer is not None and offer.code is not None and offer.code_tries < MOST_TRIES
        if offer is None or not opened:
            right = False
        else:
            right = hmac.compare_digest(offer.code or "", folded_digits(code))
            offer.code_tries += 0 if right else 1
            if not right:
                audit.record(session, guest(offer.reference), "offer.wrong_code", f"offer:{offer.reference}")
    if offer is None or not right:
        raise WrongOfferCode
    return offer
