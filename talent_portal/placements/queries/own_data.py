"""Everything offers and placements hold about one person, as they may have it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Organisation
from talent_portal.placements.models import Offer, OfferAnswer, OfferTerms, Placement, Review, Side
from talent_portal.specialists.models import Specialist

KIND = "specialist"
# Keys of the machine that say nothing about the person.
INTERNAL = frozenset({"id", "offer_id", "placement_id", "proposal_id", "need_id", "organisation_id", "specialist_id",
                      "idempotency_key", "key", "token_version", "code_tries"})  # fmt: skip


def reference_in(subject: str) -> str | None:
    """Return the reference in `specialist:<reference>`; None for the subjects of other features."""
    kind, _, reference = subject.partition(":")
    return reference if kind == KIND else None


def of(session: Session, subject: str) -> dict[str, object]:
    """Return what offers and placements hold about `specialist:<reference>`, ready for JSON; nothing for anyone else.

    Drafts that never reached the person are the municipality's own papers; the other side's report waits for its
    release.
    """
    reference = reference_in(subject)
    person = session.scalar(sa.select(Specialist.id).where(Specialist.reference == (reference or "")))
    if person is None:
        return {}
    offers = _rows(session, Offer, Offer.specialist_id == person, Offer.sent_number > 0)
    placements = _rows(session, Placement, Placement.specialist_id == person)
    said: dict[str, object] = {"offers": offers, "placements": placements}
    return said if offers or placements else {}


def _rows(session: Session, model: Any, *which: sa.ColumnElement[bool]) -> list[object]:
    wanted = (
        sa.select(model, Organisation.name_ja)
        .join(Organisation, Organisation.id == model.organisation_id)
        .where(*which)
        .order_by(model.id)
    )
    return [
        _plain(row[0]) | {"municipality": row[1]} | _parts(session, row[0]) for row in session.execute(wanted).all()
    ]


def _parts(session: Session, thing: Offer | Placement) -> dict[str, object]:
    if isinstance(thing, Placement):
        sides = list(Side) if thing.released_at else [Side.PERSON]
        mine = sa.select(Review).where(Review.placement_id == thing.id, Review.side.in_(sides))
        return {"reports": _all(session, mine.order_by(Review.id))}
    reached = sa.select(OfferTerms).where(OfferTerms.offer_id == thing.id, OfferTerms.number <= thing.sent_number)
    said = sa.select(OfferAnswer).where(OfferAnswer.offer_id == thing.id, OfferAnswer.side == Side.PERSON)
    return {
        "terms": _all(session, reached.order_by(OfferTerms.id)),
        "answers": _all(session, said.order_by(OfferAnswer.id)),
    }


def _all(session: Session, wanted: sa.Select[Any]) -> list[object]:
    return [_plain(row) for row in session.scalars(wanted)]


def _plain(row: object) -> dict[str, object]:
    columns = sa.inspect(type(row)).columns
    return {column.key: _value(getattr(row, column.key)) for column in columns if column.key not in INTERNAL}


def _value(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value


def subjects(session: Session) -> Iterable[str]:
    """Return the opaque name of everybody that an offer or a placement still knows."""
    known = sa.select(Specialist.reference).where(
        sa.or_(
            Specialist.id.in_(sa.select(Offer.specialist_id)),
            Specialist.id.in_(sa.select(Placement.specialist_id)),
        )
    )
    return [f"{KIND}:{reference}" for reference in session.scalars(known.order_by(Specialist.id))]
