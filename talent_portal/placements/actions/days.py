"""The days of one person, held while terms are offered and taken when the appointment is recorded.

The guard is the claim of `specialists`: one row per calendar day and half. The look before it decides nothing; it only
spares people a refusal after they have waited. With the guards off (race tests only) the look is all there is, so that
the tests can show that they bite.
"""

import time
from collections.abc import Iterable

from flask import current_app
from sqlalchemy.orm import Session

from talent_portal.core.actor import Actor
from talent_portal.placements import queries
from talent_portal.placements.models import Offer, Placement
from talent_portal.placements.rules.terms import Terms
from talent_portal.settings import Settings
from talent_portal.specialists.actions import half_days
from talent_portal.specialists.errors import HalfDayTaken
from talent_portal.specialists.rules.week import Slot


def source(thing: Offer | Placement) -> str:
    """Return the name under which the days of an offer, or of a placement, are claimed."""
    return f"{'offer' if isinstance(thing, Offer) else 'placement'}:{thing.reference}"


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def look(session: Session, offer: Offer, halves: Iterable[Slot]) -> None:
    """Refuse early when days are claimed for something else; decides nothing. Raises `HalfDayTaken`."""
    settings = _settings()
    taken = queries.claimed_elsewhere(session, offer, halves, guards_off=settings.race_guards_off)
    if taken:
        raise HalfDayTaken(days=taken)
    if settings.race_sleep_ms:
        time.sleep(settings.race_sleep_ms / 1000)


def hold(session: Session, actor: Actor, offer: Offer, terms: Terms) -> None:
    """Hold the half-days of these terms for the offer, or raise `HalfDayTaken` and hold none."""
    if _settings().race_guards_off or offer.specialist_id is None:
        return
    half_days.hold(session, actor, offer.specialist_id, terms.dated, source(offer), terms.at(offer.organisation_id))


def take(session: Session, actor: Actor, offer: Offer, placement: Placement, terms: Terms) -> None:
    """Turn what is held for the offer into days that its placement takes."""
    if _settings().race_guards_off or offer.specialist_id is None:
        return
    half_days.take(
        session, actor, offer.specialist_id, terms.dated, source(placement), source(offer),
        terms.at(offer.organisation_id),
    )  # fmt: skip


def free(session: Session, actor: Actor, thing: Offer | Placement, halves: Iterable[Slot] | None = None) -> None:
    """Give half-days back, or all of them, as far as they are claimed for this very thing."""
    if _settings().race_guards_off or thing.specialist_id is None:
        return
    wanted = None if halves is None else list(halves)
    half_days.free(session, actor, thing.specialist_id, wanted, source(thing))
