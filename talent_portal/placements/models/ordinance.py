"""What a municipality's own law says about an appointment form that needs an ordinance (条例)."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from talent_portal.core import clock
from talent_portal.core.db import Base


class FormOrdinance(Base):
    """One entry for one form of one municipality, kept by its own personnel office; asked no more at each check."""

    __tablename__ = "form_ordinance"
    __table_args__ = (
        UniqueConstraint("organisation_id", "form"),
        CheckConstraint("NOT in_place OR (valid_from IS NOT NULL AND article <> '')", name="in_place_is_told"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    form: Mapped[str] = mapped_column(sa.String(40))
    # False: the municipality has looked, and has none.
    in_place: Mapped[bool]
    article: Mapped[str] = mapped_column(sa.String(200), default="")
    # The address of the text, or the text itself.
    source: Mapped[str] = mapped_column(sa.String(2000), default="")
    valid_from: Mapped[date | None]
    recorded_by: Mapped[str] = mapped_column(sa.String(12))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)

    def covers(self, day: date) -> bool | None:
        """Return whether a term that begins on this day has an ordinance under it; None: not yet, so ask."""
        if not self.in_place:
            return False
        return True if self.valid_from is not None and self.valid_from <= day else None
